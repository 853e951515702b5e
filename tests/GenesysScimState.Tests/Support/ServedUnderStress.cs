using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using GenesysScimState.Emulator;
using GenesysScimState.Emulator.Faults;

namespace GenesysScimState.Tests.Support;

/// <summary>
/// The program, an organization of forty users, and an emulator between them that behaves as a test wants. Waiting takes
/// no time. The files ask for something of every kind: people to create, change, deactivate and delete, an attribute to clear,
/// members in and out.
/// </summary>
internal sealed class ServedUnderStress : IDisposable
{
    public const string Target = """{kind: genesys-cloud, apiUrl: "http://127.0.0.1:9", tokenUrl: "http://127.0.0.1:9/oauth/token"}""";

    private readonly TempFolder _folder = new("stress");
    private readonly ImpatientTime _time = new();
    private ScimEmulator _emulator;
    private RecordedEmulator _recorded;
    private int _runs;

    public ServedUnderStress(EmulatorOptions? options = null, string? faults = null)
    {
        var isPlatform = options is null or { Dialect: "genesys-cloud" };
        Seed = _folder.Write("organization.json", Organization(isPlatform));
        Options = (options ?? new()) with { DataFile = _folder.At("data.json"), SeedFile = Seed };
        Plan = faults is null ? null : Read(faults);
        _emulator = ScimEmulator.Open(Options with { Faults = Plan }, _time);
        _recorded = new RecordedEmulator(_emulator);
        Configure(isPlatform ? Target : """{kind: scim, apiUrl: "http://127.0.0.1:9"}""");
        Declare();
    }

    public string Seed { get; }

    public EmulatorOptions Options { get; }

    public FaultPlan? Plan { get; }

    public IReadOnlyList<string> Writes => _recorded.Writes;

    public ScimEmulator Emulator => _emulator;

    public IReadOnlyList<double> Waited => _time.Seconds;

    public string At(string name) => _folder.At(name);

    public string Write(string name, string text) => _folder.Write(name, text);

    public FaultPlan Read(string faults)
    {
        var read = EmulatorFaults.Read(_folder.Write("faults.yaml", faults), "faults.yaml");
        return read.Value ?? throw new InvalidOperationException(string.Join('\n', read.Diagnostics.Select(finding => finding.Message)));
    }

    /// <summary>The same organization, and nothing goes wrong any more.</summary>
    public void Heal()
    {
        _emulator.Dispose();
        _emulator = ScimEmulator.Open(Options, _time);
        _recorded = new RecordedEmulator(_emulator);
    }

    public void Configure(string target) => _folder.Write("scimstate.yaml", $$$"""
        organization: acme
        target: {{{target}}}
        dialect: {{{Options.Dialect}}}
        state: ["*.state.yaml"]
        limits: {delete: {count: 5}}

        """);

    public async Task<CliRun> RunAsync(params string[] arguments)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        await using var error = new StringWriter { NewLine = "\n" };
        var exit = await App.RunAsync([.. arguments, "-C", _folder.Path], new Host
        {
            Out = output,
            Error = error,
            In = TextReader.Null,
            Environment = name => name is "GENESYS_CLIENT_ID" or "GENESYS_CLIENT_SECRET" ? "emulator" : null,
            Time = _time,
            Jitter = () => 0.5,
            NewRunId = () => string.Create(CultureInfo.InvariantCulture, $"run-{++_runs}"),
            Concurrency = 1,
            Network = () => _recorded.Handler(),
        }, CancellationToken.None);
        return new CliRun(exit, output.ToString(), error.ToString());
    }

    public void Dispose()
    {
        _emulator.Dispose();
        _folder.Dispose();
    }

    private void Declare()
    {
        var text = new StringBuilder("users:\n");
        for (var number = 0; number < 30; number++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - {{userName: user{number:00}@x.test, externalId: e-{number}, title: {(number % 5 == 0 ? "Boss" : "Agent")}, groups: [{(number % 5 == 1 ? "Sales" : "Support")}]}}\n");
        }

        var (one, two) = Options.Dialect switch
        {
            "nested" => ("attributes: {location: EU}", "department: Sales"),
            "rfc7644" => ("""phoneNumbers: {work: "+13175550100"}, roles: [Lead]""", "manager: new1@x.test"),
            _ => ("""phoneNumbers: {work: "+13175550100"}, routingSkills: {Billing: 4}""", "manager: new1@x.test"),
        };
        text.Append($$"""
              - {userName: new1@x.test, externalId: n-1, displayName: New One, {{one}}, groups: [Support]}
              - {userName: new2@x.test, externalId: n-2, displayName: New Two, {{two}}, groups: [Sales]}
              - {userName: user31@x.test, externalId: e-31, active: false}
              - {userName: user32@x.test, state: absent, reason: left}
              - {userName: user33@x.test, externalId: e-33, title: null}
            groups:
              - displayName: Support
              - displayName: Sales

            """);
        _folder.Write("team.state.yaml", text.ToString());
    }

    private static string Organization(bool isPlatform) => new JsonObject
    {
        ["users"] = new JsonArray([.. Enumerable.Range(0, 40).Select(number => User(number, isPlatform))]),
        ["groups"] = new JsonArray(
            new JsonObject
            {
                ["id"] = "g-support",
                ["displayName"] = "Support",
                ["members"] = new JsonArray([.. Enumerable.Range(0, 30).Select(number => new JsonObject { ["value"] = Text($"u-{number:00}") })]),
            },
            new JsonObject { ["id"] = "g-sales", ["displayName"] = "Sales" }),
        ["skills"] = new JsonArray("Billing"),
    }.ToJsonString();

    private static JsonObject User(int number, bool isPlatform)
    {
        var user = new JsonObject
        {
            ["id"] = Text($"u-{number:00}"),
            ["userName"] = Text($"user{number:00}@x.test"),
            ["displayName"] = Text($"User {number}"),
            ["externalId"] = Text($"e-{number}"),
            ["title"] = "Agent",
            ["active"] = number != 39,
        };
        if (!isPlatform)
        {
            user["name"] = new JsonObject { ["givenName"] = "User", ["familyName"] = Text($"{number}") };
        }

        return user;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
