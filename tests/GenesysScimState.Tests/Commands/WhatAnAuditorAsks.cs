using System.Text.Json;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary>The audit log after refusals, renamings, interruptions and kills, as the commands on it show it.</summary>
public sealed class WhatAnAuditorAsks
{
    private const string Log = ".scimstate/audit.jsonl";

    private const string Deactivation = "users:\n  - {userName: ana@x.test, externalId: e-ana, active: false}\n";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Refused_apply_is_recorded_and_a_plan_is_not(bool isSaved)
    {
        using var bench = new Workbench(configuration: "limits: {deactivate: {count: 0}}");
        bench.Declare(Deactivation);
        await bench.RunAsync(ExitCode.Refused, "plan", "-o", bench.At("plan.json"));
        Assert.False(File.Exists(bench.At(Log)));

        await bench.RunAsync(ExitCode.Refused, isSaved ? ["apply", bench.At("plan.json")] : ["apply", "--auto-approve"]);

        var record = Assert.Single(bench.Audit.TrimEnd('\n').Split('\n'));
        Schemas.Check("audit", record);
        Assert.Contains("\"guards\":[{\"guard\":\"limits.deactivate.count\",\"code\":\"GSS406\"}]", record, StringComparison.Ordinal);
        Assert.Contains($"\"plan\":\"{await bench.DigestAsync()}\"", record, StringComparison.Ordinal);
        var show = await bench.RunAsync(ExitCode.Ok, "audit", "show", "--outcome", "refused");
        Assert.Contains("refused by limits.deactivate.count, started by tester", show.Out, StringComparison.Ordinal);
        await bench.RunAsync(ExitCode.Ok, "audit", "verify");
    }

    [Fact]
    public async Task Refusal_stands_when_it_cannot_be_recorded()
    {
        using var bench = new Workbench(configuration: "limits: {deactivate: {count: 0}}");
        bench.Declare(Deactivation);
        bench.Write(Log + "/in-the-way", "");

        var apply = await bench.RunAsync(ExitCode.Refused, "apply", "--auto-approve");

        Assert.Contains("error GSS713: the audit log cannot be written", apply.Error, StringComparison.Ordinal);
        Assert.Empty(bench.Recorded.Writes);
    }

