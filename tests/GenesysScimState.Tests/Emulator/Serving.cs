using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using GenesysScimState.Emulator;
using Xunit;
using static GenesysScimState.Tests.Emulator.EmulatedOrganization;

namespace GenesysScimState.Tests.Emulator;

public sealed class Serving
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Over_http_is_the_same_as_in_process()
    {
        using var org = Open();
        await using var host = await EmulatorHost.StartAsync(org.Emulator, 0, Cancellation);
        Assert.Equal("127.0.0.1", host.BaseAddress.Host);
        using var client = new HttpClient { BaseAddress = host.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new("Bearer", await TokenAsync(client));

        var created = await SendAsync(client, HttpMethod.Post, "/api/v2/scim/v2/Users", """{"userName":"zoe@acme.example","displayName":"Zoë"}""");
        var id = created.Is(HttpStatusCode.Created).Id;
        Assert.Equal("Zoë", (string)(await org.GetAsync($"users/{id}")).Body!["displayName"]!);
        Assert.Equal("\"1\"", created.ETag);
        var filtered = await SendAsync(client, HttpMethod.Get, "/api/v2/scim/users?filter=userName+eq+%22zoe%40acme.example%22");
        Assert.Equal(["zoe@acme.example"], filtered.UserNames);
        var patched = await SendAsync(
            client, HttpMethod.Patch, $"/api/v2/scim/users/{id}", PatchOf("""{"op":"replace","path":"title","value":"T"}"""));
        Assert.Equal("\"2\"", patched.Is(HttpStatusCode.OK).ETag);
        var gone = await SendAsync(client, HttpMethod.Delete, $"/api/v2/scim/users/{id}");
        Assert.Null(gone.Is(HttpStatusCode.NoContent).Body);
        Assert.Equal(6, (int)(await SendAsync(client, HttpMethod.Get, "/emulator/requests")).Body!["total"]! - 1);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        using var org = Open(new EmulatorOptions { MaxRequestBytes = 1000 });
        await using var host = await EmulatorHost.StartAsync(org.Emulator, 0, Cancellation);
        using var client = new HttpClient { BaseAddress = host.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new("Bearer", await TokenAsync(client));
        var body = $$"""{"userName":"a@b.c","displayName":"{{new string('x', 5000)}}"}""";
        (await SendAsync(client, HttpMethod.Post, "/api/v2/scim/users", body)).Is(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Ends_when_cancelled()
    {
        using var emulator = ScimEmulator.Open(new(), TimeProvider.System);
        await using var host = await EmulatorHost.StartAsync(emulator, 0, Cancellation);
        using var stop = new CancellationTokenSource();
        var waiting = host.WaitForShutdownAsync(stop.Token);
        Assert.False(waiting.IsCompleted);
        await stop.CancelAsync();
        await waiting;
        using var client = new HttpClient { BaseAddress = host.BaseAddress };
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("/emulator/requests", Cancellation));
    }

    [Fact]
    public async Task A_port_in_use_is_an_IOException()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var emulator = ScimEmulator.Open(new(), TimeProvider.System);
        await Assert.ThrowsAnyAsync<IOException>(() =>
            EmulatorHost.StartAsync(emulator, ((IPEndPoint)listener.LocalEndpoint).Port, Cancellation));
    }

    [Fact]
    public async Task Many_clients_at_once_lose_nothing()
    {
        using var org = Open(new EmulatorOptions { RequestsPerMinute = int.MaxValue });
        var client = await org.SignInAsync();
        await Parallel.ForEachAsync(Enumerable.Range(0, 200), Cancellation, async (number, _) =>
        {
            var created = await SendAsync(
                client, HttpMethod.Post, "/api/v2/scim/users", $$"""{"userName":"u{{number}}@acme.example","displayName":"U"}""");
            var operation = $$"""{"op":"add","path":"members","value":[{"value":"{{created.Is(HttpStatusCode.Created).Id}}"}]}""";
            (await SendAsync(client, HttpMethod.Patch, "/api/v2/scim/groups/g-emp", PatchOf(operation))).Is(HttpStatusCode.OK);
            (await SendAsync(client, HttpMethod.Get, "/api/v2/scim/users?count=5")).Is(HttpStatusCode.OK);
        });

        var snapshot = org.Emulator.Snapshot();
        Assert.Equal(204, snapshot["users"]!.AsArray().Count);
        Assert.Equal(200, snapshot["groups"]![1]!["members"]!.AsArray().Count);
        Assert.Equal("201", (string)snapshot["groups"]![1]!["meta"]!["version"]!);
        Assert.Equal(601, org.Emulator.Requests.Total);
        var saved = JsonNode.Parse(await File.ReadAllTextAsync(org.DataFile, Cancellation));
        Assert.True(JsonNode.DeepEquals(snapshot, saved));
    }

    [Fact]
    public async Task Only_one_of_many_writers_with_the_same_version_wins()
    {
        using var org = Open();
        await org.SignInAsync();
        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => org.PatchIfAsync(
            "users/u-ann", "\"1\"", $$"""{"op":"replace","path":"title","value":"T{{number}}"}""")));
        Assert.Equal(1, replies.Count(reply => reply.Status == HttpStatusCode.OK));
        Assert.Equal(19, replies.Count(reply => reply.Status == HttpStatusCode.Conflict));
    }

    [Theory]
    [InlineData("GET", "/emulator/users", "evil.example", null, HttpStatusCode.MisdirectedRequest)]
    [InlineData("POST", "/oauth/token", "evil.example:PORT", null, HttpStatusCode.MisdirectedRequest)]
    [InlineData("GET", "/api/v2/scim/v2/Users", "127.0.0.1.evil.example:PORT", null, HttpStatusCode.MisdirectedRequest)]
    [InlineData("GET", "/emulator", "127.0.0.1", null, HttpStatusCode.MisdirectedRequest)]
    [InlineData("GET", "/", "localhost:1", null, HttpStatusCode.MisdirectedRequest)]
    [InlineData("POST", "/emulator/reset", "127.0.0.1:PORT", "http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("POST", "/emulator/reset", "127.0.0.1:PORT", "null", HttpStatusCode.Forbidden)]
    [InlineData("GET", "/emulator/requests", "127.0.0.1:PORT", "https://127.0.0.1:PORT", HttpStatusCode.Forbidden)]
    [InlineData("POST", "/oauth/token", "localhost:PORT", "http://localhost:1", HttpStatusCode.Forbidden)]
    [InlineData("POST", "/emulator/reset", "LOCALHOST:PORT", "http://127.0.0.1:PORT", HttpStatusCode.NoContent)]
    [InlineData("GET", "/emulator/requests", "[::1]:PORT", null, HttpStatusCode.OK)]
    [InlineData("GET", "/api/v2/scim/v2/Users", "localhost:PORT", "http://evil.example", HttpStatusCode.Unauthorized)]
    public async Task Answers_its_own_host_names_and_pages_only(
        string method, string path, string host, string? origin, HttpStatusCode status)
    {
        using var org = Open();
        await using var served = await EmulatorHost.StartAsync(org.Emulator, 0, Cancellation);
        string Own(string text) => text.Replace("PORT", $"{served.BaseAddress.Port}", StringComparison.Ordinal);
        using var client = new HttpClient { BaseAddress = served.BaseAddress };
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Host = Own(host);
        if (origin is not null)
        {
            request.Headers.Add("Origin", Own(origin));
        }

        using var reply = await client.SendAsync(request, Cancellation);
        Assert.Equal(status, reply.StatusCode);
    }

    private static async Task<Reply> SendAsync(HttpClient client, HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        return await Reply.ReadAsync(await client.SendAsync(request, Cancellation));
    }
}
