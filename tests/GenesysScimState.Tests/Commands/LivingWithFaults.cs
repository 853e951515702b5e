using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary>What the program does against an emulator that gets things wrong: it gets through, or says the truth.</summary>
public sealed class LivingWithFaults
{
    [Theory]
    [InlineData("- {kind: rate-limit, percent: 30, burst: 2, retryAfter: 2}")]
    [InlineData("- {kind: rate-limit, percent: 20, body: html}")]
    [InlineData("- {kind: rate-limit, requests: token, times: 2, body: none}")]
    [InlineData("- {kind: delay, percent: 50, milliseconds: 3000}")]
    [InlineData("- {kind: error, percent: 20, status: 500}")]
    [InlineData("- {kind: error, percent: 20, status: 502, body: html}")]
    [InlineData("- {kind: error, requests: writes, when: after, percent: 40, body: none}")]
    [InlineData("- {kind: drop, percent: 20}")]
    [InlineData("- {kind: drop, requests: writes, when: after, percent: 40}")]
    [InlineData("- {kind: stale-read, percent: 50}")]
    [InlineData("- {kind: missing-item, times: 1}")]
    [InlineData("- {kind: duplicate-item, times: 1}")]
    [InlineData("- {kind: wrong-total, skip: 1, times: 1}")]
    [InlineData("- {kind: expired-token, percent: 10}")]
    [InlineData("- {kind: version-bump, percent: 50}")]
    [InlineData("- {kind: maintenance, from: 0, for: 20, body: html}")]
    [InlineData("- {kind: delay, percent: 20}\n- {kind: error, percent: 10, when: after}\n- {kind: rate-limit, percent: 10}\n- {kind: version-bump, percent: 30}")]
    public async Task Apply_ends_and_nothing_is_left_in_the_end(string faults)
    {
        using var org = new ServedUnderStress(faults: $"seed: 3\nfaults:\n  {faults.Replace("\n", "\n  ", StringComparison.Ordinal)}\n");
        var first = await org.RunAsync("apply", "--auto-approve");
        Assert.True(first.Exit is 0 or 1 or 6, first.ToString());
        Assert.DoesNotContain("GSS799", first.ToString(), StringComparison.Ordinal);

        org.Heal();
        if (first.Exit == 0)
        {
            var second = await org.RunAsync("apply", "--auto-approve");
            Assert.True(second.Exit == 0, second.ToString());
            Assert.True(org.Writes.Count == 0, second.ToString());
        }

        await Settle(org);
    }

    [Theory]
    [InlineData("wrong-total, by: 1")]
    [InlineData("wrong-total, by: -1")]
    [InlineData("missing-item")]
    [InlineData("duplicate-item")]
    public async Task A_list_that_lies_is_no_plan_and_no_write(string fault)
    {
        using var org = new ServedUnderStress(faults: $"faults: [{{kind: {fault}}}]\n");
        var run = await org.RunAsync("apply", "--auto-approve");
        Assert.True(run.Exit == 1, run.ToString());
        Assert.Equal("", run.Out);
        Assert.Contains("error GSS5", run.Error, StringComparison.Ordinal);
        Assert.Empty(org.Writes);
        org.Heal();
        await Settle(org);
    }

    [Fact]
    public async Task The_same_seed_is_the_same_run()
    {
        const string Faults = "seed: 11\nfaults: [{kind: error, percent: 25, when: after}, {kind: rate-limit, percent: 20}]\n";
        using var one = new ServedUnderStress(faults: Faults);
        using var two = new ServedUnderStress(faults: Faults);
        Assert.Equal((await one.RunAsync("apply", "--auto-approve")).ToString(), (await two.RunAsync("apply", "--auto-approve")).ToString());
        Assert.Equal(one.Writes, two.Writes);
        Assert.Equal(one.Waited, two.Waited);
        Assert.Equal(one.Emulator.Requests.ByStatus, two.Emulator.Requests.ByStatus);
        Assert.True(one.Emulator.Requests.ByStatus.GetValueOrDefault(429) > 0);
        Assert.True(one.Emulator.Requests.ByStatus.GetValueOrDefault(503) > 0);
    }

    [Fact]
    public async Task A_target_in_the_same_process_can_have_faults()
    {
        using var org = new ServedUnderStress();
        org.Configure("{kind: emulator, data: data.json, seed: organization.json, faults: faults.yaml}");
        org.Write("faults.yaml", "faults: [{kind: wrong-total}]\n");
        Assert.Equal(1, (await org.RunAsync("plan")).Exit);
        org.Write("faults.yaml", "faults: [{kind: error, percent: 20}]\n");
        var run = await org.RunAsync("apply", "--auto-approve", "--verbose");
        Assert.Contains(" 503", run.Error, StringComparison.Ordinal);
        org.Write("faults.yaml", "faults: []\n");
        await org.RunAsync("apply", "--auto-approve");
        Assert.Equal(0, (await org.RunAsync("plan", "--detailed-exitcode")).Exit);
    }

    [Fact]
    public async Task A_file_of_faults_is_checked_like_every_other()
    {
        using var org = new ServedUnderStress();
        org.Configure("{kind: emulator, faults: faults.yaml}");
        org.Write("faults.yaml", """
            faults:
              - kind: drop
                retryAfter: 3
              - kind: erorr
              - kind: delay
                percent: 0
            """);
        var run = await org.RunAsync("plan");
        foreach (var command in (string[])["apply", "drift", "check", "export"])
        {
            var same = await org.RunAsync(command);
            Assert.Equal((3, run.Error), (same.Exit, same.Error));
        }

        Assert.Equal(3, run.Exit);
        Assert.Contains("faults.yaml:3:5: error GSS160: \"retryAfter\"", run.Error, StringComparison.Ordinal);
        Assert.Contains("faults.yaml:4:11: error GSS", run.Error, StringComparison.Ordinal);
        Assert.Contains("\"erorr\"", run.Error, StringComparison.Ordinal);
        Assert.Contains("faults.yaml:6:14: error GSS", run.Error, StringComparison.Ordinal);

        org.Write("faults.yaml", "# nothing yet\n");
        Assert.Contains("faults.yaml:1:1: error GSS722", (await org.RunAsync("plan")).Error, StringComparison.Ordinal);
        File.Delete(org.At("faults.yaml"));
        Assert.Contains("faults.yaml:1:1: error GSS103", (await org.RunAsync("plan")).Error, StringComparison.Ordinal);

        // Served, a file that is wrong ends the command before anything listens.
        org.Write("faults.yaml", "faults: [{kind: nothing}]\n");
        var served = await org.RunAsync("emulator", "--faults", org.At("faults.yaml"));
        Assert.Equal(3, served.Exit);
        Assert.Equal("", served.Out);
    }

    private static async Task Settle(ServedUnderStress org)
    {
        // What faults broke off may need a run or two; then there is nothing left.
        CliRun run = null!;
        for (var at = 0; at < 3; at++)
        {
            run = await org.RunAsync("apply", "--auto-approve");
        }

        Assert.True(run.Exit == 0, run.ToString());
        var before = org.Writes.Count;
        run = await org.RunAsync("plan", "--detailed-exitcode");
        Assert.True(run.Exit == 0, run.ToString());
        await org.RunAsync("apply", "--auto-approve");
        Assert.Equal(before, org.Writes.Count);
    }
}
