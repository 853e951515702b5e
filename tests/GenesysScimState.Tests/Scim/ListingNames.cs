using System.Globalization;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Model;
using Xunit;

namespace GenesysScimState.Tests.Scim;

public sealed class ListingNames
{
    private static readonly AttributeRow Roles = new("roles", ScimPath.Parse("roles.value"), AttributeType.Names)
    {
        Names = new("/api/v2/authorization/roles", "role") { Permission = "authorization:role:view" },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_page_is_one_request_outside_the_SCIM_path()
    {
        var server = Serving(["employee", "Supervisor"]);
        using var organization = server.Organization(isReadOnly: true);

        var list = await organization.ListNamesAsync(Roles, Cancellation);

        Assert.Equal(["employee", "Supervisor"], list.Names.Order(StringComparer.OrdinalIgnoreCase));
        Assert.Null(list.Refusal);
        var sent = Assert.Single(server.Sent);
        Assert.Equal("https://api.example.cloud/api/v2/authorization/roles?pageSize=100&pageNumber=1", sent.Url.AbsoluteUri);
        Assert.Equal("Bearer token-1", sent.Authorization);
        // The token's request is one too.
        Assert.Equal(2, list.Requests);
    }

    [Theory]
    [InlineData(0, 100, 1)]
    [InlineData(100, 100, 1)]
    [InlineData(101, 100, 2)]
    [InlineData(250, 100, 3)]
    [InlineData(60, 25, 3)]
    public async Task Every_page_is_read_also_where_the_server_makes_them_smaller(int count, int cap, int requests)
    {
        var all = Enumerable.Range(1, count).Select(number => $"Role {number}").ToArray();
        var server = Serving(all, cap);
        using var organization = server.Organization();

        var list = await organization.ListNamesAsync(Roles, Cancellation);

        Assert.True(list.Names.SetEquals(all));
        Assert.Equal(requests, server.Sent.Count);
        Assert.Equal(requests + 1, list.Requests);
    }

    [Fact]
    public async Task Lists_that_are_read_side_by_side_count_each_request_once()
    {
        var server = Serving(["employee"]);
        using var organization = server.Organization();

        var lists = await Task.WhenAll(Enumerable.Range(0, 9).Select(_ => organization.ListNamesAsync(Roles, Cancellation)));
        var later = await organization.ListNamesAsync(Roles, Cancellation);

        Assert.Equal(10, lists.Sum(list => list.Requests));
        Assert.Equal(1, later.Requests);
    }

    [Fact]
    public async Task A_missing_permission_is_a_value()
    {
        var server = new ScriptedServer
        {
            Answer = _ => ScriptedServer.Json(403, """
                {"message":"You must have at least one of the following permissions assigned: [authorization:role:view]","code":"missing.any.permissions","status":403,"contextId":"c-1"}
                """),
        };
        using var organization = server.Organization();

        var list = await organization.ListNamesAsync(Roles, Cancellation);

        Assert.Empty(list.Names);
        Assert.Equal(
            "listing roles was answered with 403 missing.any.permissions: \"You must have at least one of the following permissions assigned: [authorization:role:view]\" (correlation id c-1)",
            list.Refusal!.ToString());
        Assert.Single(server.Sent);
    }

    [Theory]
    [InlineData(401, "", "GSS504")]
    [InlineData(404, "", "GSS506")]
    [InlineData(500, "", "GSS512")]
    [InlineData(200, "<html></html>", "GSS516")]
    [InlineData(200, """{"entities":[]}""", "GSS516")]
    [InlineData(200, """{"total":0}""", "GSS516")]
    [InlineData(200, """{"total":1,"entities":[{"id":"1"}]}""", "GSS516")]
    [InlineData(200, """{"total":1,"entities":["employee"]}""", "GSS516")]
    [InlineData(200, """{"total":2,"entities":[]}""", "GSS517")]
    [InlineData(200, """{"total":1,"entities":[{"id":"1","name":"a"},{"id":"2","name":"b"}]}""", "GSS517")]
    public async Task Anything_else_is_an_exception(int status, string body, string code)
    {
        using var organization = new ScriptedServer { Answer = _ => ScriptedServer.Json(status, body) }.Organization();

        var exception = await Assert.ThrowsAsync<OrganizationException>(() => organization.ListNamesAsync(Roles, Cancellation));

        Assert.Equal(code, exception.Problem.Code);
    }

    [Fact]
    public async Task A_server_that_always_gives_the_first_page_is_not_believed()
    {
        var server = new ScriptedServer { Answer = _ => Page(150, 1, [.. Enumerable.Range(1, 100).Select(number => $"Role {number}")]) };
        using var organization = server.Organization();

        var exception = await Assert.ThrowsAsync<OrganizationException>(() => organization.ListNamesAsync(Roles, Cancellation));

        Assert.Equal("GSS517", exception.Problem.Code);
        Assert.Contains("total is 150, and 100 different ones came", exception.Problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_grows_meanwhile_is_read_again()
    {
        var all = Enumerable.Range(1, 101).Select(number => $"Role {number}").ToList();
        var asked = 0;
        var server = new ScriptedServer
        {
            Answer = sent =>
            {
                if (++asked == 2)
                {
                    all.Add("Role 102");
                }

                return Page(sent, all, 100);
            },
        };
        using var organization = server.Organization();

        Assert.Equal(102, (await organization.ListNamesAsync(Roles, Cancellation)).Names.Count);
        Assert.Equal(4, server.Sent.Count);
    }

    [Fact]
    public async Task A_path_cannot_lead_the_token_to_another_host()
    {
        var server = Serving(["employee"]);
        using var organization = server.Organization();

        await organization.ListNamesAsync(Roles with { Names = new("//elsewhere.example/roles", "role") }, Cancellation);

        Assert.Equal("api.example.cloud", Assert.Single(server.Sent).Url.Host);
    }

    private static ScriptedServer Serving(IReadOnlyList<string> names, int cap = int.MaxValue) =>
        new() { Answer = sent => Page(sent, names, cap) };

    private static HttpResponseMessage Page(Sent sent, IReadOnlyList<string> names, int cap)
    {
        var query = System.Web.HttpUtility.ParseQueryString(sent.Url.Query);
        var size = Math.Min(cap, int.Parse(query["pageSize"]!, CultureInfo.InvariantCulture));
        var skipped = (int.Parse(query["pageNumber"]!, CultureInfo.InvariantCulture) - 1) * size;
        return Page(names.Count, skipped, [.. names.Skip(skipped).Take(size)]);
    }

    private static HttpResponseMessage Page(int total, int skipped, string[] names) => ScriptedServer.Json(
        200,
        $$"""{"entities":[{{string.Join(',', names.Select((name, index) => $$"""{"id":"r{{skipped + index}}","name":"{{name}}"}"""))}}],"total":{{total}}}""");
}
