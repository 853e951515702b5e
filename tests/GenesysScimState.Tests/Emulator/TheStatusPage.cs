using System.Net;
using GenesysScimState.Emulator;
using Xunit;
using static GenesysScimState.Tests.Emulator.EmulatedOrganization;

namespace GenesysScimState.Tests.Emulator;

public sealed class TheStatusPage
{
    private const string Nasty = """
        { "users": [{ "id": "u<1>", "userName": "eve@acme.example", "displayName": "<script>alert(1)</script>\u202e\u0007" }],
          "groups": [{ "id": "g&1", "displayName": "A & \"B\"", "members": [{ "value": "u<1>" }] }] }
        """;

    [Fact]
    public async Task Shows_users_groups_and_requests_without_a_token()
    {
        using var org = Open();
        await org.GetAsync("users?filter=userName+eq+%22%3Cb%3E%22");
        var requests = await PageAsync(org, "/emulator");
        Assert.Contains("/api/v2/scim/v2/users?filter=userName eq &quot;&lt;b&gt;&quot;</td><td>200</td>", requests, StringComparison.Ordinal);
        Assert.Contains("2 active users, 1 inactive, 2 groups, 2 requests", requests, StringComparison.Ordinal);
        Assert.Contains("ann@acme.example", await PageAsync(org, "/emulator/users"), StringComparison.Ordinal);
        Assert.DoesNotContain("ann@acme.example", await PageAsync(org, "/emulator/users?find=IDA"), StringComparison.Ordinal);
        Assert.Contains("Support Agents", await PageAsync(org, "/emulator/groups"), StringComparison.Ordinal);
        Assert.Contains("Billing", await PageAsync(org, "/emulator/users/u-ann"), StringComparison.Ordinal);
        Assert.Contains("u-bob", await PageAsync(org, "/emulator/groups/g-sup"), StringComparison.Ordinal);
        Assert.Equal(2, org.Emulator.Requests.Total);
    }

    [Fact]
    public async Task Escapes_what_the_organization_holds()
    {
        using var org = Open(seed: Nasty);
        var users = await PageAsync(org, "/emulator/users");
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;\\u{202e}\\u{7}", users, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", users, StringComparison.Ordinal);
        Assert.Contains("href=\"/emulator/users/u%3C1%3E\"", users, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", await PageAsync(org, "/emulator/users/u%3C1%3E"), StringComparison.Ordinal);
        Assert.Contains("A &amp; &quot;B&quot;", await PageAsync(org, "/emulator/groups"), StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", await PageAsync(org, "/emulator/users?find=%22%3E%3Cb%3E"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keeps_secrets_and_lets_nothing_in_from_elsewhere()
    {
        using var org = Open(new EmulatorOptions { ClientId = "emulator", RequestsPerMinute = 300 });
        var token = (await org.SignInAsync()).DefaultRequestHeaders.Authorization!.Parameter!;
        await org.PatchAsync("users/u-ann", """{"op":"replace","path":"password","value":"hunter2-secret"}""");
        foreach (var path in new[] { "/emulator", "/emulator/users", "/emulator/users/u-ann" })
        {
            var page = await PageAsync(org, path);
            Assert.DoesNotContain(token, page, StringComparison.Ordinal);
            Assert.DoesNotContain("hunter2", page, StringComparison.Ordinal);
            Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
            Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        }

        using var reply = await org.Anonymous.GetAsync("/emulator", TestContext.Current.CancellationToken);
        Assert.StartsWith("default-src 'none'", reply.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_where_the_root_leads_and_is_nowhere_else()
    {
        using var org = Open();
        Assert.Contains("href=\"/emulator\"", await PageAsync(org, "/"), StringComparison.Ordinal);
        using var icon = await org.Anonymous.GetAsync("/favicon.ico", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, icon.StatusCode);
        Assert.Equal(0, org.Emulator.Requests.Total);
        using var none = await org.Anonymous.GetAsync("/emulator/users/nobody", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        using var post = await org.Anonymous.PostAsync("/emulator/users", null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, post.StatusCode);
    }

    [Theory]
    [InlineData("/emulator", false)]
    [InlineData("/emulator?refresh=5", true)]
    [InlineData("/emulator/users?refresh=5", true)]
    [InlineData("/emulator?refresh=soon", false)]
    public async Task Refreshes_only_when_asked(string path, bool isRefreshed)
    {
        using var org = Open();
        var page = await PageAsync(org, path);
        Assert.Equal(isRefreshed, page.Contains("<meta http-equiv=\"refresh\" content=\"5\">", StringComparison.Ordinal));
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_members_and_groups_by_name()
    {
        using var org = Open();
        Assert.Contains(
            "<a href=\"/emulator/users/u-ann\">ann@acme.example</a></td><td>Ann</td>",
            await PageAsync(org, "/emulator/groups/g-sup"),
            StringComparison.Ordinal);
        Assert.Contains(
            "<a href=\"/emulator/groups/g-sup\">Support Agents</a>",
            await PageAsync(org, "/emulator/users/u-bob"),
            StringComparison.Ordinal);
        Assert.DoesNotContain("<th></th>", await PageAsync(org, "/emulator/groups"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Marks_errors_by_text_and_colour()
    {
        using var org = Open();
        await org.GetAsync("users/none");
        var page = await PageAsync(org, "/emulator");
        Assert.Contains("<tr class=\"error\">", page, StringComparison.Ordinal);
        Assert.Contains("<td>404 Not Found</td>", page, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme:dark", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_users_by_name_and_pages_both_ways()
    {
        var users = Enumerable.Range(0, 250).Reverse().Select(at => $$"""{"userName":"u{{at:000}}@acme.example","displayName":"U"}""");
        using var org = Open(seed: $$"""{"users":[{{string.Join(',', users)}}]}""");
        var first = await PageAsync(org, "/emulator/users");
        Assert.Contains("u099@acme.example", first, StringComparison.Ordinal);
        Assert.DoesNotContain("u100@acme.example", first, StringComparison.Ordinal);
        Assert.DoesNotContain("Previous", first, StringComparison.Ordinal);
        var second = await PageAsync(org, "/emulator/users?start=101");
        Assert.Contains("start=1&amp;find=\">Previous</a>", second, StringComparison.Ordinal);
        Assert.Contains("start=201&amp;find=\">Next</a>", second, StringComparison.Ordinal);
    }

    private static async Task<string> PageAsync(EmulatedOrganization org, string path)
    {
        using var reply = await org.Anonymous.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.Equal("text/html", reply.Content.Headers.ContentType!.MediaType);
        return await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
