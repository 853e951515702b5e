using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Planning;
using Xunit;

namespace GenesysScimState.Tests.Scim;

/// <summary>Memberships whose condition is the member and not the group's version.</summary>
public sealed class MembersInAndOut
{
    private const string NoTarget = """{"scimType":"noTarget","detail":"x"}""";

    private static readonly Dictionary<string, string> Ids = new(StringComparer.Ordinal) { ["ana"] = "a1", ["bob"] = "b2" };

    [Fact]
    public async Task Who_is_out_already_is_done_and_only_the_others_are_sent_again()
    {
        var server = Server(
            sent => sent.Body.Contains("a1", StringComparison.Ordinal) ? ScriptedServer.Json(400, NoTarget) : ScriptedServer.Json(200, Group("c3")),
            Group("b2", "c3"));

        var result = await WriteAsync(server, Operation.RemoveMembers, "ana", "bob");

        Assert.Equal((true, false, 2), (result.Succeeded, result.IsUnchecked, result.Attempts));
        Assert.Equal("PATCH /Groups/g1|GET /Groups/g1|PATCH /Groups/g1", string.Join('|', server.Log));
        Assert.DoesNotContain("a1", server.Sent[2].Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Operation.RemoveMembers, 400)]
    [InlineData(Operation.RemoveMembers, 404)]
    [InlineData(Operation.AddMembers, 409)]
    public async Task All_as_meant_already_is_done(Operation operation, int status)
    {
        var server = Server(_ => ScriptedServer.Json(status, NoTarget), operation == Operation.AddMembers ? Group("a1") : Group());

        Assert.True((await WriteAsync(server, operation, "ana")).Succeeded);
        Assert.Equal(2, server.Log.Length);
    }

