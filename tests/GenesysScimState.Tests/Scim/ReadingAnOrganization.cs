using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Model;
using GenesysScimState.Scim;
using Xunit;

namespace GenesysScimState.Tests.Scim;

public sealed class ReadingAnOrganization
{
    private static readonly Dialect Standard = Genesys.Dialect with { Capabilities = new() { InactiveListedApart = false } };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_is_read_with_the_fewest_requests()
    {
        var server = Genesys200(active: 60, inactive: 30, groups: 2);
        using var organization = server.Organization();

        var state = await organization.ReadAsync(Cancellation);

        Assert.Equal((90, 60, 2), (state.Users.Length, state.Users.Count(user => user.Active), state.Groups.Length));
        // 3 + 2 + 1 pages, the token, and the two user listings counted once more.
        Assert.Equal(9, state.Requests);
        Assert.Equal("GET 8, POST 1", string.Join(", ", organization.Requests.ByMethod.Select(pair => $"{pair.Key} {pair.Value}")));
        Assert.Equal(1, server.Tokens);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(25, 25, 25)]
    [InlineData(26, 0, 0)]
    [InlineData(1000, 300, 80)]
    public async Task Never_more_than_five_requests_beside_the_pages(int active, int inactive, int groups)
    {
        using var organization = Genesys200(active, inactive, groups).Organization();

        var state = await organization.ReadAsync(Cancellation);

        Assert.Equal((active + inactive, groups), (state.Users.Length, state.Groups.Length));
        Assert.InRange(state.Requests, 0, ((active + 24) / 25) + ((inactive + 24) / 25) + ((groups + 24) / 25) + 5);
    }

    [Fact]
    public async Task At_most_four_requests_are_under_way_at_once()
    {
        using var counting = new InFlight { InnerHandler = Genesys200(active: 500, inactive: 500, groups: 500) };
        using var organization = new ScimOrganization(
            new(ScimEndpoint.OfDomain("example.cloud"), Credentials.OfClient("client", "secret"))
            {
                Transport = counting,
                Time = TimeProvider.System,
                Jitter = () => 0,
            },
            Genesys.Dialect);

        Assert.Equal(1000, (await organization.ReadAsync(Cancellation)).Users.Length);
        Assert.InRange(counting.Most, 1, 4);
    }

