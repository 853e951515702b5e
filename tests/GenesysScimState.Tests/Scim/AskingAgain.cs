using System.Globalization;
using System.Net;
using System.Net.Sockets;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Planning;
using Xunit;

namespace GenesysScimState.Tests.Scim;

public sealed class AskingAgain
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Retry-After", "7", "", 7)]
    [InlineData("Retry-After", "Thu, 01 Jan 2026 12:00:09 GMT", "", 9)]
    [InlineData("Retry-After", "Thu, 01 Jan 2026 11:00:00 GMT", "", 0)]
    [InlineData("inin-ratelimit-reset", "4", "", 4)]
    [InlineData("x", "y", """{"message":"Rate limit exceeded the maximum. Retry the request in [12] seconds"}""", 12)]
    [InlineData("x", "y", """{"message":"Rate limit exceeded the maximum [300] requests within [60] seconds"}""", 60)]
    public async Task A_429_is_waited_for_as_long_as_it_says(string header, string value, string body, double seconds)
    {
        var server = Failing(1, () => ScriptedServer.Json(429, body, (header, value)));
        using var organization = server.Organization();

        var result = await organization.WriteAsync(Genesys.Deletion, Genesys.Nobody, Cancellation);

        Assert.True(result.Succeeded);
        Assert.Equal(2, result.Attempts);
        Assert.Equal(seconds, server.Time.Seconds.Where(wait => wait > 0).Sum());
    }

    [Fact]
    public async Task A_429_that_does_not_say_is_waited_for_longer_each_time()
    {
        var server = Failing(3, () => ScriptedServer.Json(429, ""));
        using var organization = server.Organization();

        var result = await organization.WriteAsync(Genesys.Deletion, Genesys.Nobody, Cancellation);

        Assert.Equal([1, 2, 4], server.Time.Seconds);
        Assert.Equal(TimeSpan.FromSeconds(7), result.Duration);
    }

    [Fact]
    public async Task A_429_that_asks_for_more_than_three_minutes_is_given_up()
    {
        var server = Failing(99, () => ScriptedServer.Json(429, "", ("Retry-After", "181")));
        using var organization = server.Organization();

        var problem = (await organization.WriteAsync(Genesys.Deletion, Genesys.Nobody, Cancellation)).Problem!;

        Assert.Equal("GSS511", problem.Code);
        Assert.Contains("asks to wait 181 s, longer than the 180 s", problem.Message, StringComparison.Ordinal);
        Assert.Single(server.Sent);
        Assert.Empty(server.Time.Seconds);
    }

    [Fact]
    public async Task A_429_that_never_ends_is_given_up_after_ten()
    {
        var server = Failing(99, () => ScriptedServer.Json(429, "", ("Retry-After", "1")));
        using var organization = server.Organization();

        var result = await organization.WriteAsync(Genesys.Deletion, Genesys.Nobody, Cancellation);

        Assert.Equal(("GSS511", 10, 429), (result.Problem!.Code, result.Attempts, result.Status));
    }

    [Theory]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_server_that_fails_is_asked_six_times(int status)
    {
        var server = Failing(99, () => ScriptedServer.Text(status, "<html><title>Oops</title></html>", "text/html", ("ININ-Correlation-Id", "c-1")));
        using var organization = server.Organization();

        var result = await organization.WriteAsync(Genesys.Deletion, Genesys.Nobody, Cancellation);

        Assert.Equal(("GSS512", 6, status, "c-1"), (result.Problem!.Code, result.Attempts, result.Status, result.CorrelationId));
        Assert.Contains("\"Oops\" (correlation id c-1)", result.Problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connection_that_closes_while_it_opens_is_lost()
    {
        var server = Failing(2, () => throw new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.NotConnected));
        using var organization = server.Organization();

        Assert.Equal(3, (await organization.WriteAsync(Genesys.Deletion, Genesys.Nobody, Cancellation)).Attempts);
    }

    [Fact]
    public async Task A_lost_connection_is_made_again()
    {
        var server = Failing(2, () => throw new HttpRequestException(HttpRequestError.ResponseEnded));
        using var organization = server.Organization();

        var result = await organization.WriteAsync(Genesys.Update(Genesys.Set("title", null, "x")), Genesys.Nobody, Cancellation);

        Assert.Equal((true, 3), (result.Succeeded, result.Attempts));
        Assert.All(server.Sent, sent => Assert.Equal("\"56\"", sent.IfMatch));
    }

    [Fact]
    public async Task A_connection_lost_within_the_answer_is_made_again()
    {
        var server = Failing(1, () => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new BrokenStream()) });
        using var organization = server.Organization();

        Assert.Equal(2, (await organization.WriteAsync(Genesys.Deletion, Genesys.Nobody, Cancellation)).Attempts);
    }

    [Fact]
    public async Task A_PATCH_without_a_version_is_not_sent_twice_after_a_failure_that_leaves_it_open()
    {
        var server = Failing(1, () => ScriptedServer.Json(503, ""));
        using var organization = server.Organization();

        var result = await organization.WriteAsync(Genesys.Update() with { ExpectedVersion = null }, Genesys.Nobody, Cancellation);

        Assert.Equal((1, 1), (result.Attempts, server.Sent.Count(sent => sent.Method == "PATCH")));
    }

    [Fact]
    public async Task Memberships_are_sets_and_may_be_sent_again()
    {
        var server = Failing(1, () => ScriptedServer.Json(503, ""));
        using var organization = server.Organization();
        var ids = new Dictionary<string, string>(StringComparer.Ordinal) { ["ana"] = "a/1" };

        var result = await organization.WriteAsync(Genesys.Members(Operation.RemoveMembers, "ana"), ids, Cancellation);

        Assert.Equal((true, 2), (result.Succeeded, result.Attempts));
        Assert.Contains("members[value eq \\\"a/1\\\"]", server.Sent[0].Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SocketError.HostNotFound, "GSS513", "no such host", 1)]
    [InlineData(SocketError.TryAgain, "GSS513", "no such host", 6)]
    public async Task A_host_that_does_not_exist_is_said_at_once(SocketError error, string code, string reason, int attempts)
    {
        var server = Failing(99, () => throw new HttpRequestException(
            HttpRequestError.NameResolutionError, null, new SocketException((int)error)));
        using var organization = server.Organization();

        var problem = (await Assert.ThrowsAsync<OrganizationException>(() => organization.ReadAsync(Cancellation))).Problem;

        Assert.Equal(code, problem.Code);
        Assert.Contains($"api.example.cloud cannot be reached ({reason})", problem.Message, StringComparison.Ordinal);
        Assert.InRange(server.Sent.Count, attempts, attempts * 3);
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_said_at_once()
    {
        var server = Failing(99, () => throw new HttpRequestException(
            HttpRequestError.SecureConnectionError, null, new System.Security.Authentication.AuthenticationException("RemoteCertificateChainErrors")));
        using var organization = server.Organization();

        var result = await organization.WriteAsync(Genesys.Deletion, Genesys.Nobody, Cancellation);

        Assert.Equal(("GSS514", 1), (result.Problem!.Code, result.Attempts));
        Assert.Contains("RemoteCertificateChainErrors", result.Problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_left_after_its_time()
    {
        var server = Failing(0, () => throw new InvalidOperationException());
        server.Time.TriesTimeOut = true;
        using var organization = server.Organization(credentials: GenesysScimState.Scim.Credentials.OfToken("ready"));

        var result = await organization.WriteAsync(Genesys.Deletion, Genesys.Nobody, Cancellation);

        Assert.Equal(("GSS515", 6, 0), (result.Problem!.Code, result.Attempts, result.Status));
        Assert.Contains("within 100 s", result.Problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_that_was_cancelled_before_it_left_throws()
    {
        var server = Failing(0, () => throw new InvalidOperationException());
        using var organization = server.Organization();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => organization.WriteAsync(Genesys.Deletion, Genesys.Nobody, new(canceled: true)));
        Assert.Empty(server.Sent);
    }

    [Fact]
    public async Task A_write_that_is_cancelled_while_it_is_open_is_a_failure_that_says_so()
    {
        using var cancellation = new CancellationTokenSource();
        var server = Failing(99, () =>
        {
            cancellation.Cancel();
            return ScriptedServer.Json(503, "");
        });
        using var organization = server.Organization();

        var result = await organization.WriteAsync(Genesys.Deletion, Genesys.Nobody, cancellation.Token);

        Assert.Equal(("GSS523", 1), (result.Problem!.Code, result.Attempts));
    }

    [Fact]
    public async Task The_quota_is_used_up_and_not_exceeded()
    {
        var count = 0;
        var server = new ScriptedServer
        {
            Answer = _ => ScriptedServer.Json(404, "", ("inin-ratelimit-allowed", "3"),
                ("inin-ratelimit-count", (((count++ % 3) + 1)).ToString(CultureInfo.InvariantCulture)), ("inin-ratelimit-reset", "60")),
        };
        using var organization = server.Organization();

        for (var turn = 0; turn < 7; turn++)
        {
            await organization.WriteAsync(Genesys.Deletion, Genesys.Nobody, Cancellation);
        }

        Assert.Equal([60, 60], server.Time.Seconds);
    }

    [Fact]
    public async Task A_window_that_ends_later_than_anybody_waits_is_not_waited_for()
    {
        var server = new ScriptedServer
        {
            Answer = _ => ScriptedServer.Json(
                404, "", ("inin-ratelimit-allowed", "3"), ("inin-ratelimit-count", "3"), ("inin-ratelimit-reset", "3600")),
        };
        using var organization = server.Organization();

        await organization.WriteAsync(Genesys.Deletion, Genesys.Nobody, Cancellation);
        await organization.WriteAsync(Genesys.Deletion, Genesys.Nobody, Cancellation);

        Assert.Empty(server.Time.Seconds);
    }

    [Fact]
    public async Task A_429_holds_back_the_others_as_well()
    {
        var server = Failing(1, () => ScriptedServer.Json(429, "", ("Retry-After", "20")));
        using var organization = server.Organization();
        var started = server.Time.GetUtcNow();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(
            _ => organization.WriteAsync(Genesys.Deletion, Genesys.Nobody, Cancellation)));

        Assert.Equal(5, server.Sent.Count);
        Assert.True(server.Time.GetUtcNow() - started >= TimeSpan.FromSeconds(20));
    }

    /// <summary>Fails so many times, then takes everything.</summary>
    private static ScriptedServer Failing(int times, Func<HttpResponseMessage> failure)
    {
        var turn = 0;
        return new()
        {
            Answer = sent => Interlocked.Increment(ref turn) <= times ? failure()
                : ScriptedServer.Json(sent.Method == "DELETE" ? 404 : 200, ScriptedServer.User("1", more: "\"title\":\"x\"")),
        };
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override int Read(Span<byte> buffer) => throw new IOException("reset");

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("reset");

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
            throw new IOException("reset");
    }
}
