using GenesysScimState.Core.Applying;
using Xunit;

namespace GenesysScimState.Tests.Scim;

public sealed class CreatingAUser
{
    private const string ByName = "GET /Users?startIndex=1&count=25&filter=userName eq \"ana@example.org\"";
    private const string ByExternalId = "GET /Users?startIndex=1&count=25&filter=externalId eq \"idp-1\"";
    private const string Inactive = "GET /Users?startIndex=1&count=25&filter=active eq false";

    private static readonly string Created = ScriptedServer.User("1", "ana@example.org", "idp-1");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"id":"new-1","userName":"ana@example.org","externalId":"idp-1"}""", "", "new-1")]
    [InlineData("""{"id":"new-1"}""", "", "new-1")]
    [InlineData("", "/api/v2/scim/v2/users/new%201", "new 1")]
    [InlineData("", "/Users", "found")]
    public async Task The_id_is_in_the_body_or_in_Location_or_is_looked_up(string body, string location, string id)
    {
        var server = Posting(
            _ => ScriptedServer.Json(201, body, ("Location", location), ("ININ-Correlation-Id", "c-1")),
            byName: [ScriptedServer.User("found", "ana@example.org", "idp-1")]);

        var result = await CreateAsync(server);

        Assert.Equal((true, id, 201, "c-1", 1), (result.Succeeded, result.Id, result.Status, result.CorrelationId, result.Attempts));
    }

    [Fact]
    public async Task After_a_failure_that_leaves_it_open_the_user_is_found_and_was_created()
    {
        var server = Posting(_ => ScriptedServer.Json(504, ""), byName: [ScriptedServer.User("1", "Ana@Example.org", "idp-1")]);

        var result = await CreateAsync(server);

        Assert.Equal((true, "1", 1), (result.Succeeded, result.Id, result.Attempts));
        Assert.Equal($"POST /Users|{ByName}", string.Join('|', server.Log));
    }

    [Fact]
    public async Task A_user_half_made_lacks_the_externalId_and_is_ours()
    {
        var server = Posting(_ => throw new HttpRequestException(HttpRequestError.ResponseEnded), byName: [ScriptedServer.User("1", "ana@example.org")]);

        Assert.Equal("1", (await CreateAsync(server)).Id);
    }

    [Fact]
    public async Task A_user_that_was_created_inactive_is_found_in_the_other_listing()
    {
        var server = Posting(_ => ScriptedServer.Json(500, ""), inactive: [ScriptedServer.User("1", "ana@example.org", "idp-1", active: false)]);

        Assert.Equal("1", (await CreateAsync(server)).Id);
        Assert.Equal($"POST /Users|{ByName}|{ByExternalId}|{Inactive}", string.Join('|', server.Log));
    }

    [Fact]
    public async Task Not_found_it_is_sent_again()
    {
        var server = Posting(turn => turn == 1 ? ScriptedServer.Json(503, "") : ScriptedServer.Json(201, Created));

        var result = await CreateAsync(server);

        Assert.Equal((true, "1", 2), (result.Succeeded, result.Id, result.Attempts));
    }

    [Fact]
    public async Task After_three_times_it_is_not_known()
    {
        var server = Posting(_ => ScriptedServer.Json(503, ""));

        var result = await CreateAsync(server);

        Assert.Equal(("GSS522", 3, 503), (result.Problem!.Code, result.Attempts, result.Status));
        Assert.Equal("user/ana@example.org", result.Problem.Subject.ToString());
    }

    [Fact]
    public async Task When_nobody_can_be_looked_up_it_is_not_known()
    {
        var server = new ScriptedServer
        {
            Answer = sent => sent.Method == "POST" ? throw new IOException("reset") : ScriptedServer.Json(403, ""),
        };

        Assert.Equal("GSS522", (await CreateAsync(server)).Problem!.Code);
    }

    [Fact]
    public async Task Found_with_another_externalId_it_is_somebody_elses()
    {
        var server = Posting(_ => ScriptedServer.Json(502, ""), byName: [ScriptedServer.User("7", "ana@example.org", "idp-2")]);

        var problem = (await CreateAsync(server)).Problem!;

        Assert.Equal("GSS507", problem.Code);
        Assert.Contains("taken by user/ana@example.org (active, externalId \"idp-2\", id 7)", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_duplicate_names_who_has_the_name()
    {
        var server = Posting(
            _ => ScriptedServer.Json(409, """{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"409","scimType":"uniqueness","detail":"User name already in use by non-deleted user."}"""),
            inactive: [ScriptedServer.User("7", "ANA@example.org", active: false)]);

        var result = await CreateAsync(server);

        Assert.Equal(("GSS507", 409, 1), (result.Problem!.Code, result.Status, result.Attempts));
        Assert.Contains("409 uniqueness: \"User name already in use by non-deleted user.\"", result.Problem.Message, StringComparison.Ordinal);
        Assert.Contains("taken by user/ANA@example.org (inactive, no externalId, id 7)", result.Problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_duplicate_after_an_open_failure_is_our_own_user()
    {
        var lookups = 0;
        var server = new ScriptedServer
        {
            Answer = sent => sent.Method == "POST" ? ScriptedServer.Json(lookups == 0 ? 500 : 409, "")
                : sent.ToString() == ByName && ++lookups > 1 ? ScriptedServer.Page(1, [ScriptedServer.User("1", "ana@example.org", "idp-1")])
                : ScriptedServer.Page(0, []),
        };

        var result = await CreateAsync(server);

        Assert.Equal((true, "1", 2), (result.Succeeded, result.Id, result.Attempts));
    }

    [Fact]
    public async Task Anything_else_is_refused_without_a_second_try()
    {
        var server = Posting(_ => ScriptedServer.Json(400, """{"scimType":"invalidValue","detail":"no such skill \u001b[31m"}"""));

        var result = await CreateAsync(server);

        Assert.Equal(("GSS509", 1), (result.Problem!.Code, result.Attempts));
        Assert.Contains("no such skill \\u{1b}[31m", result.Problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_429_was_not_done_and_is_simply_sent_again()
    {
        var server = Posting(turn => turn == 1 ? ScriptedServer.Json(429, "", ("Retry-After", "3")) : ScriptedServer.Json(201, Created));

        Assert.Equal("1", (await CreateAsync(server)).Id);
        Assert.Equal("POST /Users|POST /Users", string.Join('|', server.Log));
    }

    [Fact]
    public async Task A_filter_cannot_be_left_by_what_is_looked_for()
    {
        var server = Posting(_ => ScriptedServer.Json(409, ""));
        using var organization = server.Organization();
        var change = Genesys.Creation() with { ExternalId = "R&D+1 \"x\\" };

        await organization.WriteAsync(change, Genesys.Nobody, Cancellation);

        Assert.EndsWith(
            "&filter=externalId%20eq%20%22R%26D%2B1%20%5C%22x%5C%5C%22",
            server.Sent.Single(sent => sent.Url.Query.Contains("externalId", StringComparison.Ordinal)).Url.AbsoluteUri, StringComparison.Ordinal);
    }

    private static async Task<WriteResult> CreateAsync(ScriptedServer server)
    {
        using var organization = server.Organization();
        return await organization.WriteAsync(Genesys.Creation(), Genesys.Nobody, Cancellation);
    }

    private static ScriptedServer Posting(Func<int, HttpResponseMessage> post, string[]? byName = null, string[]? inactive = null)
    {
        var turn = 0;
        return new()
        {
            Answer = sent => sent.Method == "POST" ? post(++turn)
                : sent.Path.StartsWith("/Users/", StringComparison.Ordinal) ? ScriptedServer.Json(
                    200, ScriptedServer.User(Uri.UnescapeDataString(sent.Path["/Users/".Length..]), "ana@example.org", "idp-1"))
                : ScriptedServer.Page(sent, sent.ToString() == ByName ? byName ?? [] : sent.ToString() == Inactive ? inactive ?? [] : []),
        };
    }
}
