using System.Runtime.CompilerServices;
using GenesysScimState.Emulator;
using Xunit;

namespace GenesysScimState.Tests.Support;

/// <summary>
/// A folder with files, an emulated organization, and the program between them. The organization lives as long as this,
/// so that one command sees what the one before has done.
/// </summary>
internal sealed class Workbench : IDisposable
{
    /// <summary>Found nowhere else, so that it can be looked for.</summary>
    public const string Secret = "canary-secret-7f3a";

    private const string Configuration = """
        organization: acme
        target: {kind: genesys-cloud, apiUrl: "http://127.0.0.1:9", tokenUrl: "http://127.0.0.1:9/oauth/token"}
        state: ["*.state.yaml"]

        """;

    /// <summary>Ana with a title, Bob, and Bob in the group Support.</summary>
    public const string Organization = """
        {
          "users": [
            {"id": "u-ana", "userName": "ana@x.test", "displayName": "Ana", "externalId": "e-ana", "active": true, "title": "Agent", "roles": [{"value": "employee"}], "meta": {"version": "7"}},
            {"id": "u-bob", "userName": "bob@x.test", "displayName": "Bob", "externalId": "e-bob", "active": true, "roles": [{"value": "employee"}], "meta": {"version": "7"}}
          ],
          "groups": [{"id": "g-s", "displayName": "Support", "members": [{"value": "u-bob"}], "meta": {"version": "3"}}],
          "roles": ["employee"], "skills": [], "languages": [], "divisions": ["Home"]
        }
        """;

    /// <summary>Ana gets another title and joins Support; nobody else changes.</summary>
    private const string State = """
        users:
          - {userName: ana@x.test, externalId: e-ana, title: Boss, groups: [Support]}
          - {userName: bob@x.test, externalId: e-bob, groups: [Support]}
        groups:
          - displayName: Support

        """;

    private readonly TempFolder _folder;
    private readonly ScimEmulator _emulator;
    private readonly Cli _cli;

    public Workbench(string input = "", bool isInteractive = false, string organization = Organization, [CallerMemberName] string test = "")
    {
        _folder = new TempFolder(test);
        _folder.Write("scimstate.yaml", Configuration);
        _folder.Write("team.state.yaml", State);
        _folder.Write("organization.json", organization);
        _emulator = ScimEmulator.Open(new EmulatorOptions { SeedFile = At("organization.json"), ClientSecret = Secret }, new Cli().Time);
        Recorded = new RecordedEmulator(_emulator);
        _cli = new Cli { Network = Recorded.Handler, Input = input, IsInteractive = isInteractive }.With("GENESYS_CLIENT_SECRET", Secret);
    }

    public RecordedEmulator Recorded { get; }

    public string At(string name) => _folder.At(name);

    public void Write(string name, string text) => _folder.Write(name, text);

    public Workbench With(string variable, string? value)
    {
        _cli.With(variable, value);
        return this;
    }

    /// <summary>Replaces text in a file, which must be there.</summary>
    public void Edit(string name, string from, string to)
    {
        var text = File.ReadAllText(At(name));
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(At(name), text.Replace(from, to, StringComparison.Ordinal));
    }

    /// <summary>Runs a command in the folder.</summary>
    public Task<CliRun> RunAsync(params string[] arguments) => _cli.RunAsync([.. arguments, "-C", _folder.Path]);

    /// <summary>Runs a command in the folder and checks how it ends.</summary>
    public async Task<CliRun> RunAsync(ExitCode expected, params string[] arguments)
    {
        var run = await RunAsync(arguments);
        Assert.True(run.Exit == (int)expected, run.ToString());
        return run;
    }

    public void Dispose()
    {
        _emulator.Dispose();
        _folder.Dispose();
    }
}