    [Fact]
    public async Task A_server_with_smaller_pages_is_followed_by_what_came()
    {
        var all = ScriptedServer.Users("u", 60);
        var server = Listing(sent => ScriptedServer.Page(sent, all, cap: 10));
        using var organization = server.Organization(Standard);

        var state = await organization.ReadAsync(Cancellation);

        Assert.Equal(60, state.Users.Length);
        Assert.Contains("GET /Users?startIndex=11&count=25", server.Log, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_page_that_comes_short_in_the_middle_is_filled_up()
    {
        var all = ScriptedServer.Users("u", 110);
        var server = Listing(sent => ScriptedServer.Page(sent, all, cap: sent.Path.Contains("startIndex=26&", StringComparison.Ordinal) ? 20 : 25));
        using var organization = server.Organization(Standard);

        var state = await organization.ReadAsync(Cancellation);

        Assert.Equal(110, state.Users.Select(user => user.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Contains("GET /Users?startIndex=46&count=25", server.Log, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_server_that_gives_everything_at_once_is_done()
    {
        var all = ScriptedServer.Users("u", 60);
        using var organization = Listing(sent => sent.Path.Contains("startIndex=1&", StringComparison.Ordinal)
            ? ScriptedServer.Page(60, all) : ScriptedServer.Page(60, [])).Organization(Standard);

        Assert.Equal(60, (await organization.ReadAsync(Cancellation)).Users.Length);
    }

    [Fact]
    public async Task Fewer_than_totalResults_is_incomplete() => await IsRefusedAsync(
        "GSS517", "59 of 60 came", Genesys.Dialect,
        sent => ScriptedServer.Page(sent, ScriptedServer.Users("u", 59), total: 60));

    [Fact]
    public async Task A_totalResults_that_is_the_size_of_some_pages_is_refused() => await IsRefusedAsync(
        "GSS519", "totalResults was the size of the page and then 25", Standard,
        sent =>
        {
            var page = ScriptedServer.Users("u", 40);
            return ScriptedServer.Page(sent, page, total: sent.Path.Contains("startIndex=26&", StringComparison.Ordinal) ? 15 : 25);
        });

    [Fact]
    public async Task A_server_that_pays_no_attention_to_startIndex_is_a_loop() => await IsRefusedAsync(
        "GSS518", "startIndex 26", Standard, _ => ScriptedServer.Page(25, ScriptedServer.Users("u", 25)));

    [Fact]
    public async Task The_same_page_again_is_a_loop_and_not_the_rest() => await IsRefusedAsync(
        "GSS518", "startIndex 11", Standard, _ => ScriptedServer.Page(30, ScriptedServer.Users("u", 10)));

    [Fact]
    public async Task An_entry_that_comes_twice_has_moved_and_another_is_missing() => await IsRefusedAsync(
        "GSS519", "1 came twice", Genesys.Dialect,
        sent => ScriptedServer.Page(sent, [.. ScriptedServer.Users("u", 29), ScriptedServer.User("u1")]));

    [Fact]
    public async Task Totals_that_change_from_page_to_page_are_refused() => await IsRefusedAsync(
        "GSS519", "totalResults was 30 and then 31", Genesys.Dialect,
        sent => ScriptedServer.Page(
            sent, ScriptedServer.Users("u", 30), total: sent.Path.Contains("startIndex=26", StringComparison.Ordinal) ? 31 : 30));

    [Theory]
    [InlineData(2)]
    [InlineData(0)]
    public async Task A_total_that_is_another_behind_the_end_or_the_second_time_is_read_again(int users)
    {
        var lies = 2;
        var all = ScriptedServer.Users("u", users);
        var server = new ScriptedServer
        {
            Answer = sent => sent.Path.StartsWith("/Groups", StringComparison.Ordinal) ? ScriptedServer.Page(sent, [])
                : ScriptedServer.Page(sent, all, total: (sent.Path.Contains("startIndex=3", StringComparison.Ordinal) || sent.Path.EndsWith(users == 0 ? "count=1" : "count=0", StringComparison.Ordinal)) && lies-- > 0 ? 5 : users),
        };
        using var organization = server.Organization(Standard);

        Assert.Equal(users, (await organization.ReadAsync(Cancellation)).Users.Length);
        Assert.Equal(2, server.Log.Count(line => line.StartsWith("GET /Users?startIndex=1&count=25", StringComparison.Ordinal)) - (users == 0 ? 1 : 0));
    }

    [Fact]
    public async Task A_user_in_both_listings_has_changed_sides_and_all_is_read_again()
    {
        var reads = 0;
        var server = new ScriptedServer
        {
            Answer = sent => sent.Path switch
            {
                "/Users?startIndex=1&count=25&filter=active eq false" => Interlocked.Increment(ref reads) == 1
                    ? ScriptedServer.Page(1, [ScriptedServer.User("u1", active: false)]) : ScriptedServer.Page(0, []),
                "/Users?startIndex=1&count=1&filter=active eq false" => ScriptedServer.Page(0, []),
                "/Users?startIndex=1&count=0" => ScriptedServer.Page(1, []),
                _ when sent.Path.StartsWith("/Users", StringComparison.Ordinal) => ScriptedServer.Page(1, [ScriptedServer.User("u1")]),
                _ => ScriptedServer.Page(0, []),
            },
        };
        using var organization = server.Organization();

        var state = await organization.ReadAsync(Cancellation);

        Assert.True(Assert.Single(state.Users).Active);
        Assert.Equal(2, reads);
    }

    [Fact]
    public async Task A_user_that_became_active_meanwhile_is_noticed_by_the_count_at_the_end()
    {
        var counts = 0;
        var server = new ScriptedServer
        {
            Answer = sent => sent.Path switch
            {
                "/Users?startIndex=1&count=0" => ScriptedServer.Page(++counts == 1 ? 2 : 1, []),
                _ when sent.Path.Contains("filter", StringComparison.Ordinal) => ScriptedServer.Page(0, []),
                _ when sent.Path.StartsWith("/Users", StringComparison.Ordinal) => ScriptedServer.Page(1, [ScriptedServer.User("u1")]),
                _ => ScriptedServer.Page(0, []),
            },
        };
        using var organization = server.Organization();

        await organization.ReadAsync(Cancellation);

        Assert.Equal(2, counts);
    }

    [Theory]
    [InlineData("<html>proxy</html>", "an HTML page")]
    [InlineData("", "an empty body")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("""{"Resources":[]}""", "no totalResults")]
    [InlineData("""{"totalResults":1,"Resources":[{"userName":"a"}]}""", "an entry without id")]
    [InlineData("""{"totalResults":1,"Resources":[{"id":"1"}]}""", "a user without userName")]
    public async Task What_is_not_SCIM_is_said(string body, string reason) =>
        await IsRefusedAsync("GSS516", reason, Genesys.Dialect, _ => ScriptedServer.Json(200, body));

    [Fact]
    public async Task A_missing_permission_is_named()
    {
        using var organization = new ScriptedServer
        {
            Answer = sent => sent.Path.StartsWith("/Groups", StringComparison.Ordinal)
                ? ScriptedServer.Json(403, """{"message":"Unable to perform the requested action. You are missing the following permission(s): directory:group:edit","code":"missing.permissions","contextId":"c-9"}""")
                : ScriptedServer.Page(0, []),
        }.Organization();

        var problem = (await Assert.ThrowsAsync<OrganizationException>(() => organization.ReadAsync(Cancellation))).Problem;

        Assert.Equal("GSS505", problem.Code);
        Assert.Contains("\"SCIM Integration\" or a role with directory:group:edit", problem.Message, StringComparison.Ordinal);
        Assert.Contains("correlation id c-9", problem.Message, StringComparison.Ordinal);
    }

    private sealed class InFlight : DelegatingHandler
    {
        private readonly Lock _lock = new();
        private int _now;

        public int Most { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Count(1);
            await Task.Yield();
            var response = await base.SendAsync(request, cancellationToken);
            await Task.Yield();
            Count(-1);
            return response;
        }

        private void Count(int step)
        {
            lock (_lock)
            {
                Most = Math.Max(Most, _now += step);
            }
        }
    }

    private static async Task IsRefusedAsync(string code, string reason, Dialect dialect, Func<Sent, HttpResponseMessage> users)
    {
        using var organization = Listing(users).Organization(dialect);

        var problem = (await Assert.ThrowsAsync<OrganizationException>(() => organization.ReadAsync(Cancellation))).Problem;

        Assert.Equal(code, problem.Code);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }

    /// <summary>Users by the function, nobody inactive, no groups.</summary>
    private static ScriptedServer Listing(Func<Sent, HttpResponseMessage> users) => new()
    {
        Answer = sent => sent.Path.StartsWith("/Users", StringComparison.Ordinal) && !sent.Path.Contains("filter", StringComparison.Ordinal)
            ? users(sent) : ScriptedServer.Page(0, []),
    };

    private static ScriptedServer Genesys200(int active, int inactive, int groups)
    {
        var listed = ScriptedServer.Users("a", active);
        string[] hidden = [.. ScriptedServer.Users("i", inactive).Select(user => user.Replace("\"active\":true", "\"active\":false", StringComparison.Ordinal))];
        string[] named = [.. Enumerable.Range(1, groups).Select(number => $$"""{"id":"g{{number}}","displayName":"Group {{number}}","members":[{"value":"a1"}]}""")];
        return new()
        {
            Answer = sent => ScriptedServer.Page(sent, sent.Path.StartsWith("/Groups", StringComparison.Ordinal) ? named
                : sent.Path.EndsWith("&filter=active eq false", StringComparison.Ordinal) ? hidden : listed),
        };
    }
}
