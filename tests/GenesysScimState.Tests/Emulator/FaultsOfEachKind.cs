using System.Net;
using GenesysScimState.Emulator;
using GenesysScimState.Emulator.Faults;
using Xunit;
using static GenesysScimState.Tests.Emulator.EmulatedOrganization;

namespace GenesysScimState.Tests.Emulator;

public sealed class FaultsOfEachKind
{
    private const string Title = """{"op":"replace","path":"title","value":"New"}""";

    [Theory]
    [InlineData("POST", "/Users", "directory:user:add")]
    [InlineData("PATCH", "/users/u-ann", "directory:user:edit")]
    [InlineData("DELETE", "/Users/u-ann", "directory:user:delete")]
    [InlineData("GET", "/Groups", "directory:group:edit")]
    [InlineData("PATCH", "/groups/g-sup", "directory:group:edit")]
    public async Task A_missing_permission_is_403_for_one_operation(string method, string path, string permission)
    {
        using var org = With(new Fault(FaultKind.Forbidden) { Method = method, Path = path });
        var refused = await org.SendAsync(new(method), $"/api/v2/scim/v2{path}", method == "GET" ? null : "{}");
        Assert.Equal("missing.any.permissions", refused.Is(HttpStatusCode.Forbidden).Code);
        Assert.Contains(permission, (string)refused.Body!["message"]!, StringComparison.Ordinal);
        (await org.GetAsync("users")).Is(HttpStatusCode.OK);
        (await org.GetAsync("users/u-ann")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_rate_limit_says_when_to_come_again_or_does_not()
    {
        using var org = With(new Fault(FaultKind.RateLimit) { RetryAfter = 7, Times = 1 }, new Fault(FaultKind.RateLimit) { Body = FaultBody.Html });
        var said = (await org.GetAsync("users")).Is(HttpStatusCode.TooManyRequests);
        Assert.Equal("7", said.Header("Retry-After"));
        Assert.Equal("too.many.requests", said.Code);
        using var silent = await (await org.SignInAsync()).GetAsync("/api/v2/scim/users", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.TooManyRequests, silent.StatusCode);
        Assert.Equal("text/html", silent.Content.Headers.ContentType!.MediaType);
        Assert.Null(silent.Headers.RetryAfter);
    }

    [Theory]
    [InlineData(false, "Lead")]
    [InlineData(true, "New")]
    public async Task An_error_comes_before_or_after_the_change(bool isAfter, string title)
    {
        using var org = With(new Fault(FaultKind.Error) { Requests = FaultRequests.Writes, AfterCommit = isAfter, Status = 502, Times = 1 });
        (await org.PatchAsync("users/u-ann", Title)).Is(HttpStatusCode.BadGateway);
        Assert.Equal(title, (string)(await org.GetAsync("users/u-ann")).Body!["title"]!);
    }

    [Theory]
    [InlineData(false, "Lead")]
    [InlineData(true, "New")]
    public async Task A_connection_ends_before_or_after_the_change(bool isAfter, string title)
    {
        using var org = With(new Fault(FaultKind.Drop) { Requests = FaultRequests.Writes, AfterCommit = isAfter, Times = 1 });
        await using var host = await EmulatorHost.StartAsync(org.Emulator, 0, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<HttpRequestException>(() => org.PatchAsync("users/u-ann", Title));
        Assert.Equal(title, (string)(await org.GetAsync("users/u-ann")).Body!["title"]!);
    }

    [Fact]
    public async Task A_connection_ends_over_http_as_well()
    {
        using var org = With(new Fault(FaultKind.Drop));
        await using var host = await EmulatorHost.StartAsync(org.Emulator, 0, TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = host.BaseAddress };
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("/api/v2/scim/users", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_delay_ends_when_the_clock_says_so()
    {
        using var org = With(new Fault(FaultKind.Delay) { Milliseconds = 5000 });
        await org.SignInAsync();
        var waiting = org.GetAsync("users");
        while (!waiting.IsCompleted)
        {
            Assert.True(org.Emulator.Requests.Total <= 2);
            org.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        (await waiting).Is(HttpStatusCode.OK);
        Assert.True(org.Time.GetUtcNow() >= new DateTimeOffset(2026, 3, 1, 12, 0, 5, TimeSpan.Zero));
    }

    [Fact]
    public async Task Lists_lie_about_their_total_and_their_items()
    {
        using var org = With(
            new Fault(FaultKind.WrongTotal) { By = 3, Times = 1 },
            new Fault(FaultKind.DuplicateItem) { Times = 1 },
            new Fault(FaultKind.MissingItem) { Times = 1 });
        Assert.Equal(5, (int)(await org.GetAsync("users")).Body!["totalResults"]!);
        Assert.Equal(["ann@acme.example", "ann@acme.example"], (await org.GetAsync("users")).UserNames);
        Assert.Equal(["bob@acme.example"], (await org.GetAsync("users")).UserNames);
        Assert.Equal(["ann@acme.example", "bob@acme.example"], (await org.GetAsync("users")).UserNames);
    }

    [Fact]
    public async Task A_stale_read_shows_what_was_before_the_change()
    {
        using var org = With(new Fault(FaultKind.StaleRead) { Times = 1 });
        var before = await org.GetAsync("users/u-ann");
        Assert.Equal("\"1\"", (await org.GetAsync("users/u-ann")).ETag);
        await org.PatchAsync("users/u-ann", Title);
        var stale = await org.GetAsync("users/u-ann");
        Assert.Equal(before.Body!.ToJsonString(), stale.Body!.ToJsonString());
        Assert.Equal("\"1\"", stale.ETag);
        Assert.Equal("\"2\"", (await org.GetAsync("users/u-ann")).ETag);
    }

    [Fact]
    public async Task Tokens_expire()
    {
        using var org = With(new Fault(FaultKind.ExpiredToken) { Spares = 1, Times = 1 });
        (await org.GetAsync("users")).Is(HttpStatusCode.OK);
        Assert.Equal("credentials.expired", (await org.GetAsync("users")).Is(HttpStatusCode.Unauthorized).Code);
        Assert.Equal("bad.credentials", (await org.GetAsync("users")).Is(HttpStatusCode.Unauthorized).Code);
    }

    [Fact]
    public async Task Somebody_else_writes_first()
    {
        using var org = With(new Fault(FaultKind.VersionBump) { Times = 2 });
        (await org.PatchIfAsync("users/u-ann", "\"1\"", Title)).Is(HttpStatusCode.Conflict);
        (await org.PatchIfAsync("groups/g-sup", "\"1\"", """{"op":"remove","path":"members"}""")).Is(HttpStatusCode.Conflict);
        Assert.Equal("\"2\"", (await org.GetAsync("users/u-ann")).ETag);
    }

    [Fact]
    public async Task A_maintenance_begins_and_ends()
    {
        using var org = With(new Fault(FaultKind.Maintenance) { From = 10, For = 20 });
        (await org.GetAsync("users")).Is(HttpStatusCode.OK);
        org.Time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal("15", (await org.GetAsync("users")).Is(HttpStatusCode.ServiceUnavailable).Header("Retry-After"));
        org.Time.Advance(TimeSpan.FromSeconds(15));
        (await org.GetAsync("users")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_storm_lasts_and_passes()
    {
        using var org = With(new Fault(FaultKind.Error) { Spares = 1, Burst = 3, Times = 3 });
        var statuses = new List<int>();
        for (var at = 0; at < 6; at++)
        {
            using var reply = await (await org.SignInAsync()).GetAsync("/api/v2/scim/users", TestContext.Current.CancellationToken);
            statuses.Add((int)reply.StatusCode);
        }

        Assert.Equal([200, 503, 503, 503, 200, 200], statuses);
    }

    [Fact]
    public void Each_has_a_word() =>
        Assert.All(Enum.GetValues<FaultKind>(), kind => Assert.Equal(kind, FaultWords.Kind(FaultWords.Of(kind))));

    private static EmulatedOrganization With(params Fault[] faults) =>
        Open(new EmulatorOptions { Faults = new FaultPlan(1, faults) });
}
