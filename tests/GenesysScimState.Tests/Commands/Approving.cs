using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary>A plan that a guard refuses, and who may say yes to it, to what and until when.</summary>
public sealed class Approving : IDisposable
{
    private const string Deactivation = """
        users:
          - {userName: ana@x.test, externalId: e-ana, active: false}
        """;

    private readonly Workbench _organization = new(configuration: "limits: {deactivate: {count: 0}}");

    public void Dispose() => _organization.Dispose();

    [Fact]
    public async Task The_refusal_shows_the_lines_that_would_allow_exactly_this_plan()
    {
        _organization.Declare(Deactivation);

        var plan = await _organization.RunAsync("plan");

        Assert.Equal((int)ExitCode.Refused, plan.Exit);
        Assert.Contains("allow: [limits.deactivate.count]", plan.Out, StringComparison.Ordinal);
        Assert.Contains($"plan: {await DigestAsync()}", plan.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_approval_beside_the_configuration_lets_this_plan_through_and_no_other()
    {
        _organization.Declare(Deactivation);
        await ApproveAsync("approvals/ana.yaml", "2026-11-24");

        var approved = await _organization.RunAsync("plan");
        Assert.Equal((int)ExitCode.Ok, approved.Exit);
        Assert.Contains("Approved: limits.deactivate.count, by jane@example.org until 2026-11-24: Ana leaves", approved.Out, StringComparison.Ordinal);

        _organization.Declare(Deactivation + "\n  - {userName: bob@x.test, externalId: e-bob, active: false}\n");
        var other = await _organization.RunAsync("apply", "--auto-approve");
        Assert.Equal((int)ExitCode.Refused, other.Exit);
        Assert.Empty(_organization.Recorded.Writes);
    }

    [Fact]
    public async Task An_approved_plan_is_applied_and_the_log_says_who_approved_it()
    {
        _organization.Declare(Deactivation);
        await ApproveAsync("yes.yaml", "2026-12-01");

        var apply = await _organization.RunAsync("apply", "--auto-approve", "--approve", _organization.At("yes.yaml"));

        Assert.Equal((int)ExitCode.Ok, apply.Exit);
        Assert.Single(_organization.Recorded.Writes);
        Assert.Contains("\"approvals\":[{\"guard\":\"limits.deactivate.count\",\"by\":\"jane@example.org\"", _organization.Audit, StringComparison.Ordinal);
        Assert.Equal((int)ExitCode.Ok, (await _organization.RunAsync("plan", "--detailed-exitcode")).Exit);
    }

    [Fact]
    public async Task A_saved_plan_keeps_its_approval_when_only_a_part_of_it_is_left()
    {
        _organization.Declare(Deactivation + "\n  - {userName: bob@x.test, externalId: e-bob, title: Boss}\n");
        await _organization.RunAsync("plan", "-o", _organization.At("plan.json"));
        await ApproveAsync("approvals/ana.yaml", "2026-12-01");
        _organization.PatchUser("u-bob", """[{"op":"replace","path":"title","value":"Boss"}]""");

        var apply = await _organization.RunAsync("apply", _organization.At("plan.json"));

        Assert.Equal((int)ExitCode.Ok, apply.Exit);
        Assert.Single(_organization.Recorded.Writes);
    }

    [Fact]
    public async Task An_expired_approval_is_useless_and_named()
    {
        _organization.Declare(Deactivation);
        await ApproveAsync("approvals/ana.yaml", "2026-11-23");

        var apply = await _organization.RunAsync("apply", "--auto-approve");

        Assert.Equal((int)ExitCode.Refused, apply.Exit);
        Assert.Contains("approvals/ana.yaml:1:1: warning GSS716", apply.Error, StringComparison.Ordinal);
        Assert.Empty(_organization.Recorded.Writes);
    }

    [Fact]
    public async Task An_approval_on_the_command_line_for_another_plan_is_named()
    {
        _organization.Declare(Deactivation);
        _organization.Write("yes.yaml", Approval("sha256:" + new string('0', 64), "2026-12-01"));

        var apply = await _organization.RunAsync("apply", "--auto-approve", "--approve", _organization.At("yes.yaml"));

        Assert.Equal((int)ExitCode.Refused, apply.Exit);
        Assert.Contains("warning GSS717", apply.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_approval_with_a_typo_is_an_error_on_its_line()
    {
        _organization.Declare(Deactivation);
        _organization.Write("approvals/ana.yaml", "plan: abc\nallow: [limits.deactivate.cuont]\nby: jane\nreason: x\nuntil: soon\n");

        var plan = await _organization.RunAsync("plan");

        Assert.Equal((int)ExitCode.Invalid, plan.Exit);
        Assert.Contains("approvals/ana.yaml:1:7: error", plan.Error, StringComparison.Ordinal);
        Assert.Contains("did you mean \"limits.deactivate.count\"", plan.Error, StringComparison.Ordinal);
        Assert.Contains("approvals/ana.yaml:5:8: error", plan.Error, StringComparison.Ordinal);
    }

    private static string Approval(string digest, string until) =>
        $"plan: {digest}\nallow: [limits.deactivate.count]\nby: jane@example.org\nreason: Ana leaves\nuntil: {until}\n";

    private async Task ApproveAsync(string file, string until) => _organization.Write(file, Approval(await DigestAsync(), until));

    private async Task<string> DigestAsync() => await _organization.DigestAsync();
}
