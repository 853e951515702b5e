using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Planning;
using GenesysScimState.Scim;
using Xunit;

namespace GenesysScimState.Tests.Scim;

public sealed class ChangingAUser
{
    private static readonly Change Promotion = Genesys.Update(Genesys.Set("title", "Agent", "Lead"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_PATCH_carries_the_version_of_the_plan()
    {
        var server = new ScriptedServer { Answer = _ => ScriptedServer.Json(200, ScriptedServer.User("a@b/1", more: "\"title\":\"Lead\"")) };

        var result = await WriteAsync(server, Promotion with { Id = "a@b/1" });

        Assert.Equal((true, "a@b/1", 200), (result.Succeeded, result.Id, result.Status));
        var sent = Assert.Single(server.Sent);
        Assert.Equal("https://api.example.cloud/api/v2/scim/v2/Users/a%40b%2F1", sent.Url.AbsoluteUri);
        Assert.Equal(("PATCH", "\"56\""), (sent.Method, sent.IfMatch));
    }

    [Fact]
    public async Task A_weak_version_is_sent_as_it_is_and_none_where_the_server_has_none()
    {
        var server = new ScriptedServer { Answer = _ => ScriptedServer.Json(204, "") };

        await WriteAsync(server, Promotion with { ExpectedVersion = "W/\"3\"" });
        using var organization = server.Organization(Genesys.Dialect with { Capabilities = new() { Etag = false } });
        await organization.WriteAsync(Promotion, Genesys.Nobody, Cancellation);

        var patches = server.Sent.Where(sent => sent.Method == "PATCH").ToArray();
        Assert.Equal("W/\"3\"", patches[0].IfMatch);
        Assert.Null(patches[1].IfMatch);
    }

    [Theory]
    [InlineData(409, """{"status":"409","detail":"Version does not match current version."}""")]
    [InlineData(400, """{"status":"400","scimType":"invalidVers","detail":"x"}""")]
    [InlineData(412, "")]
    public async Task A_stale_version_means_somebody_else_was_here(int status, string body)
    {
        var server = new ScriptedServer { Answer = _ => ScriptedServer.Json(status, body) };

        Assert.Equal("GSS508", (await WriteAsync(server, Promotion)).Problem!.Code);
        Assert.Equal("GSS508", (await WriteAsync(server, Genesys.Deletion)).Problem!.Code);
    }

    [Fact]
    public async Task A_stale_version_after_an_open_failure_is_our_own_change()
    {
        var turn = 0;
        var server = new ScriptedServer
        {
            Answer = sent => sent.Method == "GET" ? ScriptedServer.Json(200, ScriptedServer.User("1", more: "\"title\":\"Lead\""))
                : ScriptedServer.Json(++turn == 1 ? 504 : 409, ""),
        };

        Assert.True((await WriteAsync(server, Promotion)).Succeeded);
        Assert.Equal("PATCH /Users/1|PATCH /Users/1|GET /Users/1", string.Join('|', server.Log));
    }

    [Fact]
    public async Task A_stale_version_after_an_open_failure_is_a_conflict_when_the_user_is_something_else()
    {
        var turn = 0;
        var server = new ScriptedServer
        {
            Answer = sent => sent.Method == "GET" ? ScriptedServer.Json(200, ScriptedServer.User("1", more: "\"title\":\"Boss\""))
                : ScriptedServer.Json(++turn == 1 ? 504 : 409, ""),
        };

        Assert.Equal("GSS508", (await WriteAsync(server, Promotion)).Problem!.Code);
    }

    [Fact]
    public async Task A_userName_that_is_taken_is_a_duplicate_and_not_a_stale_version()
    {
        var server = new ScriptedServer
        {
            Answer = sent => sent.Method == "PATCH" ? ScriptedServer.Json(409, "")
                : ScriptedServer.Page(sent, [ScriptedServer.User("7", "new@example.org")]),
        };

        var problem = (await WriteAsync(server, Genesys.Update(Genesys.Set("userName", "ana@example.org", "new@example.org")))).Problem!;

        Assert.Equal("GSS507", problem.Code);
        Assert.Contains("id 7", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, 404, true, "DELETE /Users/1|GET /Users/1")]
    [InlineData(204, 404, true, "DELETE /Users/1|GET /Users/1")]
    [InlineData(204, 200, false, "DELETE /Users/1|GET /Users/1")]
    [InlineData(404, 200, true, "DELETE /Users/1")]
    public async Task Deleted_is_who_is_gone_or_no_longer_active(int status, int look, bool active, string log)
    {
        var server = new ScriptedServer { Answer = sent => sent.Method == "GET" ? ScriptedServer.Json(look, ScriptedServer.User("1", active: active)) : ScriptedServer.Json(status, "") };

        Assert.True((await WriteAsync(server, Genesys.Deletion)).Succeeded);
        Assert.Equal(log, string.Join('|', server.Log));
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(3, null)]
    [InlineData(4, "GSS608")]
    public async Task Who_was_deleted_and_is_still_active_is_looked_for_again(int late, string? code)
    {
        var looks = 0;
        var server = new ScriptedServer
        {
            Answer = sent => sent.Method == "DELETE" ? ScriptedServer.Json(204, "")
                : looks++ < late ? ScriptedServer.Json(200, ScriptedServer.User("1")) : ScriptedServer.Json(404, ""),
        };

        var result = await WriteAsync(server, Genesys.Deletion);

        Assert.Equal((code, code is null ? OutcomeKind.Done : OutcomeKind.Unverified), (result.Problem?.Code, result.Kind));
        Assert.Equal(Math.Min(late + 1, 4), looks);
    }

    [Fact]
    public async Task A_deletion_that_cannot_be_read_back_is_unverified()
    {
        var server = new ScriptedServer { Answer = sent => ScriptedServer.Json(sent.Method == "GET" ? 403 : 204, "") };

        var result = await WriteAsync(server, Genesys.Deletion);

        Assert.Equal(("GSS606", OutcomeKind.Unverified), (result.Problem?.Code, result.Kind));
    }

    [Theory]
    [InlineData(404, "", "GSS506", "plan again")]
    [InlineData(403, """{"code":"missing.any.permissions","message":"x"}""", "GSS505", "directory:user:edit, authorization:grant:add, authorization:grant:delete,")]
    [InlineData(413, "", "GSS510", "membersPerRequest")]
    [InlineData(308, "", "GSS520", "apiUrl")]
    [InlineData(418, "short and stout", "GSS521", "short and stout")]
    public async Task Each_refusal_says_what_to_do(int status, string body, string code, string cure)
    {
        var server = new ScriptedServer { Answer = _ => ScriptedServer.Json(status, body, ("Location", "https://elsewhere.example/")) };

        var problem = (await WriteAsync(server, Genesys.Update(Genesys.Set("roles", [], [new("employee")])))).Problem!;

        Assert.Equal(code, problem.Code);
        Assert.Contains(cure, problem.Message, StringComparison.Ordinal);
        Assert.StartsWith("updating user/ana@example.org was answered with", problem.Message, StringComparison.Ordinal);
        Assert.Equal("user/ana@example.org", problem.Subject.ToString());
    }

    [Fact]
    public async Task Members_are_written_by_id_without_a_version()
    {
        var server = new ScriptedServer { Answer = _ => ScriptedServer.Json(204, "") };
        var ids = new Dictionary<string, string>(StringComparer.Ordinal) { ["ana@example.org"] = "1", ["bob@example.org"] = "2" };
        using var organization = server.Organization();

        var result = await organization.WriteAsync(
            Genesys.Members(Operation.AddMembers, "ana@example.org", "bob@example.org"), ids, Cancellation);

        Assert.Equal((true, "g1", true), (result.Succeeded, result.Id, result.IsUnchecked));
        var sent = Assert.Single(server.Sent);
        Assert.Equal("PATCH /Groups/g1", sent.ToString());
        Assert.Null(sent.IfMatch);
        Assert.Contains("""[{"value":"1"},{"value":"2"}]""", sent.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"id":"g1","displayName":"Support","members":[{"value":"9"}]}""", true)]
    [InlineData("""{"id":"g1","displayName":"Support","members":[{"value":"1"}]}""", false)]
    public async Task Members_that_are_gone_after_an_open_failure_need_no_second_removal(string group, bool succeeded)
    {
        var turn = 0;
        var server = new ScriptedServer
        {
            Answer = sent => sent.Method == "GET" ? ScriptedServer.Json(200, group)
                : ScriptedServer.Json(++turn == 1 ? 500 : 400, """{"scimType":"noTarget"}"""),
        };
        var ids = new Dictionary<string, string>(StringComparer.Ordinal) { ["ana@example.org"] = "1" };
        using var organization = server.Organization();

        var result = await organization.WriteAsync(Genesys.Members(Operation.RemoveMembers, "ana@example.org"), ids, Cancellation);

        Assert.Equal(succeeded, result.Succeeded);
    }

    [Fact]
    public async Task A_run_that_only_looks_cannot_write()
    {
        var server = new ScriptedServer { Answer = _ => ScriptedServer.Page(0, []) };
        using var organization = server.Organization(isReadOnly: true);

        await organization.ReadAsync(Cancellation);
        var bug = await Assert.ThrowsAsync<InvalidOperationException>(
            () => organization.WriteAsync(Promotion, Genesys.Nobody, Cancellation));

        Assert.Equal("PATCH https://api.example.cloud/api/v2/scim/v2/Users/1 in a run that only reads", bug.Message);
        Assert.All(server.Sent, sent => Assert.Equal("GET", sent.Method));
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080/api/v2/scim/v2")]
    [InlineData("http://127.0.0.1:8080/", "http://127.0.0.1:8080/api/v2/scim/v2")]
    [InlineData("https://scim.example/base/", "https://scim.example/base")]
    public void An_API_without_a_path_gets_the_one_of_Genesys_Cloud(string apiUrl, string expected) =>
        Assert.Equal(expected, ScimEndpoint.OfUrls(new(apiUrl), new("https://login.example/token")).Api.AbsoluteUri);

    [Fact]
    public void A_domain_has_two_hosts()
    {
        var endpoint = ScimEndpoint.OfDomain("mypurecloud.de");

        Assert.Equal("https://api.mypurecloud.de/api/v2/scim/v2", endpoint.Api.AbsoluteUri);
        Assert.Equal("https://login.mypurecloud.de/oauth/token", endpoint.Token.AbsoluteUri);
    }

    private static async Task<WriteResult> WriteAsync(ScriptedServer server, Change change)
    {
        using var organization = server.Organization();
        return await organization.WriteAsync(change, Genesys.Nobody, Cancellation);
    }
}
