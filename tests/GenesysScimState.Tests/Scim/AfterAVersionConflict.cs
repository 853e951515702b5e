using System.Globalization;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Planning;
using Xunit;

namespace GenesysScimState.Tests.Scim;

/// <summary>What is sent after a user's version turns out not to be current any more.</summary>
public sealed class AfterAVersionConflict
{
    private static readonly Change Promotion = Genesys.Update(Genesys.Set("title", "Agent", "Lead"));

    [Theory]
    [InlineData(409, """{"status":"409","detail":"Version does not match current version."}""")]
    [InlineData(400, """{"status":"400","scimType":"invalidVers","detail":"x"}""")]
    [InlineData(412, "")]
    public async Task A_user_who_is_as_he_was_gets_the_change_with_the_new_version(int status, string body)
    {
        var server = new ScriptedServer
        {
            Answer = sent => sent.Method == "GET" ? User("Agent", "57")
                : sent.IfMatch == "\"56\"" ? ScriptedServer.Json(status, body) : User("Lead", "58"),
        };

        var result = await WriteAsync(server, Promotion);

        Assert.Equal((true, 200, 2), (result.Succeeded, result.Status, result.Attempts));
        Assert.Equal("PATCH /Users/1|GET /Users/1|PATCH /Users/1", string.Join('|', server.Log));
        Assert.Equal("\"57\"", server.Sent[2].IfMatch);
        Assert.Equal(server.Sent[0].Body, server.Sent[2].Body);
    }

    [Fact]
    public async Task A_user_who_is_as_he_should_be_gets_nothing_more()
    {
        var server = new ScriptedServer { Answer = sent => sent.Method == "GET" ? User("Lead", "57") : ScriptedServer.Json(412, "") };

        Assert.True((await WriteAsync(server, Promotion)).Succeeded);
        Assert.Equal("PATCH /Users/1|GET /Users/1", string.Join('|', server.Log));
    }

    [Fact]
    public async Task Anything_else_is_left_alone_and_named()
    {
        var server = new ScriptedServer { Answer = sent => sent.Method == "GET" ? User("Chief \\u001b[31m", "57") : ScriptedServer.Json(409, "") };

        var problem = (await WriteAsync(server, Promotion)).Problem!;

        Assert.Equal("GSS508", problem.Code);
        Assert.EndsWith(
            "was answered with 409; somebody else changed it since the plan was made, and it was left alone: title is now \"Chief \\u{1b}[31m\"; plan again and review what is different",
            problem.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.Log.Length);
    }

    [Fact]
    public async Task Somebody_who_keeps_changing_the_user_wins_after_three_times()
    {
        var version = 56;
        var server = new ScriptedServer
        {
            Answer = sent => sent.Method == "GET" ? User("Agent", (++version).ToString(CultureInfo.InvariantCulture)) : ScriptedServer.Json(409, ""),
        };

        var result = await WriteAsync(server, Promotion);

        Assert.Equal(("GSS508", 3), (result.Problem!.Code, result.Attempts));
        Assert.Equal(["\"56\"", "\"57\"", "\"58\""], server.Sent.Where(sent => sent.Method == "PATCH").Select(sent => sent.IfMatch));
    }

    [Fact]
    public async Task A_server_that_refuses_the_version_it_shows_is_not_asked_again()
    {
        var server = new ScriptedServer { Answer = sent => sent.Method == "GET" ? User("Agent", "56") : ScriptedServer.Json(409, "") };

        Assert.Equal("GSS508", (await WriteAsync(server, Promotion)).Problem!.Code);
        Assert.Equal(2, server.Log.Length);
    }

    [Fact]
    public async Task Who_is_gone_is_said_to_be_gone()
    {
        var server = new ScriptedServer { Answer = sent => ScriptedServer.Json(sent.Method == "GET" ? 404 : 409, "") };

        Assert.Equal("GSS506", (await WriteAsync(server, Promotion)).Problem!.Code);
    }

    [Theory]
    [InlineData("ana@example.org", true, "DELETE /Users/1|GET /Users/1|DELETE /Users/1|GET /Users/1", null)]
    [InlineData("bob@example.org", true, "DELETE /Users/1|GET /Users/1", "GSS508")]
    public async Task A_deletion_is_sent_again_while_the_user_is_who_he_was(string userName, bool active, string log, string? code)
    {
        var isDeleted = false;
        var server = new ScriptedServer
        {
            Answer = sent => sent.Method == "GET"
                ? ScriptedServer.Json(isDeleted ? 404 : 200, ScriptedServer.User("1", userName, "idp-1", active).Replace("56", "57", StringComparison.Ordinal))
                : ScriptedServer.Json((isDeleted = sent.IfMatch != "\"56\"") ? 204 : 412, ""),
        };

        Assert.Equal(code, (await WriteAsync(server, Genesys.Deletion)).Problem?.Code);
        Assert.Equal(log, string.Join('|', server.Log));
    }

    [Fact]
    public async Task Who_was_deleted_by_somebody_else_is_deleted()
    {
        var server = new ScriptedServer { Answer = sent => ScriptedServer.Json(sent.Method == "GET" ? 404 : 412, "") };

        Assert.True((await WriteAsync(server, Genesys.Deletion)).Succeeded);
    }

    private static HttpResponseMessage User(string title, string version) => ScriptedServer.Json(200,
        $$$"""{"id":"1","userName":"ana@example.org","title":"{{{title}}}","meta":{"version":"{{{version}}}"}}""");

    private static async Task<WriteResult> WriteAsync(ScriptedServer server, Change change)
    {
        using var organization = server.Organization();
        return await organization.WriteAsync(change, Genesys.Nobody, TestContext.Current.CancellationToken);
    }
}