    [Theory]
    [InlineData("ana@x.test")]
    [InlineData("Ana@X.test")]
    [InlineData("ana.new@x.test")]
    [InlineData("ana.newest@x.test")]
    [InlineData("e-ana")]
    [InlineData("u-ana")]
    public async Task Renamed_user_is_found_by_each_name(string user)
    {
        using var bench = new Workbench();
        await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");
        foreach (var name in (string[])["ana.new@x.test", "ana.newest@x.test"])
        {
            bench.Declare($"users:\n  - {{userName: {name}, externalId: e-ana, title: Boss, groups: [Support]}}\n  - {{userName: bob@x.test, externalId: e-bob, groups: [Support]}}\ngroups:\n  - displayName: Support\n");
            await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");
        }

        var show = await bench.RunAsync(ExitCode.Ok, "audit", "show", "--user", user);

        Assert.Equal(4, show.Out.TrimEnd('\n').Split('\n').Length);
        Assert.Contains("group/Support", show.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_that_was_handed_on_does_not_lead_to_the_later_user()
    {
        using var bench = new Workbench();
        bench.Declare("users:\n  - {userName: ana.new@x.test, externalId: e-ana}\n");
        await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");
        bench.Declare("users:\n  - {userName: ana.new@x.test, externalId: e-ana}\n  - {userName: ana@x.test, externalId: e-eva, displayName: Eva, roles: [employee], groups: [Support]}\n  - {userName: bob@x.test, externalId: e-bob, groups: [Support]}\ngroups:\n  - displayName: Support\n");
        await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");

        Assert.Single((await bench.RunAsync(ExitCode.Ok, "audit", "show", "--user", "ana.new@x.test")).Out.TrimEnd('\n').Split('\n'));
        Assert.Equal(3, (await bench.RunAsync(ExitCode.Ok, "audit", "show", "--user", "ana@x.test")).Out.TrimEnd('\n').Split('\n').Length);
    }

    [Fact]
    public async Task Report_from_the_log_repeats_exit_code_and_requests()
    {
        using var bench = new Workbench();
        await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve", "--report", bench.At("report.json"));

        using var real = JsonDocument.Parse(await File.ReadAllTextAsync(bench.At("report.json"), TestContext.Current.CancellationToken));
        using var made = JsonDocument.Parse((await bench.RunAsync(ExitCode.Ok, "audit", "report")).Out);

        Assert.Equal(real.RootElement.GetProperty("exit_code").GetInt32(), made.RootElement.GetProperty("exit_code").GetInt32());
        Assert.Equal(real.RootElement.GetProperty("requests").GetRawText(), made.RootElement.GetProperty("requests").GetRawText());
    }

    [Fact]
    public async Task Report_of_a_killed_run_counts_what_was_not_attempted_and_what_is_unknown()
    {
        using var bench = new Workbench();
        await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");
        bench.Write(Log, string.Join('\n', bench.Audit.Split('\n')[..2]) + "\n");

        var json = (await bench.RunAsync(ExitCode.Ok, "audit", "report", "-o", bench.At("report.json"))).Out;
        var text = await File.ReadAllTextAsync(bench.At("report.json"), TestContext.Current.CancellationToken);

        Assert.Contains("1 change not attempted", json, StringComparison.Ordinal);
        Assert.Contains("1 unknown, 0 skipped, 1 not attempted", json, StringComparison.Ordinal);
        Schemas.Check("report", text);
        using var report = JsonDocument.Parse(text);
        Assert.Equal((1, 1), (report.RootElement.GetProperty("summary").GetProperty("unknown").GetInt32(), report.RootElement.GetProperty("summary").GetProperty("not_attempted").GetInt32()));
        Assert.False(report.RootElement.TryGetProperty("requests", out _));
    }

    [Fact]
    public async Task Log_that_is_removed_under_an_apply_stops_it()
    {
        using var bench = new Workbench();
        bench.Recorded.Answered = (request, _) =>
        {
            if (request.Method != HttpMethod.Get)
            {
                File.Delete(bench.At(Log));
            }
        };

        var apply = await bench.RunAsync(ExitCode.Partial, "apply", "--auto-approve");

        Assert.Single(bench.Recorded.Writes);
        Assert.Contains("error GSS814: the audit log", apply.ToString(), StringComparison.Ordinal);
        Assert.Contains("1 change not attempted", apply.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("WHO", "WHY")]
    [InlineData("who", "why?")]
    [InlineData("\"  \"", "todo")]
    [InlineData("<name>", "<reason>")]
    [InlineData("", "")]
    public async Task Approval_that_is_not_filled_in_is_refused_on_its_lines(string by, string reason)
    {
        using var bench = new Workbench(configuration: "limits: {deactivate: {count: 0}}");
        bench.Declare(Deactivation);
        bench.Write("approvals/a.yaml", $"plan: {await bench.DigestAsync()}\nallow: [limits.deactivate.count]\nby: {by}\nreason: {reason}\nuntil: 2026-12-01\n");

        var apply = await bench.RunAsync(ExitCode.Invalid, "apply", "--auto-approve");

        Assert.Contains("approvals/a.yaml:3:", apply.Error, StringComparison.Ordinal);
        Assert.Contains("write the name or e-mail address of the approver", apply.Error, StringComparison.Ordinal);
        Assert.Contains("approvals/a.yaml:4:", apply.Error, StringComparison.Ordinal);
        Assert.Equal(2, apply.Error.Split("error GSS").Length - 1);
        Assert.Empty(bench.Recorded.Writes);
    }

    [Fact]
    public async Task Lines_of_the_plan_copied_unchanged_approve_nothing()
    {
        using var bench = new Workbench(configuration: "limits: {deactivate: {count: 0}}");
        bench.Declare(Deactivation);
        var plan = await bench.RunAsync(ExitCode.Refused, "plan");
        bench.Write("approvals/a.yaml", string.Join('\n', plan.Out.Split('\n').SkipWhile(line => !line.StartsWith("  plan: sha256:", StringComparison.Ordinal)).TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal)).Select(line => line[2..])));

        Assert.Contains("GSS728", (await bench.RunAsync(ExitCode.Invalid, "plan")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approval_for_an_earlier_plan_is_named_once_where_the_plan_is_refused()
    {
        using var bench = new Workbench(configuration: "limits: {deactivate: {count: 0}}");
        bench.Declare(Deactivation);
        bench.Write("approvals/a.yaml", $"plan: sha256:{new string('0', 64)}\nallow: [limits.deactivate.count]\nby: jane\nreason: x\nuntil: 2026-12-01\n");

        foreach (var arguments in (string[][])[["plan"], ["plan", "--approve", bench.At("approvals/a.yaml")]])
        {
            var plan = await bench.RunAsync(ExitCode.Refused, arguments);
            Assert.Equal(1, plan.ToString().Split("GSS717").Length - 1);
            Assert.Contains("the plan has changed since", plan.Error, StringComparison.Ordinal);
        }

        Assert.Contains("GSS717", (await bench.RunAsync(ExitCode.Refused, "plan", "--json")).Out, StringComparison.Ordinal);
        await bench.RunAsync(ExitCode.Refused, "plan", "--markdown", bench.At("plan.md"));
        Assert.Contains("the plan has changed since", await File.ReadAllTextAsync(bench.At("plan.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--auto-aprove", "--auto-approve", "apply", "--auto-aprove")]
    [InlineData("--heda", "--head", "audit", "verify", "--heda", "x")]
    [InlineData("--htlm", "--html", "show", "--htlm", "x")]
    [InlineData("--jsno", "--json", "plan", "-o", "--jsno")]
    [InlineData("-x", null, "apply", "-x")]
    public async Task Mistyped_option_is_not_a_value(string word, string? meant, params string[] arguments)
    {
        using var bench = new Workbench();

        var run = await bench.RunAsync(ExitCode.Failed, arguments);

        Assert.StartsWith($"error GSS720: unknown option \"{word}\"{(meant is null ? "." : $"; did you mean \"{meant}\"?")}", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task File_after_two_hyphens_may_begin_with_one()
    {
        using var bench = new Workbench();

        Assert.Contains("error GSS702: the saved plan \"--auto-approve\" cannot be read: the file does not exist", (await new Cli().RunAsync("apply", "-C", bench.At("."), "--", "--auto-approve")).Error, StringComparison.Ordinal);
    }
}
