using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using Xunit;

namespace GenesysScimState.Tests.Scim;

/// <summary>A cache or a gateway mixes up answers: nothing is taken from them, and nothing is written.</summary>
public sealed class AnswersOfAnotherResource
{
    private static readonly string Boss = ScriptedServer.User("boss", "boss@example.org", "idp-9");
    private static readonly string Ana = ScriptedServer.User("1", "ana@example.org", "idp-1");
    private static readonly Dialect Whole = Genesys.Dialect with
    {
        Capabilities = new() { Write = WriteMethod.Put, Members = MembershipWrite.GroupPut },
    };

    private static readonly Change Promotion = Genesys.Update(Genesys.Set("title", "Agent", "Lead"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"id":"boss","userName":"boss@example.org","externalId":"idp-9"}""", "")]
    [InlineData("""{"id":"boss","userName":"ana@example.org","externalId":"idp-9"}""", "")]
    [InlineData("""{"id":"boss","userName":"ana@example.org"}""", "")]
    [InlineData("""{"id":"boss"}""", "")]
    [InlineData("", "/api/v2/scim/v2/Users/boss")]
    [InlineData("""{"id":"1","id":"boss","userName":"ana@example.org"}""", "")]
    [InlineData("""{"id":"g1","displayName":"Payroll","members":[]}""", "")]
    [InlineData("""{"id":null,"userName":"ana@example.org"}""", "")]
    public async Task Creation_does_not_take_the_id(string body, string location)
    {
        foreach (var isThere in new[] { true, false })
        {
            using var server = Server(sent => sent.Method == "POST" ? ScriptedServer.Json(201, body, ("Location", location)) : null, isThere ? [Ana] : []);
            using var organization = server.Organization();
            server.Known = [Boss];
            await organization.ReadAsync(Cancellation);
            server.Known = [Boss, .. isThere ? [Ana] : Array.Empty<string>()];

            var result = await organization.WriteAsync(Genesys.Creation(), Genesys.Nobody, Cancellation);

            Assert.Equal(
                isThere ? (OutcomeKind.Done, "1", null) : (OutcomeKind.Unknown, null, "GSS522"),
                (result.Kind, result.Id, result.Problem?.Code));
        }
    }

    [Fact]
    public async Task Creation_takes_a_user_whose_case_of_userName_differs()
    {
        using var server = Server(sent => sent.Method == "POST" ? ScriptedServer.Json(201, ScriptedServer.User("1", "Ana@Example.org", "idp-1")) : null);
        using var organization = server.Organization();

        Assert.Equal("1", (await organization.WriteAsync(Genesys.Creation(), Genesys.Nobody, Cancellation)).Id);
    }

    [Fact]
    public async Task Creation_of_a_deleted_user_may_take_the_old_id()
    {
        using var server = Server(sent => sent.Method == "POST" ? ScriptedServer.Json(201, ScriptedServer.User("1", "ana@example.org", "idp-1")) : null);
        server.Known = [ScriptedServer.User("1", "ana@example.org", "idp-1")];
        using var organization = server.Organization();
        await organization.ReadAsync(Cancellation);

        Assert.Equal("1", (await organization.WriteAsync(Genesys.Creation(), Genesys.Nobody, Cancellation)).Id);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Update_is_verified_by_a_read_of_the_user_itself(bool isGetWrong)
    {
        var lead = ScriptedServer.User("1", more: "\"title\":\"Lead\"");
        using var server = Server(sent => sent.Method == "PATCH" || isGetWrong
            ? ScriptedServer.Json(200, ScriptedServer.User("2", more: "\"title\":\"Lead\"")) : ScriptedServer.Json(200, lead));
        using var organization = server.Organization();

        var result = await organization.WriteAsync(Promotion, Genesys.Nobody, Cancellation);

        Assert.Equal(isGetWrong ? (OutcomeKind.Unverified, "GSS606") : (OutcomeKind.Done, null), (result.Kind, result.Problem?.Code));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("A")]
    public async Task User_is_not_sent_whole_from_the_answer_of_another(string shown)
    {
        using var server = Server(_ => ScriptedServer.Json(200, ScriptedServer.User(shown, "ana@example.org", "idp-1", more: "\"title\":\"Agent\"")));
        using var organization = server.Organization(Whole);

        var result = await organization.WriteAsync(Promotion with { Id = shown == "A" ? "a" : "1" }, Genesys.Nobody, Cancellation);

        Assert.Equal((OutcomeKind.Failed, "GSS516"), (result.Kind, result.Problem?.Code));
        Assert.Contains($"id \"{shown}\" instead of", result.Problem!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Sent, sent => sent.Method == "PUT");
    }

    [Fact]
    public async Task Group_is_not_sent_whole_from_the_answer_of_another()
    {
        using var server = Server(_ => ScriptedServer.Json(200, """{"id":"g2","displayName":"Support","members":[]}"""));
        using var organization = server.Organization(Whole);
        var ids = new Dictionary<string, string>(StringComparer.Ordinal) { ["ana"] = "1" };

        var result = await organization.WriteAsync(Genesys.Members(Operation.AddMembers, "ana"), ids, Cancellation);

        Assert.Equal("GSS516", result.Problem?.Code);
        Assert.DoesNotContain(server.Sent, sent => sent.Method == "PUT");
    }

    [Fact]
    public async Task Members_are_not_taken_from_the_answer_of_another_group()
    {
        using var server = Server(_ => ScriptedServer.Json(200, """{"id":"g2","displayName":"Support","members":[{"value":"1"}]}"""));
        using var organization = server.Organization();
        var ids = new Dictionary<string, string>(StringComparer.Ordinal) { ["ana"] = "1" };

        Assert.True((await organization.WriteAsync(Genesys.Members(Operation.AddMembers, "ana"), ids, Cancellation)).IsUnchecked);
    }

    [Theory]
    [InlineData("""{"id":"g9","displayName":"Payroll"}""")]
    [InlineData("""{"id":"g9","displayName":"Support"}""")]
    [InlineData("""{"id":"g9"}""")]
    [InlineData("""{"id":"g9","id":"g1","displayName":"Support"}""")]
    [InlineData("")]
    public async Task Group_creation_does_not_take_the_id(string body)
    {
        var made = false;
        const string Old = """{"id":"g9","displayName":"Payroll"}""";
        var server = new ScriptedServer
        {
            Answer = sent => sent.Method == "POST" ? Posted()
                : ScriptedServer.Page(sent, !sent.Path.StartsWith("/Groups", StringComparison.Ordinal) ? []
                    : made ? [Old, """{"id":"g1","displayName":"Support"}"""] : [Old]),
        };
        using var organization = server.Organization();
        await organization.ReadAsync(Cancellation);

        var result = await organization.WriteAsync(
            Genesys.Members(Operation.CreateGroup) with { Id = null }, Genesys.Nobody, Cancellation);

        Assert.Equal((true, "g1"), (result.Succeeded, result.Id));

        HttpResponseMessage Posted()
        {
            made = true;
            return ScriptedServer.Json(201, body);
        }
    }

    [Fact]
    public async Task Filter_that_finds_another_user_is_not_an_answer()
    {
        var server = new ScriptedServer
        {
            Answer = sent => sent.Method == "POST" ? ScriptedServer.Json(504, "")
                : ScriptedServer.Page(sent, sent.Path.Contains("filter=userName", StringComparison.Ordinal)
                    || sent.Path.Contains("filter=externalId", StringComparison.Ordinal) ? [Boss]
                    : sent.Path.Contains("filter", StringComparison.Ordinal) ? [] : [Boss, Ana]),
        };
        using var organization = server.Organization();

        var result = await organization.WriteAsync(Genesys.Creation(), Genesys.Nobody, Cancellation);

        Assert.Equal((true, "1"), (result.Succeeded, result.Id));
    }

    private static KnownServer Server(Func<Sent, HttpResponseMessage?> answer, string[]? byName = null) => new(answer, byName ?? []);

    /// <summary>Lists what it knows, finds one user by name, and gives every other id the user that it belongs to.</summary>
    private sealed class KnownServer : IDisposable
    {
        private readonly ScriptedServer _server;

        public KnownServer(Func<Sent, HttpResponseMessage?> answer, string[] byName) => _server = new()
        {
            Answer = sent => sent.Path.Contains("startIndex", StringComparison.Ordinal)
                ? ScriptedServer.Page(sent, sent.Path.Contains("userName eq", StringComparison.Ordinal) ? byName
                    : sent.Path.StartsWith("/Users", StringComparison.Ordinal) && !sent.Path.Contains("filter", StringComparison.Ordinal) ? Known : [])
                : answer(sent) ?? (Known.FirstOrDefault(user => user.Contains($"\"id\":\"{sent.Path["/Users/".Length..]}\"", StringComparison.Ordinal)) is { } found
                    ? ScriptedServer.Json(200, found) : ScriptedServer.Json(404, "")),
        };

        public string[] Known { get; set; } = [];

        public IReadOnlyList<Sent> Sent => _server.Sent;

        public void Dispose() => _server.Dispose();

        public GenesysScimState.Scim.ScimOrganization Organization(Dialect? dialect = null) => _server.Organization(dialect);
    }
}
