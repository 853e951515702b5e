using System.Globalization;
using System.Text.Json.Nodes;
using GenesysScimState.Emulator;
using GenesysScimState.Tests.Support;

namespace GenesysScimState.Tests.Simulation;

/// <summary>
/// An organization of 30 users, 28 of them declared and in the group Support, behind a network that a test can break as
/// it likes. Waiting takes no time.
/// </summary>
internal sealed class Trouble : IDisposable
{
    private readonly TempFolder _folder = new("trouble");
    private readonly SimulatedClock _clock = new();
    private readonly ScimEmulator _emulator;
    private readonly HttpMessageInvoker _server;
    private readonly List<Arrival> _arrivals = [];
    private int _runs;

    public Trouble()
    {
        Configure("");
        Declare(_ => "");
        var users = Enumerable.Range(0, 30).Select(number => new JsonObject
        {
            ["id"] = Id(number),
            ["userName"] = Name(number),
            ["displayName"] = $"User {number}",
            ["externalId"] = $"e-{number}",
            ["active"] = true,
            ["title"] = "Agent",
            ["roles"] = new JsonArray(new JsonObject { ["value"] = "employee" }),
        });
        var members = Enumerable.Range(0, 30).Select(number => new JsonObject { ["value"] = Id(number) });
        var organization = new JsonObject
        {
            ["users"] = new JsonArray([.. users]),
            ["groups"] = new JsonArray(
                new JsonObject { ["id"] = "g-support", ["displayName"] = "Support", ["members"] = new JsonArray([.. members.SkipLast(2)]) },
                new JsonObject { ["id"] = "g-sales", ["displayName"] = "Sales", ["members"] = new JsonArray(new JsonObject { ["value"] = Id(29) }) }),
            ["roles"] = new JsonArray("employee", "Supervisor"),
            ["skills"] = new JsonArray("Billing", "Returns"),
        };
        _emulator = ScimEmulator.Open(
            new EmulatorOptions { SeedFile = _folder.Write("organization.json", organization.ToJsonString()), ClientSecret = Simulator.Secret }, _clock.Server);
        _server = new HttpMessageInvoker(new EmulatorHandler(_emulator));
    }

    /// <summary>What becomes of a request; the second argument hands it to the server.</summary>
    public Func<Arrival, Func<HttpResponseMessage>, HttpResponseMessage> Network { get; set; } = (_, server) => server();

    public IEnumerable<Arrival> Writes => _arrivals.Where(arrival => arrival.IsWrite);

    public IReadOnlyList<Arrival> Arrivals => _arrivals;

    public Census Census => Census.Of(_emulator);

    public Stranger Stranger => new(_emulator, new Dice(1), SpokenDialect.GenesysCloud);

    public static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"u-{number:00}");

    public static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"user{number:00}@x.test");

    public void Configure(string lines) => _folder.Write("scimstate.yaml", $$"""
        organization: acme
        target: {kind: genesys-cloud, apiUrl: "http://127.0.0.1:9", tokenUrl: "http://127.0.0.1:9/oauth/token"}
        state: ["*.state.yaml"]
        {{lines}}

        """);

    /// <summary>Declares the first 28 users with what else there is to say of each, after a comma, and the group Support.</summary>
    public void Declare(Func<int, string> more, string rest = "")
    {
        var users = Enumerable.Range(0, 28).Select(number =>
            $"  - {{userName: {Name(number)}, externalId: e-{number}, groups: [Support]{more(number)}}}\n");
        _folder.Write("team.state.yaml", $"users:\n{string.Concat(users)}groups:\n  - displayName: Support\n{rest}");
    }

    public void Write(string name, string text) => _folder.Write(name, text);

    public void Write(string name, byte[] bytes) => System.IO.File.WriteAllBytes(_folder.At(name), bytes);

    public string File(string name) => System.IO.File.ReadAllText(_folder.At(name));

    public TaskCanceledException TimeOut(CancellationToken cancellationToken)
    {
        _clock.EndTries();
        return new("timed out", null, cancellationToken);
    }

    /// <summary>Runs a command in the folder; <c>plan.json</c> and <c>report.json</c> are files there.</summary>
    public async Task<CliRun> RunAsync(params string[] arguments)
    {
        _arrivals.Clear();
        _clock.Pass(TimeSpan.FromMinutes(2));
        await using var output = new StringWriter { NewLine = "\n" };
        await using var error = new StringWriter { NewLine = "\n" };
        string[] all = [.. arguments.Select(argument => argument.EndsWith(".json", StringComparison.Ordinal) ? _folder.At(argument) : argument), "-C", _folder.Path];
        var exit = await App.RunAsync(all, new Host
        {
            Out = output,
            Error = error,
            In = TextReader.Null,
            Environment = name => name switch { "GENESYS_CLIENT_ID" => "emulator", "GENESYS_CLIENT_SECRET" => Simulator.Secret, _ => null },
            Time = _clock,
            Jitter = () => 0.5,
            NewRunId = () => string.Create(CultureInfo.InvariantCulture, $"run-{++_runs}"),
            Concurrency = 1,
            Network = () => new Wire(this),
        }, CancellationToken.None);
        return new CliRun(exit, output.ToString(), error.ToString());
    }

    public void Dispose()
    {
        _server.Dispose();
        _emulator.Dispose();
        _folder.Dispose();
    }

    private sealed class Wire(Trouble trouble) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
            var arrival = new Arrival(request, body) { Cancellation = cancellationToken };
            trouble._arrivals.Add(arrival);
            return trouble.Network(arrival, () => trouble._server.Send(request, CancellationToken.None));
        }
    }
}
