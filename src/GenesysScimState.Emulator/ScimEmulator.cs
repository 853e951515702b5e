using System.Text.Json.Nodes;
using GenesysScimState.Emulator.Protocol;
using GenesysScimState.Emulator.Resources;
using GenesysScimState.Emulator.Schema;
using GenesysScimState.Emulator.Storage;

namespace GenesysScimState.Emulator;

/// <summary>
/// A Genesys Cloud organization as its SCIM API shows it, without sockets: a request in, a response out. Thread-safe. A
/// response to a write is given when the data file holds it.
/// </summary>
public sealed class ScimEmulator : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Identifiers _identifiers;
    private readonly Organization _organization;
    private readonly DataWriter _writer;
    private readonly ScimApi _api;
    private readonly Saver? _saver;
    private readonly RequestTally _tally = new();
    private readonly Dialect _dialect;

    private ScimEmulator(EmulatorOptions options, Organization organization, Identifiers identifiers, TimeProvider time)
    {
        _dialect = options.Spoken;
        var presentation = new Presentation(organization, new Mirrors(options), _dialect);
        MaxRequestBytes = options.MaxRequestBytes;
        _identifiers = identifiers;
        _organization = organization;
        _writer = new(organization, presentation, _dialect);
        _api = new(options, organization, presentation, identifiers, time);
        _saver = options.DataFile is { } path ? new(path, organization.Revision) : null;
    }

    /// <summary>What <see cref="EmulatorOptions.Dialect"/> can be.</summary>
    public static IReadOnlyList<string> DialectNames { get; } = [.. Dialects.All.Select(dialect => dialect.Name)];

    /// <summary>Counted since the start or the last reset.</summary>
    public RequestCounts Requests
    {
        get
        {
            lock (_gate)
            {
                return _tally.Counts();
            }
        }
    }

    /// <summary>A host may stop reading a body that has more bytes than this: it is refused anyway.</summary>
    internal int MaxRequestBytes { get; }

    /// <summary>
    /// Reads the data file, or the seed when there is no data file yet, or starts empty. Writes nothing: the data file
    /// comes into being with the first change.
    /// </summary>
    /// <exception cref="EmulatorDataException">
    /// A seed is missing; a file is unreadable or no organization; there is no such dialect.
    /// </exception>
    public static ScimEmulator Open(EmulatorOptions options, TimeProvider time)
    {
        var organization = new Organization(options.Spoken.MembersInUser);
        var identifiers = new Identifiers(options.IdSeed);
        var file = File.Exists(options.DataFile) ? options.DataFile : options.SeedFile;
        if (file is not null)
        {
            new DataReader(file, options, organization, identifiers).Read();
        }

        if (options.Spoken.IsPlatform)
        {
            DataReader.AddDefaults(organization);
        }

        return new(options, organization, identifiers, time);
    }

    public EmulatorResponse Handle(EmulatorRequest request)
    {
        if (EmulatorPaths.Answer(request, _gate, _tally) is { } own)
        {
            return own;
        }

        EmulatorResponse response;
        string correlationId;
        long revision;
        lock (_gate)
        {
            correlationId = _identifiers.Next("correlation");
            response = _api.Answer(request, correlationId);
            revision = _organization.Revision;
        }

        // Here a change is made and not yet on disk; after it, on disk and not yet answered.
        response = Saved(revision, correlationId) ?? response;
        lock (_gate)
        {
            _tally.Add(request.Method, response.Status);
        }

        return response;
    }

    /// <summary>A copy of the organization in the form of the data file.</summary>
    public JsonObject Snapshot()
    {
        lock (_gate)
        {
            return JsonNode.Parse(_writer.WriteWhole())!.AsObject();
        }
    }

    /// <summary>Everything is on disk already; this only ends the emulator's life where a host wants to.</summary>
    public void Dispose()
    {
    }

    /// <summary>
    /// Null when everything is on disk, else the answer that says it is not. Every later request tries again, reads too: none
    /// shows what could still be lost.
    /// </summary>
    private EmulatorResponse? Saved(long revision, string correlationId)
    {
        try
        {
            _saver?.Save(revision, Newest);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var message = $"The data file cannot be written: {exception.Message}";
            return RefusalException.Platform(500, "internal.server.error", message)
                .Render(correlationId, _dialect.IsPlatform)
                .With("ININ-Correlation-Id", correlationId);
        }
    }

    private (long Revision, IReadOnlyList<ReadOnlyMemory<byte>> Text) Newest()
    {
        lock (_gate)
        {
            return (_organization.Revision, _writer.Write());
        }
    }
}
