using System.Net;
using System.Text;
using GenesysScimState.Emulator;
using Xunit;
using static GenesysScimState.Tests.Emulator.EmulatedOrganization;

namespace GenesysScimState.Tests.Emulator;

public sealed class Gateway
{
    [Fact]
    public async Task Every_answer_tells_the_quota_and_a_correlation_id()
    {
        using var org = Open();
        var first = await org.GetAsync("users");
        org.Time.Advance(TimeSpan.FromSeconds(10.5));
        var second = await org.GetAsync("users/none");
        Assert.Equal("1 of 300, 60 s", Quota(first));
        Assert.Equal("2 of 300, 50 s", Quota(second));
        Assert.True(Guid.TryParse(first.Headers["ININ-Correlation-Id"], out _));
        Assert.NotEqual(first.Headers["ININ-Correlation-Id"], second.Headers["ININ-Correlation-Id"], StringComparer.Ordinal);
    }

    [Fact]
    public async Task Above_the_quota_it_answers_429_until_the_minute_is_over()
    {
        using var org = Open(new EmulatorOptions { RequestsPerMinute = 2 });
        await org.GetAsync("users");
        org.Time.Advance(TimeSpan.FromSeconds(48));
        (await org.GetAsync("users")).Is(HttpStatusCode.OK);
        var refused = (await org.GetAsync("users")).Is(HttpStatusCode.TooManyRequests);
        Assert.Equal("too.many.requests.retry.after", refused.Code);
        Assert.Equal("12", refused.Headers["Retry-After"]);
        Assert.Contains("[12] seconds", (string)refused.Body!["message"]!, StringComparison.Ordinal);
        Assert.Equal(2, (int)refused.Body["limit"]!["value"]!);
        org.Time.Advance(TimeSpan.FromSeconds(12));
        Assert.Equal("1 of 2, 60 s", Quota((await org.GetAsync("users")).Is(HttpStatusCode.OK)));
    }

    [Fact]
    public async Task Tokens_do_not_count_against_the_quota()
    {
        using var org = Open(new EmulatorOptions { RequestsPerMinute = 1 });
        using var client = org.Anonymous;
        await TokenAsync(client);
        await TokenAsync(client);
        (await org.GetAsync("users")).Is(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/api/v2/scim/users")]
    [InlineData("/api/v2/scim/v2/users")]
    [InlineData("/api/v2/scim/Users")]
    [InlineData("/API/v2/SCIM/V2/USERS")]
    public async Task Both_bases_in_any_case_lead_to_the_users(string path)
    {
        using var org = Open();
        Assert.Equal(2, (int)(await org.GetAsync(path)).Is(HttpStatusCode.OK).Body!["totalResults"]!);
    }

    [Theory]
    [InlineData("/api/v2/users")]
    [InlineData("/api/v2/scim/v2/Bulk")]
    [InlineData("/api/v2/scim/v2/users/u-ann/groups")]
    public async Task An_unknown_path_is_404(string path)
    {
        using var org = Open();
        Assert.Equal("not.found", (await org.GetAsync(path)).Is(HttpStatusCode.NotFound).Code);
    }

    [Fact]
    public async Task Groups_can_neither_be_created_nor_deleted()
    {
        using var org = Open();
        var reply = (await org.PostAsync("groups", """{"displayName":"New"}""")).Is(HttpStatusCode.MethodNotAllowed);
        Assert.Equal("GET", reply.Headers["Allow"]);
        (await org.DeleteAsync("groups/g-emp")).Is(HttpStatusCode.MethodNotAllowed);
        (await org.DeleteAsync("users")).Is(HttpStatusCode.MethodNotAllowed);
        (await org.DeleteAsync("schemas")).Is(HttpStatusCode.MethodNotAllowed);
        (await org.GetAsync("/oauth/token")).Is(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task A_body_may_have_512000_bytes()
    {
        using var org = Open();
        const string Start = """{"userName":"a@b.c","displayName":"A","title":"x"}""";
        var most = Start + new string(' ', 512_000 - Start.Length);
        (await org.PostAsync("users", most)).Is(HttpStatusCode.Created);
        var reply = (await org.PostAsync("users", most + " ")).Is(HttpStatusCode.RequestEntityTooLarge);
        Assert.Equal(413, (int)reply.Body!["status"]!);
    }

    [Theory]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json", HttpStatusCode.Created)]
    [InlineData("application/json; charset=utf-8", HttpStatusCode.Created)]
    public async Task A_body_is_json(string contentType, HttpStatusCode status)
    {
        using var org = Open();
        var content = new StringContent("""{"userName":"a@b.c","displayName":"A"}""", Encoding.UTF8);
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(contentType);
        var client = await org.SignInAsync();
        using var response = await client.PostAsync("/api/v2/scim/users", content, TestContext.Current.CancellationToken);
        (await Reply.ReadAsync(response)).Is(status);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"userName":"a@b.c","userName":"a@b.c","displayName":"A"}""")]
    [InlineData("""{"userName":"a@b.c","displayName":"\ud800"}""")]
    [InlineData("""{"userName":"a@b.c","displayName":"A","\ud800":1}""")]
    public async Task A_malformed_body_is_400(string body)
    {
        using var org = Open();
        (await org.PostAsync("users", body)).IsRefused("invalidSyntax");
    }

    [Fact]
    public async Task Answers_in_the_type_the_client_names()
    {
        using var org = Open();
        Assert.Equal("application/scim+json", (await org.GetAsync("users")).Headers["Content-Type"]);
        var plain = await org.SendAsync(HttpMethod.Get, "users", null, ("Accept", "application/json"));
        Assert.Equal("application/json", plain.Headers["Content-Type"]);
    }

    [Fact]
    public async Task Counts_requests_until_reset()
    {
        using var org = Open();
        await org.GetAsync("users");
        await org.GetAsync("users/none");
        var counts = (await org.GetAsync("/emulator/requests")).Is(HttpStatusCode.OK).Body!;
        Assert.Equal(
            """{"total":3,"byMethod":{"GET":2,"POST":1},"byStatus":{"200":2,"404":1}}""", counts.ToJsonString());
        Assert.Equal(3, org.Emulator.Requests.Total);
        Assert.Equal(2, org.Emulator.Requests.ByStatus[200]);
        Assert.Equal(1, org.Emulator.Requests.ByMethod["POST"]);

        (await org.PostAsync("/emulator/reset", "")).Is(HttpStatusCode.NoContent);
        Assert.Equal(0, org.Emulator.Requests.Total);
        (await org.GetAsync("/emulator/other")).Is(HttpStatusCode.NotFound);
    }

    private static string Quota(Reply reply) =>
        $"{reply.Headers["inin-ratelimit-count"]} of {reply.Headers["inin-ratelimit-allowed"]}, {reply.Headers["inin-ratelimit-reset"]} s";
}
