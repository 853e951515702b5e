using System.Net;
using System.Text.Json;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary>Writes are carried out, and their answers do not come, at every try.</summary>
public sealed class WritesWithoutAnAnswer
{
    private const string Left = "users:\n  - {userName: ana@x.test, externalId: e-ana, active: false}\n  - {userName: bob@x.test, externalId: e-bob}\n";

    public static TheoryData<string, string, string> Writes { get; } = new()
    {
        { "update", "users:\n  - {userName: ana@x.test, externalId: e-ana, title: Boss}\n", "1 updated" },
        { "deactivate", Left, "1 deactivated" },
        { "delete", "users:\n  - {userName: ana@x.test, externalId: e-ana, state: absent}\n", "1 deleted" },
        { "add-members", "users:\n  - {userName: ana@x.test, externalId: e-ana, groups: [Support]}\n  - {userName: bob@x.test, groups: [Support]}\ngroups:\n  - {displayName: Support, membership: exclusive}\n", "1 member added" },
        { "remove-members", "users:\n  - {userName: bob@x.test}\ngroups:\n  - {displayName: Support, membership: exclusive}\n", "1 removed" },
        { "create", "users:\n  - {userName: new@x.test, externalId: e-new, displayName: New, roles: [employee]}\n", "1 created" },
    };

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Are_found_done_by_a_read(string operation, string state, string count)
    {
        foreach (var gateway in new Action<HttpResponseMessage>[]
        {
            answer => answer.StatusCode = HttpStatusCode.GatewayTimeout,
            _ => throw new HttpRequestException(HttpRequestError.Unknown, "An error occurred", new IOException("Connection reset by peer")),
            answer => answer.Content.Headers.ContentLength = 1L << 40,
        })
        {
            using var bench = Bench(state);
            bench.Recorded.Answered = (request, answer) => Gateway(request, answer, gateway);

            var apply = await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");
            bench.Recorded.Forget();
            await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");

            Assert.Contains(count, apply.Out, StringComparison.Ordinal);
            Assert.Contains($"\"operation\":\"{operation}\"", bench.Audit, StringComparison.Ordinal);
            Assert.DoesNotContain("\"outcome\":\"failed\"", bench.Audit, StringComparison.Ordinal);
            Assert.Empty(bench.Recorded.Writes);
        }
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Are_unknown_while_nothing_can_be_read_and_the_next_run_finds_them_done(string operation, string state, string count)
    {
        using var bench = Bench(state);
        var wrote = false;
        bench.Recorded.Answered = (request, answer) =>
        {
            wrote |= request.Method != HttpMethod.Get;
            answer.StatusCode = wrote ? HttpStatusCode.GatewayTimeout : answer.StatusCode;
        };

        var first = await bench.RunAsync(ExitCode.Partial, "apply", "--auto-approve", "--report", bench.At("report.json"));
        bench.Recorded.Answered = (_, _) => { };
        bench.Recorded.Forget();
        var second = await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");
        var show = await bench.RunAsync(ExitCode.Ok, "audit", "show");

        Assert.Contains($"{operation} unknown", first.Out, StringComparison.Ordinal);
        Assert.Contains("0 failed, 1 unknown, 0 skipped", first.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(count, first.Out, StringComparison.Ordinal);
        var report = await File.ReadAllTextAsync(bench.At("report.json"), TestContext.Current.CancellationToken);
        Schemas.Check("report", report);
        using var json = JsonDocument.Parse(report);
        Assert.Equal(1, json.RootElement.GetProperty("summary").GetProperty("unknown").GetInt32());
        Assert.Contains("note GSS831: run run-1 ended without the result of a write: ", second.Error, StringComparison.Ordinal);
        Assert.Contains("\"event\":\"resolved\"", bench.Audit, StringComparison.Ordinal);
        Assert.Empty(bench.Recorded.Writes);
        Assert.DoesNotContain("unknown", show.Out, StringComparison.Ordinal);
        Array.ForEach(bench.Audit.TrimEnd().Split('\n'), line => Schemas.Check("audit", line));
    }

    [Fact]
    public async Task Are_failed_when_a_read_shows_that_they_were_not_carried_out()
    {
        using var bench = Bench(Left);
        bench.Recorded.Intercept = request => request.Method == HttpMethod.Get ? null : new HttpResponseMessage(HttpStatusCode.GatewayTimeout) { Content = new StringContent("") };

        var first = await bench.RunAsync(ExitCode.Partial, "apply", "--auto-approve");
        bench.Recorded.Intercept = _ => null;
        var second = await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");

        Assert.Contains("deactivate failed", first.Out, StringComparison.Ordinal);
        Assert.Contains("1 deactivated", second.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("GSS83", second.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_that_is_too_long_has_its_own_words()
    {
        using var bench = Bench(Left);
        bench.Recorded.Answered = (request, answer) => answer.Content.Headers.ContentLength = 1L << 40;

        var plan = await bench.RunAsync(ExitCode.Failed, "plan");

        Assert.Contains("error GSS525: ", plan.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("cannot be reached", plan.Error, StringComparison.Ordinal);
    }

    private static Workbench Bench(string state)
    {
        var bench = new Workbench(configuration: "limits: {delete: {count: 1}}");
        bench.Declare(state);
        return bench;
    }

    private static void Gateway(HttpRequestMessage request, HttpResponseMessage answer, Action<HttpResponseMessage> gateway)
    {
        if (request.Method != HttpMethod.Get)
        {
            gateway(answer);
        }
    }
}
