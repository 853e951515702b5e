using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using Xunit;

namespace GenesysScimState.Tests.Scim;

public sealed class CreatingAGroup
{
    private const string Team = """{"id":"g7","displayName":"Team","members":[]}""";

    private static readonly Change Creation = new()
    {
        Operation = Operation.CreateGroup,
        Address = Address.Group("Team"),
        Reason = ActionReason.NotInOrganization,
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(GroupCreation.Scim, "https://api.example.cloud/api/v2/scim/v2/Groups", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Team"}""")]
    [InlineData(GroupCreation.Platform, "https://api.example.cloud/api/v2/groups", """{"name":"Team","type":"official","rulesVisible":true,"visibility":"public"}""")]
    public async Task Takes_one_request_of_the_kind_that_the_dialect_names(GroupCreation kind, string url, string body)
    {
        var server = new ScriptedServer { Answer = _ => ScriptedServer.Json(201, Team) };

        var result = await WriteAsync(server, kind);

        Assert.Equal((true, "g7"), (result.Succeeded, result.Id));
        var sent = Assert.Single(server.Sent);
        Assert.Equal(("POST", url, body), (sent.Method, sent.Url.AbsoluteUri, sent.Body));
    }

    [Fact]
    public async Task Names_the_permission_that_is_missing()
    {
        var server = new ScriptedServer { Answer = _ => ScriptedServer.Json(403, """{"code":"missing.any.permissions","message":"no"}""") };

        Assert.Contains("directory:group:add", (await WriteAsync(server, GroupCreation.Platform)).Problem!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(409, true, "GSS532")]
    [InlineData(409, false, "GSS521")]
    [InlineData(500, true, null)]
    [InlineData(500, false, "GSS512")]
    public async Task Is_looked_for_after_a_failure_that_leaves_it_open(int status, bool isThere, string? code)
    {
        var server = new ScriptedServer
        {
            Answer = sent => sent.Method == "POST" ? ScriptedServer.Json(status, "") : ScriptedServer.Page(isThere ? 1 : 0, isThere ? [Team] : []),
        };

        var result = await WriteAsync(server, GroupCreation.Scim);

        Assert.Equal(code, result.Problem?.Code);
        Assert.Equal(1, server.Sent.Count(sent => sent.Method == "POST"));
        Assert.Equal(code is null ? "g7" : null, result.Id);
    }

    private static async Task<WriteResult> WriteAsync(ScriptedServer server, GroupCreation kind)
    {
        using var organization = server.Organization(Genesys.Dialect with { Capabilities = new() { CreateGroups = kind } });
        return await organization.WriteAsync(Creation, Genesys.Nobody, Cancellation);
    }
}
