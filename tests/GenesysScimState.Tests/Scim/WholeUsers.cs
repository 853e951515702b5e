using System.Text.Json.Nodes;
using GenesysScimState.Config;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using Xunit;

namespace GenesysScimState.Tests.Scim;

/// <summary>Servers that take users as a whole, and their groups in them.</summary>
public sealed class WholeUsers
{
    private static readonly Dialect Nested = DialectReader.Embedded("nested", default).Value!;

    private static readonly Change Promotion = Genesys.Update(Genesys.Set("title", "Agent", "Lead"));

    private const string Ana = """
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"1","externalId":"idp-1","userName":"ana@example.org","active":true,
         "title":"Agent","nickName":"Annie","urn:acme:User":{"badge":7},"attributes":{"department":"Sales","desk":"12"},
         "emails":[{"value":"ana@example.org","type":"work","primary":true},{"value":"a@home.example","type":"home"}],
         "members":[{"value":"g-own","$ref":"x"}],"meta":{"version":"57"}}
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Are_sent_as_they_were_read_with_the_change_in_them()
    {
        using var gateway = new Gateway(Ana);

        var result = await gateway.WriteAsync(Promotion);

        Assert.True(result.Succeeded, result.Problem?.Message);
        Assert.Equal("GET /Users/1|PUT /Users/1", gateway.Log);
        Assert.Equal("\"57\"", gateway.Puts[0].IfMatch);
        Assert.Equal("""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:genesys:2.0:User"],"id":"1","externalId":"idp-1","userName":"ana@example.org","active":true,"title":"Lead","nickName":"Annie","urn:acme:User":{"badge":7},"attributes":{"department":"Sales","desk":"12"},"emails":[{"value":"ana@example.org","type":"work","primary":true},{"value":"a@home.example","type":"home"}],"members":[{"value":"g-own","$ref":"x"}]}
            """, gateway.Puts[0].Body);
    }

    [Fact]
    public async Task Keep_every_attribute_that_is_not_set_or_cleared()
    {
        using var gateway = new Gateway(Ana);

        await gateway.WriteAsync(Genesys.Update(
            Genesys.Set("title", "Agent", null), Genesys.Set("department", "Sales", "Support"),
            Genesys.Set("attributes.desk", "12", null), Genesys.Set("attributes.location", null, "US-East"), Genesys.Set("name.givenName", null, "Ana")));

        var sent = JsonNode.Parse(gateway.Puts[0].Body)!;
        Assert.Contains("\"title\":null,", gateway.Puts[0].Body, StringComparison.Ordinal);
        Assert.Equal("""{"department":"Support","location":"US-East"}""", sent["attributes"]!.ToJsonString());
        Assert.Equal("""{"givenName":"Ana"}""", sent["name"]!.ToJsonString());
        Assert.Equal("Annie", (string?)sent["nickName"]);
    }

    [Fact]
    public async Task Keep_the_address_equal_to_the_userName()
    {
        using var gateway = new Gateway(Ana);

        await gateway.WriteAsync(Genesys.Update(Genesys.Set("userName", "ana@example.org", "ana.ruiz@example.org")));

        Assert.Contains("""{"value":"ana.ruiz@example.org","type":"work","primary":true},{"value":"a@home.example","type":"home"}""", gateway.Puts[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_left_alone_when_somebody_else_changed_what_the_change_is_about()
    {
        using var gateway = new Gateway(Ana.Replace("\"Agent\"", "\"Boss\"", StringComparison.Ordinal));

        var result = await gateway.WriteAsync(Promotion);

        Assert.Equal("GSS530", result.Problem!.Code);
        Assert.Contains("title is now \"Boss\"", result.Problem.Message, StringComparison.Ordinal);
        Assert.Empty(gateway.Puts);
    }

    [Fact]
    public async Task Are_not_sent_when_nothing_is_left_to_do_and_read_again_when_somebody_is_faster()
    {
        using var done = new Gateway(Ana.Replace("\"Agent\"", "\"Lead\"", StringComparison.Ordinal));
        Assert.True((await done.WriteAsync(Promotion)).Succeeded);
        Assert.Empty(done.Puts);

        using var busy = new Gateway(Ana) { Refusals = 2 };
        Assert.True((await busy.WriteAsync(Promotion)).Succeeded);
        Assert.Equal("GET /Users/1|PUT /Users/1|GET /Users/1|PUT /Users/1|GET /Users/1|PUT /Users/1", busy.Log);

        using var hopeless = new Gateway(Ana) { Refusals = 9 };
        Assert.Equal("GSS508", (await hopeless.WriteAsync(Promotion)).Problem!.Code);
        Assert.Equal(3, hopeless.Puts.Count);
    }

    [Fact]
    public async Task Who_is_gone_is_not_made_again()
    {
        using var gateway = new Gateway(Ana);

        var result = await gateway.WriteAsync(Promotion with { Id = "2" });

        Assert.Equal("GSS506", result.Problem!.Code);
        Assert.Empty(gateway.Puts);
    }

    [Fact]
    public async Task Join_and_leave_groups_and_stay_in_the_others()
    {
        using var gateway = new Gateway(Ana);

        var joined = await gateway.WriteAsync(Members(Operation.AddMembers));
        Assert.True(joined.Succeeded, joined.Problem?.Message);
        Assert.EndsWith("""
            "members":[{"value":"g-own","$ref":"x"},{"value":"g1","$ref":"/api/v2/scim/Groups/g1"}]}
            """.Trim(), gateway.Puts[0].Body, StringComparison.Ordinal);

        Assert.True((await gateway.WriteAsync(Members(Operation.RemoveMembers))).Succeeded);
        Assert.EndsWith("\"members\":[{\"value\":\"g-own\",\"$ref\":\"x\"}]}", gateway.Puts[1].Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(3, null)]
    [InlineData(4, "GSS605")]
    public async Task A_membership_that_is_shown_later_is_looked_for_again(int late, string? code)
    {
        using var gateway = new Gateway(Ana) { Late = late };

        var result = await gateway.WriteAsync(Members(Operation.AddMembers));

        Assert.Equal(code, result.Problem?.Code);
        Assert.Single(gateway.Puts);
    }

    [Fact]
    public async Task One_who_cannot_be_changed_stops_nobody_else()
    {
        using var gateway = new Gateway(Ana);
        var change = Members(Operation.AddMembers) with { People = [new("gone@example.org", "2"), new("ana@example.org", "1"), new("lost@example.org", "3")] };

        var result = await gateway.WriteAsync(change);

        Assert.Equal(("GSS531", 2), (result.Problem!.Code, result.PeopleMissing));
        Assert.Contains("\"gone@example.org\" and \"lost@example.org\"", result.Problem.Message, StringComparison.Ordinal);
        Assert.Single(gateway.Puts);
    }

    [Fact]
    public async Task One_request_changes_a_user_and_puts_him_into_his_groups()
    {
        using var gateway = new Gateway(Ana);
        using var organization = gateway.Open();

        await organization.WriteAsync(Promotion with { Along = [Members(Operation.AddMembers)] }, Genesys.Nobody, Cancellation);
        var membership = await organization.WriteAsync(Members(Operation.AddMembers), Genesys.Nobody, Cancellation);

        Assert.True(membership.Succeeded);
        Assert.Equal("GET /Users/1|PUT /Users/1", gateway.Log);
        Assert.Contains("\"g1\"", gateway.Puts[0].Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("idp-1", null, true)]
    [InlineData(null, null, true)]
    [InlineData("idp-2", "GSS507", false)]
    public async Task Who_is_there_after_all_becomes_what_is_declared_unless_he_is_somebody_else(string? externalId, string? code, bool isUpdated)
    {
        var user = JsonNode.Parse(Ana)!.AsObject();
        user["externalId"] = externalId;
        using var gateway = new Gateway(user.ToJsonString()) { CreationStatus = 409 };

        var result = await gateway.WriteAsync(Genesys.Creation(Genesys.Set("title", null, "Lead")));

        Assert.Equal(code, result.Problem?.Code);
        Assert.Equal(isUpdated ? 1 : 0, gateway.Puts.Count);
        Assert.Equal("GET /Users?startIndex=1&count=100&filter=externalId eq \"idp-1\"", gateway.Requests[1]);
        if (isUpdated)
        {
            Assert.Equal(("1", "Lead", "idp-1"), (result.Id, (string?)JsonNode.Parse(gateway.Puts[0].Body)!["title"], (string?)JsonNode.Parse(gateway.Puts[0].Body)!["externalId"]));
        }
    }

    [Fact]
    public async Task Groups_are_written_whole_where_the_dialect_says_so()
    {
        var dialect = Nested with { Capabilities = Nested.Capabilities with { Members = MembershipWrite.GroupPut } };
        using var gateway = new Gateway(Ana) { Dialect = dialect };

        var result = await gateway.WriteAsync(Members(Operation.AddMembers));
        await gateway.WriteAsync(Members(Operation.AddMembers));
        await gateway.WriteAsync(Members(Operation.RemoveMembers) with { People = [new("bob@example.org", "b"), new("ana@example.org", "1")] });

        Assert.True(result.Succeeded, result.Problem?.Message);
        Assert.Equal(2, gateway.Puts.Count);
        Assert.Equal("""{"id":"g1","displayName":"Support","note":"kept","members":[{"value":"b"},{"value":"c"},{"value":"1"}]}""", gateway.Puts[0].Body);
        Assert.Equal("""{"id":"g1","displayName":"Support","note":"kept","members":[{"value":"c"}]}""", gateway.Puts[1].Body);
    }

    private static Change Members(Operation operation) => Genesys.Members(operation) with { People = [new("ana@example.org", "1")] };

    /// <summary>One user and one group, stored as they are sent.</summary>
    private sealed class Gateway : IDisposable
    {
        private readonly ScriptedServer _server;
        private string _user;
        private string? _before;
        private string _group = """{"id":"g1","displayName":"Support","note":"kept","members":[{"value":"b"},{"value":"c"}],"meta":{"version":"1"}}""";

        public Gateway(string user)
        {
            _user = JsonNode.Parse(user)!.ToJsonString();
            _server = new ScriptedServer { Answer = Answer };
        }

        public Dialect Dialect { get; init; } = Nested;

        /// <summary>Writes that are refused because of their version.</summary>
        public int Refusals { get; set; }

        public int CreationStatus { get; init; } = 201;

        /// <summary>Looks after a write that show what was there before, as the answer to the write does.</summary>
        public int Late { get; set; }

        public IReadOnlyList<Sent> Puts => [.. _server.Sent.Where(sent => sent.Method == "PUT")];

        public string[] Requests => _server.Log;

        public string Log => string.Join('|', _server.Log);

        public void Dispose() => _server.Dispose();

        public GenesysScimState.Scim.ScimOrganization Open() => _server.Organization(Dialect);

        public async Task<WriteResult> WriteAsync(Change change)
        {
            using var organization = Open();
            return await organization.WriteAsync(change, Genesys.Nobody, Cancellation);
        }

        private HttpResponseMessage Answer(Sent sent)
        {
            if (sent.Method == "PUT" && Refusals-- > 0)
            {
                return ScriptedServer.Json(412, "");
            }

            if (_before is { } before && sent.Path == "/Users/1" && Late-- > 0)
            {
                return ScriptedServer.Json(200, before);
            }

            if (sent.Method == "PUT")
            {
                _before = _user;
                (_user, _group) = sent.Path == "/Users/1" ? (sent.Body, _group) : (_user, sent.Body);
            }

            return sent.Method == "POST" ? ScriptedServer.Json(CreationStatus, """{"scimType":"uniqueness"}""")
                : sent.Path.StartsWith("/Users?", StringComparison.Ordinal) ? ScriptedServer.Page(1, [_user])
                : sent.Path == "/Users/1" ? ScriptedServer.Json(200, sent.Method == "PUT" && Late > 0 ? _before! : _user)
                : sent.Path == "/Groups/g1" ? ScriptedServer.Json(200, _group)
                : ScriptedServer.Json(404, "");
        }
    }
}
