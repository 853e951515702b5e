using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using GenesysScimState.Emulator;
using GenesysScimState.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace GenesysScimState.Tests.Emulator;

/// <summary>An emulator with a small organization in it, a clock that stands still, and a client that is signed in.</summary>
internal sealed class EmulatedOrganization : IDisposable
{
    public const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    public const string Genesys = "urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User";

    public const string Seed = """
        {
          "users": [
            { "id": "u-ann", "userName": "ann@acme.example", "displayName": "Ann", "title": "Lead", "externalId": "x1",
              "emails": [{ "value": "a@acme.example", "type": "work" }],
              "phoneNumbers": [{ "value": "+13175550100", "type": "work" }],
              "roles": [{ "value": "employee" }, { "value": "Supervisor" }],
              "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":
                { "division": "Customer Care", "department": "Support", "employeeNumber": "7" },
              "urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User":
                { "routingSkills": [{ "name": "Billing", "proficiency": 4 }],
                  "externalIds": [{ "authority": "zoomphone", "value": "z1" }] } },
            { "id": "u-bob", "userName": "bob@acme.example", "displayName": "Bob",
              "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "manager": { "value": "ann@acme.example" } } },
            { "id": "u-ida", "userName": "ida@acme.example", "displayName": "Ida", "active": false },
            { "id": "u-del", "userName": "del@acme.example", "displayName": "Del", "roles": [{ "value": "Supervisor" }],
              "x-emulator-deleted": true }
          ],
          "groups": [
            { "id": "g-sup", "displayName": "Support Agents", "members": [{ "value": "u-ann" }, { "value": "bob@acme.example" }] },
            { "id": "g-emp", "displayName": "Empty" }
          ],
          "roles": ["employee", "Supervisor"],
          "skills": ["Billing", "Returns"],
          "languages": ["English"],
          "divisions": ["Home", "Customer Care"]
        }
        """;

    private readonly TempFolder _folder = new("emulator");
    private HttpClient? _client;

    private EmulatedOrganization(EmulatorOptions? options, string seed)
    {
        SeedFile = _folder.Write("seed.json", seed);
        DataFile = _folder.At("data.json");
        Options = (options ?? new()) with { SeedFile = SeedFile, DataFile = DataFile };
        Emulator = ScimEmulator.Open(Options, Time);
    }

    public EmulatorOptions Options { get; }

    public FakeTimeProvider Time { get; } = new(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public ScimEmulator Emulator { get; private set; }

    public string SeedFile { get; }

    public string DataFile { get; }

    /// <summary>Without a token.</summary>
    public HttpClient Anonymous => new(new EmulatorHandler(Emulator)) { BaseAddress = new("http://emulator") };

    public static EmulatedOrganization Open(EmulatorOptions? options = null, string seed = Seed) => new(options, seed);

    public void Restart()
    {
        Emulator.Dispose();
        _client?.Dispose();
        _client = null;
        Emulator = ScimEmulator.Open(Options, Time);
    }

    public async Task<HttpClient> SignInAsync()
    {
        if (_client is null)
        {
            var client = Anonymous;
            client.DefaultRequestHeaders.Authorization = new("Bearer", await TokenAsync(client));
            _client = client;
        }

        return _client;
    }

    public static async Task<string> TokenAsync(HttpClient client)
    {
        var reply = await Reply.ReadAsync(await client.SendAsync(
            TokenRequest("emulator", "emulator"), TestContext.Current.CancellationToken));
        return (string)reply.Is(System.Net.HttpStatusCode.OK).Body!["access_token"]!;
    }

    public static HttpRequestMessage TokenRequest(string client, string secret, string grant = "client_credentials") =>
        new(HttpMethod.Post, "/oauth/token")
        {
            Content = new FormUrlEncodedContent([new("grant_type", grant)]),
            Headers =
            {
                Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{client}:{secret}"))),
            },
        };

    public Task<Reply> GetAsync(string path, string? ifNoneMatch = null) =>
        SendAsync(HttpMethod.Get, path, null, ("If-None-Match", ifNoneMatch));

    public Task<Reply> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    public Task<Reply> PutAsync(string path, string body, string? ifMatch = null) =>
        SendAsync(HttpMethod.Put, path, body, ("If-Match", ifMatch));

    public Task<Reply> DeleteAsync(string path, string? ifMatch = null) =>
        SendAsync(HttpMethod.Delete, path, null, ("If-Match", ifMatch));

    /// <summary>A PatchOp of the given operations, each a JSON object.</summary>
    public Task<Reply> PatchAsync(string path, params string[] operations) =>
        SendAsync(HttpMethod.Patch, path, PatchOf(operations));

    public Task<Reply> PatchIfAsync(string path, string ifMatch, params string[] operations) =>
        SendAsync(HttpMethod.Patch, path, PatchOf(operations), ("If-Match", ifMatch));

    public async Task<Reply> SendAsync(
        HttpMethod method,
        string path,
        string? body = null,
        params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith('/') ? path : $"/api/v2/scim/v2/{path}");
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/scim+json"));
        }

        foreach (var (name, value) in headers.Where(header => header.Value is not null))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var client = await SignInAsync();
        return await Reply.ReadAsync(await client.SendAsync(request, TestContext.Current.CancellationToken));
    }

    public void Dispose()
    {
        _client?.Dispose();
        Emulator.Dispose();
        _folder.Dispose();
    }

    public static string PatchOf(params string[] operations) => new JsonObject
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:PatchOp"),
        ["Operations"] = new JsonArray([.. operations.Select(operation => JsonNode.Parse(operation))]),
    }.ToJsonString();
}