    [Fact]
    public async Task A_busy_group_is_tried_again_and_then_given_up()
    {
        var turn = 0;
        var busy = Server(_ => ScriptedServer.Json(++turn < 3 ? 409 : 200, Group("a1")), Group());
        var stubborn = Server(_ => ScriptedServer.Json(409, ""), Group());

        Assert.True((await WriteAsync(busy, Operation.AddMembers, "ana")).Succeeded);
        Assert.Equal("GSS508", (await WriteAsync(stubborn, Operation.AddMembers, "ana")).Problem!.Code);
        Assert.Equal(3, stubborn.Log.Count(line => line.StartsWith("PATCH", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_group_that_is_gone_is_said_to_be_gone()
    {
        var server = new ScriptedServer { Answer = _ => ScriptedServer.Json(404, "") };

        var problem = (await WriteAsync(server, Operation.RemoveMembers, "ana")).Problem!;

        Assert.Equal("GSS506", problem.Code);
        Assert.Contains("group/Support", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"scimType":"invalidValue","detail":"member \"b2\" does not exist"}""", "GET /Groups/g1|GET /Users/b2")]
    [InlineData("""{"scimType":"invalidValue","detail":"no"}""", "GET /Groups/g1|GET /Users/a1|GET /Users/b2")]
    public async Task Who_does_not_exist_is_named(string body, string looked)
    {
        var server = new ScriptedServer
        {
            Answer = sent => sent.Method == "PATCH" ? ScriptedServer.Json(400, body)
                : sent.Path == "/Users/b2" ? ScriptedServer.Json(404, "")
                : ScriptedServer.Json(200, sent.Path == "/Groups/g1" ? Group() : ScriptedServer.User("a1")),
        };

        var problem = (await WriteAsync(server, Operation.AddMembers, "ana", "bob")).Problem!;

        Assert.Equal("GSS524", problem.Code);
        Assert.EndsWith("the organization has no such user: \"bob\"; plan again, which shows who is there", problem.Message, StringComparison.Ordinal);
        Assert.Equal($"PATCH /Groups/g1|{looked}", string.Join('|', server.Log));
    }

    [Fact]
    public async Task What_is_refused_for_another_reason_keeps_its_reason()
    {
        var server = Server(_ => ScriptedServer.Json(403, ""), Group());

        Assert.Equal("GSS505", (await WriteAsync(server, Operation.AddMembers, "ana")).Problem!.Code);
        Assert.Single(server.Log);
    }

    [Theory]
    [InlineData(Operation.AddMembers, """{"id":"g1","displayName":"Support","members":[{"value":"a1"},{"value":"b2"}]}""", false)]
    [InlineData(Operation.RemoveMembers, """{"id":"g1","displayName":"Support","members":[]}""", false)]
    [InlineData(Operation.AddMembers, """{"id":"g1","displayName":"Support"}""", true)]
    [InlineData(Operation.AddMembers, """{"id":"g1","displayName":"Support","members":[{"value":"a1"}]}""", true)]
    [InlineData(Operation.AddMembers, "", true)]
    public async Task The_answer_shows_whether_it_was_done(Operation operation, string answer, bool isUnchecked)
    {
        var server = Server(_ => ScriptedServer.Json(200, answer), Group());

        var result = await WriteAsync(server, operation, "ana", "bob");

        Assert.Equal((true, isUnchecked), (result.Succeeded, result.IsUnchecked));
        Assert.Single(server.Log);
    }

    [Fact]
    public async Task Ids_may_be_numbers()
    {
        var server = new ScriptedServer { Answer = _ => ScriptedServer.Json(200, """{"id":7,"displayName":"Support","members":[{"value":1},2]}""") };
        using var organization = server.Organization();
        var ids = new Dictionary<string, string>(StringComparer.Ordinal) { ["ana"] = "1", ["bob"] = "2" };

        var result = await organization.WriteAsync(Genesys.Members(Operation.AddMembers, "ana", "bob") with { Id = "7" }, ids, TestContext.Current.CancellationToken);

        Assert.Equal((true, false), (result.Succeeded, result.IsUnchecked));
    }

    [Theory]
    [InlineData(Operation.AddMembers, "does not show \"bob\"")]
    [InlineData(Operation.RemoveMembers, "still shows \"ana\"")]
    public async Task Looking_at_the_group_names_who_is_not_as_meant(Operation operation, string said)
    {
        var server = Server(_ => ScriptedServer.Json(204, ""), Group("a1"));
        using var organization = server.Organization();

        var result = await organization.CheckAsync(Genesys.Members(operation, "ana", "bob"), new WriteResult(Problem: null), Ids);

        Assert.Equal((OutcomeKind.Unverified, "GSS605", 1), (result.Kind, result.Problem!.Code, result.PeopleMissing));
        Assert.Contains(said, result.Problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(403)]
    public async Task A_group_that_cannot_be_looked_at_is_not_taken_for_done(int status)
    {
        var server = new ScriptedServer { Answer = _ => ScriptedServer.Json(status, "") };
        using var organization = server.Organization();

        var result = await organization.CheckAsync(Genesys.Members(Operation.AddMembers, "ana"), new WriteResult(Problem: null), Ids);

        Assert.Equal((OutcomeKind.Unverified, "GSS606"), (result.Kind, result.Problem!.Code));
    }

    private static string Group(params string[] members) =>
        $$"""{"id":"g1","displayName":"Support","members":[{{string.Join(',', members.Select(id => $$"""{"value":"{{id}}"}"""))}}]}""";

    private static ScriptedServer Server(Func<Sent, HttpResponseMessage> patch, string group) =>
        new() { Answer = sent => sent.Method == "GET" ? ScriptedServer.Json(200, group) : patch(sent) };

    private static async Task<WriteResult> WriteAsync(ScriptedServer server, Operation operation, params string[] people)
    {
        using var organization = server.Organization();
        return await organization.WriteAsync(Genesys.Members(operation, people), Ids, TestContext.Current.CancellationToken);
    }
}
