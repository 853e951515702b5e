using System.Net;
using GenesysScimState.Emulator;
using Xunit;
using static GenesysScimState.Tests.Emulator.EmulatedOrganization;

namespace GenesysScimState.Tests.Emulator;

public sealed class ListsOfNames
{
    private const string Roles = "/api/v2/authorization/roles";

    [Theory]
    [InlineData(Roles, "employee, Supervisor")]
    [InlineData("/api/v2/routing/skills", "Billing, Returns")]
    [InlineData("/api/v2/routing/languages", "English")]
    [InlineData("/api/v2/authorization/divisions", "Home, Customer Care")]
    [InlineData("/API/v2/Routing/Skills?pageNumber=0&pageSize=0", "Billing")]
    public async Task Are_those_of_the_organization(string path, string expected)
    {
        using var org = Open();
        Assert.Equal(expected, Names((await org.GetAsync(path)).Is(HttpStatusCode.OK)));
    }

    [Fact]
    public async Task Come_in_pages()
    {
        using var org = Open(new EmulatorOptions { MaxPageSize = 40 }, Seed.Replace(
            "\"English\"", string.Join(", ", Enumerable.Range(1, 60).Select(number => $"\"L{number}\"")), StringComparison.Ordinal));

        Assert.Equal("page 1 of 3, 25 of 60, size 25", Shape(await org.GetAsync("/api/v2/routing/languages")));
        Assert.Equal("page 2 of 2, 20 of 60, size 40", Shape(await org.GetAsync("/api/v2/routing/languages?pageNumber=2&pageSize=500")));
        Assert.Equal("page 9 of 3, 0 of 60, size 25", Shape(await org.GetAsync("/api/v2/routing/languages?pageNumber=9")));
        Assert.Equal("L3", Names(await org.GetAsync("/api/v2/routing/languages?pageNumber=3&pageSize=1")));
        (await org.GetAsync($"{Roles}?pageNumber=two")).Is(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Have_an_id_for_each_name_that_stays()
    {
        using var org = Open(seed: Seed.Replace("\"English\"", "\"English\", \"english\"", StringComparison.Ordinal));
        var first = Ids(await org.GetAsync("/api/v2/routing/languages"));
        org.Restart();

        Assert.Equal(first, Ids(await org.GetAsync("/api/v2/routing/languages")));
        Assert.Equal(2, first.Distinct().Count());
    }

    [Fact]
    public async Task Need_a_token_and_count_against_the_quota()
    {
        using var org = Open(new EmulatorOptions { RequestsPerMinute = 1 });
        using var anonymous = org.Anonymous;
        using var refused = await anonymous.GetAsync(Roles, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);

        var reply = (await org.GetAsync(Roles)).Is(HttpStatusCode.OK);
        Assert.Equal("1", reply.Headers["inin-ratelimit-count"]);
        Assert.Equal("application/json", reply.Headers["Content-Type"]);
        (await org.GetAsync(Roles)).Is(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Can_only_be_read()
    {
        using var org = Open();
        Assert.Equal("GET", (await org.PostAsync(Roles, "{}")).Is(HttpStatusCode.MethodNotAllowed).Headers["Allow"]);
        (await org.GetAsync($"{Roles}/1")).Is(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(Roles, "missing.any.permissions", "[authorization:role:view]")]
    [InlineData("/api/v2/routing/skills", "not.authorized", "not authorized")]
    [InlineData("/api/v2/routing/languages", "not.authorized", "not authorized")]
    [InlineData("/api/v2/authorization/divisions", "not.authorized", "not authorized")]
    public async Task Can_be_kept_from_the_client(string path, string code, string said)
    {
        using var org = Open(new EmulatorOptions { MayListNames = false });
        var reply = (await org.GetAsync(path)).Is(HttpStatusCode.Forbidden);
        Assert.Equal(code, reply.Code);
        Assert.Contains(said, (string)reply.Body!["message"]!, StringComparison.Ordinal);
        (await org.GetAsync("users")).Is(HttpStatusCode.OK);
    }

    private static string Names(Reply reply) =>
        string.Join(", ", reply.Body!["entities"]!.AsArray().Select(entity => (string)entity!["name"]!));

    private static string[] Ids(Reply reply) =>
        [.. reply.Body!["entities"]!.AsArray().Select(entity => (string)entity!["id"]!)];

    private static string Shape(Reply reply)
    {
        var body = reply.Is(HttpStatusCode.OK).Body!;
        return $"page {body["pageNumber"]} of {body["pageCount"]}, {body["entities"]!.AsArray().Count} of {body["total"]}, size {body["pageSize"]}";
    }
}
