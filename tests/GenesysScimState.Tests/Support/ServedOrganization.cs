using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GenesysScimState.Emulator;

namespace GenesysScimState.Tests.Support;

/// <summary>
/// A folder with a configuration, and the emulated organization it points at: Ana, Bob and a group Support with Bob in it.
/// </summary>
internal sealed class ServedOrganization : IDisposable
{
    private readonly TempFolder _folder;
    private readonly ScimEmulator _emulator;
    private readonly RecordedEmulator _recorded;
    private readonly Cli _cli;

    public ServedOrganization(string configuration)
        : this(configuration, [User("u-ana", "ana", "e-ana"), User("u-bob", "bob", "e-bob")])
    {
    }

    private ServedOrganization(string configuration, JsonArray users)
    {
        _folder = new TempFolder("organization");
        var seed = new JsonObject
        {
            ["users"] = users,
            ["groups"] = new JsonArray(new JsonObject
            {
                ["id"] = "g-support",
                ["displayName"] = "Support",
                ["members"] = new JsonArray(new JsonObject { ["value"] = users[1]!["id"]!.GetValue<string>() }),
            }),
        };
        _emulator = ScimEmulator.Open(
            new EmulatorOptions { SeedFile = _folder.Write("organization.json", seed.ToJsonString()) }, new Cli().Time);
        _recorded = new RecordedEmulator(_emulator);
        _cli = new Cli { Network = _recorded.Handler };
        Configure(configuration);
    }

    /// <summary>What the program sent that is no GET and not for a token.</summary>
    public IReadOnlyList<string> Writes => _recorded.Writes;

    public RecordedEmulator Recorded => _recorded;

    public string Audit => File.ReadAllText(_folder.At(".scimstate/audit.jsonl"));

    /// <summary>An organization of so many users, <c>u-00</c> and on.</summary>
    public static ServedOrganization Of(int count) =>
        new("", [.. Enumerable.Range(0, count).Select(number => (JsonNode)User($"u-{number:00}", $"user{number:00}", $"e-{number:00}"))]);

    public string At(string file) => _folder.At(file);

    public void Write(string file, string text) => _folder.Write(file, text);

    public void Declare(string state) => Write("team.state.yaml", state);

    public void Configure(string lines) => Write("scimstate.yaml", $$"""
        organization: acme
        target: {kind: genesys-cloud, apiUrl: "http://127.0.0.1:9", tokenUrl: "http://127.0.0.1:9/oauth/token"}
        state: ["*.state.yaml"]
        {{lines}}
        """);

    public Task<CliRun> RunAsync(params string[] arguments) => _cli.RunAsync([.. arguments, "-C", _folder.Path]);

    /// <summary>The digest of the plan as it is now.</summary>
    public async Task<string> DigestAsync()
    {
        using var plan = JsonDocument.Parse((await RunAsync("plan", "--json")).Out);
        return plan.RootElement.GetProperty("digest").GetString()!;
    }

    /// <summary>Somebody else changes a user.</summary>
    public void Edit(string id, string operations) => Patch($"users/{id}", operations);

    /// <summary>Somebody else changes a group.</summary>
    public void EditGroup(string id, string operations) => Patch($"groups/{id}", operations);

    /// <summary>Somebody else deletes a user.</summary>
    public void Delete(string id) => Send("DELETE", $"/api/v2/scim/v2/users/{id}", "");

    public void Dispose()
    {
        _emulator.Dispose();
        _folder.Dispose();
    }

    private static JsonObject User(string id, string name, string externalId) => new()
    {
        ["id"] = id,
        ["userName"] = $"{name}@example.org",
        ["displayName"] = name,
        ["externalId"] = externalId,
        ["active"] = true,
        ["roles"] = new JsonArray(new JsonObject { ["value"] = "employee" }),
    };

    private void Patch(string path, string operations) => Send("PATCH", $"/api/v2/scim/v2/{path}",
        $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":{{operations}}}""");

    private void Send(string method, string path, string body)
    {
        using var client = new HttpClient(new EmulatorHandler(_emulator)) { BaseAddress = new Uri("http://emulator.invalid") };
        using var token = new HttpRequestMessage(HttpMethod.Post, "/oauth/token")
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]),
        };
        token.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("emulator:emulator")));
        using var answer = client.Send(token);
        using var granted = JsonDocument.Parse(answer.Content.ReadAsStream());
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = new("Bearer", granted.RootElement.GetProperty("access_token").GetString());
        if (body.Length > 0)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/scim+json");
        }

        using var response = client.Send(request);
        response.EnsureSuccessStatusCode();
    }
}
