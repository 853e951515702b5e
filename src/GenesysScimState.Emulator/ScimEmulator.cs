using System.Text.Json.Nodes;
using GenesysScimState.Emulator.Faults;
using GenesysScimState.Emulator.Generation;
using GenesysScimState.Emulator.Pages;
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
    private readonly Presentation _presentation;
    private readonly DataWriter _writer;
    private readonly ScimApi _api;
    private readonly Saver? _saver;
    private readonly RequestTally _tally = new();
    private readonly Trouble? _trouble;
    private readonly Action<RequestEntry> _log;
    private readonly TimeProvider _time;
    private readonly Dialect _dialect;

    private ScimEmulator(
        EmulatorOptions options,
        Organization organization,
        Identifiers identifiers,
        TimeProvider time,
        Action<RequestEntry>? log)
    {
        _dialect = options.Spoken;
        _organization = organization;
        _presentation = new Presentation(organization, new Mirrors(options), _dialect);
        _time = time;
        _log = log ?? (_ => { });
        _trouble = options.Faults is { } plan ? Troubled(plan, time) : null;
        MaxRequestBytes = options.MaxRequestBytes;
        _identifiers = identifiers;
        _writer = new(organization, _presentation, _dialect);
        _api = new(options, organization, _presentation, identifiers, time);
        if (options.DataFile is { } path)
        {
            _saver = new(path, organization.Revision, Newest);
            organization.Unsaved = [];
        }
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

    internal TimeProvider Time => _time;

    /// <summary>A host may stop reading a body that has more bytes than this: it is refused anyway.</summary>
    internal int MaxRequestBytes { get; }

    /// <summary>
    /// Reads the data file, or the seed when there is no data file yet, or starts empty. Writes nothing: the data file
    /// comes into being with the first change.
    /// </summary>
    /// <param name="options">How it is opened and behaves.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Called with every request that was answered, from the thread that answered it.</param>
    /// <exception cref="EmulatorDataException">
    /// A seed is missing; a file is unreadable or no organization; there is no such dialect.
    /// </exception>
    public static ScimEmulator Open(EmulatorOptions options, TimeProvider time, Action<RequestEntry>? log = null)
    {
        var organization = new Organization(options.Spoken.MembersInUser);
        var identifiers = new Identifiers(options.IdSeed);
        var file = File.Exists(options.DataFile) ? options.DataFile : options.SeedFile;
        if (file is not null)
        {
            var reader = new DataReader(file, options, organization, identifiers);
            reader.Read();
            if (file == options.DataFile && File.Exists(Saver.ChangesOf(file)))
            {
                reader.Replay(Saver.ChangesOf(file));
            }
        }
        else if (options.Generate is { } size)
        {
            var lenient = options with { UnknownAttributes = Unwanted.Ignore };
            new DataReader("--generate", lenient, organization, identifiers).Read(new Generator(size, options.Spoken));
        }

        if (options.Spoken.IsPlatform)
        {
            organization.AddDefaults();
        }

        return new(options, organization, identifiers, time, log);
    }

    internal bool HasPlatform => _dialect.IsPlatform;

    public EmulatorResponse Handle(EmulatorRequest request)
    {
        if (AnswerItself(request) is { } own)
        {
            return own;
        }

        var begun = _time.GetTimestamp();
        EmulatorResponse response;
        string correlationId;
        long revision;
        lock (_gate)
        {
            correlationId = _identifiers.Next("correlation");
            response = _trouble is null
                ? _api.Answer(request, correlationId)
                : _trouble.Answer(request, correlationId, () => _api.Answer(request, correlationId));
            revision = _organization.Revision;
        }

        // Here a change is made and not yet on disk; after it, on disk and not yet answered.
        response = Saved(revision, correlationId) ?? response;
        var took = _time.GetElapsedTime(begun) + response.Delay;
        var entry = new RequestEntry(
            _time.GetUtcNow(), request.Method, request.Target, response.Status, took, response.Fault);
        lock (_gate)
        {
            _tally.Add(entry);
        }

        _log(entry);
        return response;
    }

    private EmulatorResponse? AnswerItself(EmulatorRequest request)
    {
        if (request.Path is not ("/" or "/favicon.ico")
            && !request.Path.StartsWith("/emulator", StringComparison.Ordinal))
        {
            return null;
        }

        lock (_gate)
        {
            return EmulatorPaths.Answer(request, _tally)
                ?? new StatusPage(_organization, _presentation, _dialect, _tally).Answer(request);
        }
    }

    private Trouble Troubled(FaultPlan plan, TimeProvider time) => new(plan, time)
    {
        HasPlatform = _dialect.IsPlatform,
        ForgetTokens = () => _api!.ForgetTokens(),
        Bump = path =>
        {
            var id = Uri.UnescapeDataString(path.Split('/')[^1]);
            if (_organization.Users.Find(id) is { IsDeleted: false } user)
            {
                _organization.PutUser(user.Next(user.Attributes(), time.GetUtcNow()));
            }
            else if (_organization.Groups.Find(id) is { IsDeleted: false } group)
            {
                _organization.PutGroup(group.Next(group.Attributes(), time.GetUtcNow()));
            }
        },
    };

    /// <summary>A copy of the organization in the form of the data file.</summary>
    public JsonObject Snapshot()
    {
        lock (_gate)
        {
            return JsonNode.Parse(_writer.WriteWhole())!.AsObject();
        }
    }

    /// <summary>
    /// Each user and each group of <see cref="Snapshot"/> as JSON: the very same memory until it changes, so that whoever looks
    /// often need only read what is new.
    /// </summary>
    public (IReadOnlyList<ReadOnlyMemory<byte>> Users, IReadOnlyList<ReadOnlyMemory<byte>> Groups) Resources()
    {
        lock (_gate)
        {
            return (_writer.Users(), _writer.Groups());
        }
    }

    /// <summary>Everything is on disk already; now all of it goes into the data file.</summary>
    public void Dispose() => _saver?.Finish();

    /// <summary>
    /// Null when everything is on disk, else the answer that says it is not. Every later request tries again, reads too: none
    /// shows what could still be lost.
    /// </summary>
    private EmulatorResponse? Saved(long revision, string correlationId)
    {
        try
        {
            _saver?.Save(revision);
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

    private (long Revision, IReadOnlyList<ReadOnlyMemory<byte>> Text) Newest(bool isWhole)
    {
        lock (_gate)
        {
            var text = isWhole ? _writer.Write() : _writer.WriteLines(_organization.Unsaved!);
            _organization.Unsaved!.Clear();
            return (_organization.Revision, text);
        }
    }
}
