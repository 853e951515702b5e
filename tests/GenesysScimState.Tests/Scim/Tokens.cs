using System.Text;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Scim;
using Xunit;

namespace GenesysScimState.Tests.Scim;

public sealed class Tokens
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_token_serves_all_requests_until_five_minutes_before_its_end()
    {
        var server = Expiring("3600");
        using var organization = server.Organization();

        await organization.ReadAsync(Cancellation);
        server.Time.Advance(TimeSpan.FromMinutes(54.9));
        await DeleteAsync(organization);
        Assert.Equal(1, server.Tokens);

        server.Time.Advance(TimeSpan.FromMinutes(0.2));
        await DeleteAsync(organization);
        Assert.Equal(2, server.Tokens);
        Assert.Equal("Bearer token-2", server.Sent[^1].Authorization);
    }

    [Theory]
    [InlineData("300", 149, 1)]
    [InlineData("300", 151, 2)]
    [InlineData("\"300\"", 151, 2)]
    [InlineData("null", 1_000_000, 1)]
    [InlineData("\"soon\"", 1_000_000, 1)]
    [InlineData("300,\"token_type\":\"Bearer\"", 149, 1)]
    [InlineData("300,\"token_type\":\"bearer\"", 151, 2)]
    public async Task A_short_life_is_halved(string expiresIn, int seconds, int tokens)
    {
        var server = Expiring(expiresIn);
        using var organization = server.Organization();

        await DeleteAsync(organization);
        server.Time.Advance(TimeSpan.FromSeconds(seconds));
        await DeleteAsync(organization);

        Assert.Equal(tokens, server.Tokens);
    }

    [Fact]
    public async Task Many_at_once_ask_for_one_token()
    {
        var server = Expiring("3600");
        using var organization = server.Organization();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => DeleteAsync(organization), Cancellation)));

        Assert.Equal(1, server.Tokens);
    }

    [Fact]
    public async Task A_token_that_the_API_refuses_is_renewed_once()
    {
        var server = new ScriptedServer
        {
            Answer = sent => ScriptedServer.Json(sent.Authorization == "Bearer token-1" ? 401 : 404, ""),
        };
        using var organization = server.Organization();

        Assert.True((await DeleteAsync(organization)).Succeeded);
        Assert.True((await DeleteAsync(organization)).Succeeded);
        Assert.Equal(2, server.Tokens);
    }

    [Fact]
    public async Task A_new_token_that_is_refused_too_is_a_problem()
    {
        var server = new ScriptedServer
        {
            Answer = _ => ScriptedServer.Json(401, """{"message":"Invalid login credentials.","code":"bad.credentials","status":401}"""),
        };
        using var organization = server.Organization();

        var problem = (await DeleteAsync(organization)).Problem!;

        Assert.Equal("GSS504", problem.Code);
        Assert.Contains("bad.credentials: \"Invalid login credentials.\"", problem.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.Tokens);
    }

    [Fact]
    public async Task A_ready_token_is_used_as_it_is_and_cannot_be_renewed()
    {
        var server = new ScriptedServer { Answer = _ => ScriptedServer.Json(401, "") };
        using var organization = server.Organization(credentials: Credentials.OfToken("ready"));

        var problem = (await DeleteAsync(organization)).Problem!;

        Assert.Equal("GSS504", problem.Code);
        Assert.Contains("GENESYSCLOUD_ACCESS_TOKEN", problem.Message, StringComparison.Ordinal);
        Assert.Equal("Bearer ready", Assert.Single(server.Sent).Authorization);
        Assert.Equal(0, server.Tokens);
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_client","description":"client not found","error_description":"client not found"}""", "GSS501", "GENESYS_CLIENT_ID")]
    [InlineData(401, """{"error":"invalid_client","description":"authentication failed","error_description":"authentication failed"}""", "GSS502", "GENESYS_CLIENT_SECRET")]
    [InlineData(400, """{"error":"unsupported_grant_type"}""", "GSS503", "token URL")]
    [InlineData(404, "<html></html>", "GSS503", "token URL")]
    [InlineData(302, "", "GSS520", "tokenUrl")]
    [InlineData(503, "", "GSS512", "later")]
    [InlineData(200, "<html></html>", "GSS516", "an HTML page")]
    [InlineData(200, "{}", "GSS516", "no usable access_token")]
    [InlineData(200, "{}", "GSS516", "https://login.example.cloud/oauth/token")]
    [InlineData(200, """{"error":"invalid_client","error_description":"unknown client"}""", "GSS503", "invalid_client: \"unknown client\"")]
    [InlineData(200, """{"error":"temporarily_unavailable"}""", "GSS503", "token URL")]
    [InlineData(400, """{"error":"invalid_request","error_description":"client_id is missing"}""", "GSS503", "sent by HTTP Basic")]
    [InlineData(415, """{"error":"unsupported charset"}""", "GSS503", "token URL")]
    [InlineData(501, "", "GSS512", "the server failed; try later")]
    public async Task What_the_token_endpoint_refuses_says_what_to_check(int status, string body, string code, string cure)
    {
        var server = new ScriptedServer
        {
            Answer = _ => throw new InvalidOperationException(),
            Token = _ => ScriptedServer.Json(status, body),
        };
        using var organization = server.Organization();

        var problem = (await Assert.ThrowsAsync<OrganizationException>(() => organization.ReadAsync(Cancellation))).Problem;

        Assert.Equal((code, Severity.Error), (problem.Code, problem.Severity));
        Assert.Contains(cure, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_was_refused_is_not_asked_again()
    {
        var server = new ScriptedServer { Answer = _ => throw new InvalidOperationException(), Token = _ => ScriptedServer.Json(401, "") };
        using var organization = server.Organization();

        Assert.Equal("GSS502", (await DeleteAsync(organization)).Problem!.Code);
        Assert.Equal("GSS502", (await DeleteAsync(organization)).Problem!.Code);
        Assert.Equal(1, server.Tokens);
    }

    [Fact]
    public async Task Those_who_waited_for_a_token_do_not_ask_for_it_all_over_again()
    {
        using var asked = new ManualResetEventSlim();
        using var answered = new ManualResetEventSlim();
        var server = new ScriptedServer
        {
            Answer = _ => throw new InvalidOperationException(),
            Token = turn =>
            {
                asked.Set();
                answered.Wait(Cancellation);
                return ScriptedServer.Json(503, "");
            },
        };
        using var organization = server.Organization();

        var first = Task.Run(() => DeleteAsync(organization), Cancellation);
        asked.Wait(Cancellation);
        var second = DeleteAsync(organization);
        Assert.False(second.IsCompleted);
        answered.Set();

        Assert.Equal("GSS512", (await first).Problem!.Code);
        Assert.Equal("GSS512", (await second).Problem!.Code);
        Assert.Equal(ScimLimits.Attempts, server.Tokens);
        Assert.Equal("GSS512", (await DeleteAsync(organization)).Problem!.Code);
        Assert.Equal(2 * ScimLimits.Attempts, server.Tokens);
    }

    [Fact]
    public async Task Secrets_never_come_back_in_a_message()
    {
        var credentials = Credentials.OfClient("client", "canary-secret");
        var echo = $"canary-secret {Convert.ToBase64String(Encoding.UTF8.GetBytes("client:canary-secret"))} canary-token-1 {new string('x', 600)}";
        var server = new ScriptedServer
        {
            Answer = sent => ScriptedServer.Json(403, $$"""{"message":"{{sent.Authorization}} {{echo}}","code":"canary-secret","contextId":"canary-token-1"}"""),
            Token = turn => ScriptedServer.Json(200, $$"""{"access_token":"canary-token-{{turn}}","expires_in":9999}"""),
        };
        using var organization = server.Organization(credentials: credentials);

        var message = (await DeleteAsync(organization)).Problem!.Message;

        Assert.DoesNotContain("canary", message, StringComparison.Ordinal);
        Assert.DoesNotContain("Y2xpZW50", message, StringComparison.Ordinal);
        Assert.Contains("…", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 1, 1200);
        Assert.Equal("***", credentials.ToString());
        Assert.Equal("***", $"{Credentials.OfToken("canary")}");
    }

    [Fact]
    public async Task The_request_for_a_token_is_the_one_of_RFC_6749()
    {
        using var transport = new Recorder();
        using var organization = new ScimOrganization(
            new(ScimEndpoint.OfDomain("example.cloud"), Credentials.OfClient("client", "sec:ret"))
            {
                Transport = transport,
                Time = TimeProvider.System,
                Jitter = () => 0,
            },
            Genesys.Dialect);

        await DeleteAsync(organization);

        Assert.Equal(
            "POST https://login.example.cloud/oauth/token Basic Y2xpZW50OnNlYzpyZXQ= application/x-www-form-urlencoded grant_type=client_credentials",
            transport.Seen);
    }

    private static Task<WriteResult> DeleteAsync(ScimOrganization organization) =>
        organization.WriteAsync(Genesys.Deletion, Genesys.Nobody, Cancellation);

    private static ScriptedServer Expiring(string expiresIn) => new()
    {
        Answer = sent => sent.Method == "GET" ? ScriptedServer.Page(0, []) : ScriptedServer.Json(204, ""),
        Token = turn => ScriptedServer.Json(200, $$"""{"access_token":"token-{{turn}}","expires_in":{{expiresIn}}}"""),
    };

    private sealed class Recorder : HttpMessageHandler
    {
        public string Seen { get; private set; } = "";

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Seen = $"{request.Method} {request.RequestUri} {request.Headers.Authorization} "
                + $"{request.Content!.Headers.ContentType} {await request.Content.ReadAsStringAsync(cancellationToken)}";
            return ScriptedServer.Json(401, "");
        }
    }
}
