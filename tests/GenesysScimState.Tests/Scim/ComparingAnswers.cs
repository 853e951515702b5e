using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Planning;
using Xunit;

namespace GenesysScimState.Tests.Scim;

/// <summary>The answer to each write of a user is held against what was meant.</summary>
public sealed class ComparingAnswers
{
    private static readonly Change Promotion = Genesys.Update(
        Genesys.Set("title", "Agent", "Lead"),
        Genesys.Set("workEmail", null, "Ana.Lead@example.org"),
        Genesys.Set("phoneNumbers.work", null, "+13175550100"),
        Genesys.Set("routingSkills", [], [new("Billing", "4")]),
        Genesys.Set("department", "Sales", null));

    private const string Done = $$"""
        "title":"Lead","emails":[{"type":"work","value":"ana.lead@example.org"}],"phoneNumbers":[{"type":"work","value":"tel:+1 (317) 555-0100"}],
        "{{Genesys.Extension}}":{"routingSkills":[{"name":"Billing","proficiency":4.0}]}
        """;

    [Fact]
    public async Task An_answer_that_shows_all_of_it_costs_no_request()
    {
        var server = new ScriptedServer { Answer = _ => ScriptedServer.Json(200, ScriptedServer.User("1", more: Done)) };

        Assert.Equal(OutcomeKind.Done, (await WriteAsync(server, Promotion)).Kind);
        Assert.Equal("PATCH /Users/1", Assert.Single(server.Log));
    }

    [Theory]
    [InlineData(204, "")]
    [InlineData(200, "")]
    [InlineData(200, "{}")]
    [InlineData(200, "<html>")]
    [InlineData(200, """{"id":"1","userName":"ana@example.org","title":"Agent"}""")]
    public async Task One_that_does_not_is_followed_by_one_GET(int status, string body)
    {
        var server = new ScriptedServer
        {
            Answer = sent => sent.Method == "GET" ? ScriptedServer.Json(200, ScriptedServer.User("1", more: Done)) : ScriptedServer.Json(status, body),
        };

        Assert.Equal(OutcomeKind.Done, (await WriteAsync(server, Promotion)).Kind);
        Assert.Equal("PATCH /Users/1|GET /Users/1", string.Join('|', server.Log));
    }

    [Fact]
    public async Task What_was_dropped_is_named_with_what_is_there_instead()
    {
        var more = Done.Replace("\"Lead\"", "\"Agent\"", StringComparison.Ordinal).Replace("\"proficiency\":4.0", "\"proficiency\":1", StringComparison.Ordinal)
            + $",\"{Genesys.Enterprise}\":{{\"department\":\"Sales\"}}";
        var server = new ScriptedServer { Answer = _ => ScriptedServer.Json(200, ScriptedServer.User("1", more: more)) };

        var result = await WriteAsync(server, Promotion);

        Assert.Equal((OutcomeKind.Unverified, "GSS604", 200, 1), (result.Kind, result.Problem!.Code, result.Status, result.Attempts));
        Assert.StartsWith(
            "accepted, but the organization shows title as \"Agent\" instead of \"Lead\", routingSkills as \"Billing: 1\" instead of \"Billing: 4\", department as \"Sales\" instead of (none); find out",
            result.Problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(403)]
    [InlineData(200)]
    public async Task What_cannot_be_read_back_is_not_taken_for_done(int status)
    {
        var server = new ScriptedServer { Answer = sent => ScriptedServer.Json(sent.Method == "GET" ? status : 204, "") };

        var result = await WriteAsync(server, Promotion);

        Assert.Equal((OutcomeKind.Unverified, "GSS606", 204), (result.Kind, result.Problem!.Code, result.Status));
        Assert.StartsWith("accepted, but it could not be read to see whether all of it was stored (", result.Problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manager_is_compared_by_id()
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal) { ["boss@example.org"] = "b1" };
        var change = Genesys.Update(Genesys.Set("manager", null, "boss@example.org"));
        var right = Answering("b1");
        var wrong = Answering("c2");

        Assert.Equal(OutcomeKind.Done, (await WriteAsync(right, change, ids)).Kind);
        Assert.Contains("manager as \"c2\" instead of \"boss@example.org\"", (await WriteAsync(wrong, change, ids)).Problem!.Message, StringComparison.Ordinal);

        static ScriptedServer Answering(string id) => new()
        {
            Answer = _ => ScriptedServer.Json(200, ScriptedServer.User("1", more: $$$"""
                "{{{Genesys.Enterprise}}}":{"manager":{"value":"{{{id}}}"}}
                """)),
        };
    }

    [Fact]
    public async Task A_user_who_is_still_active_is_not_deactivated()
    {
        var server = new ScriptedServer { Answer = _ => ScriptedServer.Json(200, ScriptedServer.User("1")) };

        var result = await WriteAsync(server, Genesys.Update() with { Operation = Operation.Deactivate });

        Assert.Contains("active as \"true\" instead of \"false\"", result.Problem!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Lead", OutcomeKind.Done, "POST /Users")]
    [InlineData("Agent", OutcomeKind.Unverified, "POST /Users|GET /Users/9|GET /Users/9|GET /Users/9|GET /Users/9")]
    public async Task A_creation_is_compared_too_and_keeps_its_id(string title, OutcomeKind kind, string log)
    {
        var server = new ScriptedServer
        {
            Answer = sent => ScriptedServer.Json(sent.Method == "GET" ? 200 : 201, ScriptedServer.User("9", "ana@example.org", "idp-1", more: $"\"title\":\"{title}\"")),
        };

        var result = await WriteAsync(server, Genesys.Creation(Genesys.Set("title", null, "Lead")));

        Assert.Equal((kind, "9", log), (result.Kind, result.Id, string.Join('|', server.Log)));
    }

    private static async Task<WriteResult> WriteAsync(ScriptedServer server, Change change, IReadOnlyDictionary<string, string>? ids = null)
    {
        using var organization = server.Organization();
        return await organization.WriteAsync(change, ids ?? Genesys.Nobody, TestContext.Current.CancellationToken);
    }
}
