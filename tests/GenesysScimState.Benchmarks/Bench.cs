using GenesysScimState.Emulator;
using GenesysScimState.Tests.Support;

namespace GenesysScimState.Benchmarks;

/// <summary>A folder, an emulated organization and the program between them, on a clock where waiting costs nothing.</summary>
internal sealed class Bench : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scimstate-bench-").FullName;
    private readonly ScimEmulator _emulator;
    private bool _isServed;

    /// <param name="users">In the organization, as many as in the files.</param>
    /// <param name="declared">Their title in the files.</param>
    /// <param name="found">Their title in the organization.</param>
    /// <param name="requestsPerMinute">The organization's quota.</param>
    public Bench(int users, string declared, string found, int requestsPerMinute)
    {
        Configure("http://127.0.0.1:9");
        Declare(users, declared);
        File.WriteAllText(At("organization.json"), Company.Organization(users, found));
        _emulator = ScimEmulator.Open(
            new EmulatorOptions { SeedFile = At("organization.json"), RequestsPerMinute = requestsPerMinute }, Time);
    }

    public ImpatientTime Time { get; } = new();

    public ScimEmulator Emulator => _emulator;

    public RequestCounts Requests => _emulator.Requests;

    /// <summary>From now on requests go over sockets to this address, by the real clock.</summary>
    public void PointAt(Uri server)
    {
        _isServed = true;
        Configure(server.GetLeftPart(UriPartial.Authority));
    }

    /// <param name="users">How many.</param>
    /// <param name="title">Their title.</param>
    /// <param name="changed">How many have another one.</param>
    /// <param name="other">Which.</param>
    public void Declare(int users, string title, int changed = 0, string other = "Lead") =>
        File.WriteAllText(At("team.yaml"), Company.State(users, number => number < changed ? other : title));

    /// <summary>Runs a command; the time it took by the clock of the organization.</summary>
    public async Task<TimeSpan> RunAsync(params string[] arguments)
    {
        var started = Time.GetTimestamp();
        await using var error = new StringWriter();
        var host = new Host
        {
            Out = TextWriter.Null,
            Error = error,
            In = TextReader.Null,
            Environment = name => name.StartsWith("GENESYS_CLIENT", StringComparison.Ordinal) ? "emulator" : null,
            Time = _isServed ? TimeProvider.System : Time,
            Jitter = () => 0.5,
            NewRunId = () => "bench",
            Network = _isServed ? null : () => new EmulatorHandler(_emulator),
        };
        var exit = await App.RunAsync([.. arguments, "-C", _folder, "--quiet"], host, CancellationToken.None);
        return exit == 0 ? Time.GetElapsedTime(started) : throw new InvalidOperationException($"{arguments[0]} ended with {exit}: {error}");
    }

    public void Dispose()
    {
        _emulator.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Configure(string server) => File.WriteAllText(At("scimstate.yaml"), $$"""
        organization: bench
        target: {kind: genesys-cloud, apiUrl: "{{server}}", tokenUrl: "{{server}}/oauth/token"}
        state: [team.yaml]
        """);

    private string At(string file) => Path.Combine(_folder, file);
}
