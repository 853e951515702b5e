using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using GenesysScimState.Emulator;
using Xunit;

namespace GenesysScimState.Tests.Support;

/// <summary>
/// A folder with files, an emulated organization, and the program between them. The organization lives as long as this,
/// so that one command sees what the one before has done, and somebody else can write to it between two of them.
/// </summary>
internal sealed class Workbench : IDisposable
{
    /// <summary>Found nowhere else, so that it can be looked for.</summary>
    public const string Secret = "canary-secret-7f3a";

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

    /// <param name="configuration">Lines of <c>scimstate.yaml</c> beside what every folder needs.</param>
    public Workbench(
        string input = "", bool isInteractive = false, string organization = Organization, string configuration = "", [CallerMemberName] string test = "")
    {
        _folder = new TempFolder(test);
        Configure(configuration);
        _folder.Write("team.state.yaml", State);
        _folder.Write("organization.json", organization);
        _emulator = ScimEmulator.Open(new EmulatorOptions { SeedFile = At("organization.json"), ClientSecret = Secret }, new Cli().Time);
        Recorded = new RecordedEmulator(_emulator);
        _cli = new Cli { Network = Recorded.Handler, Input = input, IsInteractive = isInteractive }.With("GENESYS_CLIENT_SECRET", Secret);
    }

    public RecordedEmulator Recorded { get; }

    public string Audit => File.ReadAllText(At(".scimstate/audit.jsonl"));

    /// <summary>An organization of so many users, <c>u-00</c> and on, the second of them in the group Support.</summary>
    public static string Of(int count) => string.Create(CultureInfo.InvariantCulture, $$"""
        {
          "users": [{{string.Join(',', Enumerable.Range(0, count).Select(number =>
              $$"""{"id": "u-{{number:00}}", "userName": "user{{number:00}}@x.test", "displayName": "User {{number}}", "externalId": "e-{{number:00}}", "active": true, "roles": [{"value": "employee"}]}"""))}}],
          "groups": [{"id": "g-s", "displayName": "Support", "members": [{"value": "u-01"}]}]
        }
        """);

    public string At(string name) => _folder.At(name);

    public void Write(string name, string text) => _folder.Write(name, text);

    public void Declare(string state) => Write("team.state.yaml", state);

    public void Configure(string lines) => Write("scimstate.yaml", $$"""
        organization: acme
        target: {kind: genesys-cloud, apiUrl: "http://127.0.0.1:9", tokenUrl: "http://127.0.0.1:9/oauth/token"}
        state: ["*.state.yaml"]
        {{lines}}

        """);

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

    /// <summary>Where the streams go from now on instead of into the <see cref="CliRun"/>.</summary>
    public Workbench Redirected(TextWriter? output = null, TextWriter? error = null)
    {
        _cli.Redirected = (output, error);
        return this;
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

    /// <summary>The digest of the plan as it is now.</summary>
    public async Task<string> DigestAsync()
    {
        using var plan = JsonDocument.Parse((await RunAsync("plan", "--json")).Out);
        return plan.RootElement.GetProperty("digest").GetString()!;
    }

    /// <summary>Somebody else changes a user.</summary>
    public void PatchUser(string id, string operations) => Patch($"users/{id}", operations);

    /// <summary>Somebody else changes a group.</summary>
    public void PatchGroup(string id, string operations) => Patch($"groups/{id}", operations);

    /// <summary>Somebody else deletes a user.</summary>
    public void DeleteUser(string id) => Send(HttpMethod.Delete, $"users/{id}", "");

    /// <summary>A token that somebody has asked for.</summary>
    public string Token()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://emulator.invalid/oauth/token")
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]),
        };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"emulator:{Secret}")));
        using var server = new HttpMessageInvoker(new EmulatorHandler(_emulator));
        using var answer = server.Send(request, CancellationToken.None);
        using var granted = JsonDocument.Parse(answer.Content.ReadAsStream());
        return granted.RootElement.GetProperty("access_token").GetString()!;
    }

    public void Dispose()
    {
        _emulator.Dispose();
        _folder.Dispose();
    }

    private void Patch(string path, string operations) => Send(
        HttpMethod.Patch, path, $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":{{operations}}}""");

    private void Send(HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, $"http://emulator.invalid/api/v2/scim/v2/{path}");
        request.Headers.Authorization = new("Bearer", Token());
        request.Content = body.Length > 0 ? new StringContent(body, Encoding.UTF8, "application/scim+json") : null;
        using var server = new HttpMessageInvoker(new EmulatorHandler(_emulator));
        using var answer = server.Send(request, CancellationToken.None);
        answer.EnsureSuccessStatusCode();
    }
}
