using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary>What was not managed in the last recorded run is not taken away by the first plan that manages it.</summary>
public sealed class WideningAuthority : IDisposable
{
    private const string Ana = """
        users:
          - {userName: ana@x.test, externalId: e-ana}

        """;

    private readonly Workbench _organization = new();

    public void Dispose() => _organization.Dispose();

    [Fact]
    public async Task A_newly_managed_group_keeps_its_members_until_the_plan_is_approved()
    {
        await RecordedAsync();
        _organization.Declare(Ana + "groups:\n  - {displayName: Support, members: [e-ana]}\n");

        var refused = await _organization.RunAsync("apply", "--auto-approve");

        Assert.Equal((int)ExitCode.Refused, refused.Exit);
        Assert.Contains("error GSS410", refused.Error, StringComparison.Ordinal);
        Assert.Empty(_organization.Recorded.Writes);

        _organization.Write("approvals/support.yaml", $"plan: {await _organization.DigestAsync()}\nallow: [authority.groups]\nby: jane\nreason: looked at\nuntil: 2026-12-01\n");
        Assert.Equal((int)ExitCode.Ok, (await _organization.RunAsync("apply", "--auto-approve")).Exit);
    }

    [Fact]
    public async Task A_newly_managed_group_may_be_added_to()
    {
        await RecordedAsync();
        _organization.Declare(Ana + "groups:\n  - {displayName: Support, membership: additive, members: [e-ana]}\n");

        Assert.Equal((int)ExitCode.Ok, (await _organization.RunAsync("apply", "--auto-approve")).Exit);
    }

    [Fact]
    public async Task Users_are_not_deactivated_by_the_first_plan_after_unlisted_became_stricter()
    {
        await RecordedAsync();
        _organization.Configure("unlisted: {users: deactivate}");

        var refused = await _organization.RunAsync("apply", "--auto-approve");

        Assert.Equal((int)ExitCode.Refused, refused.Exit);
        Assert.Contains("error GSS411", refused.Error, StringComparison.Ordinal);
        Assert.Empty(_organization.Recorded.Writes);
    }

    [Fact]
    public async Task Without_a_recorded_run_there_is_nothing_to_compare_with()
    {
        _organization.Declare(Ana + "groups:\n  - {displayName: Support, members: [e-ana]}\n");

        Assert.Equal((int)ExitCode.Ok, (await _organization.RunAsync("apply", "--auto-approve")).Exit);
    }

    [Fact]
    public async Task An_organization_that_shrank_since_the_last_run_is_not_believed()
    {
        using var many = new Workbench(organization: Workbench.Of(20));
        many.Declare("users: [{userName: user00@x.test}]\n");
        Assert.Equal((int)ExitCode.Ok, (await many.RunAsync("apply", "--auto-approve")).Exit);
        foreach (var number in Enumerable.Range(10, 5))
        {
            many.DeleteUser($"u-{number:00}");
        }

        var plan = await many.RunAsync("plan");
        Assert.Equal((int)ExitCode.Failed, plan.Exit);
        Assert.Contains("error GSS308: the organization shows 15 users and had 20 at the last recorded run", plan.Error, StringComparison.Ordinal);

        many.Configure("limits: {shrink: {percent: 25}}");
        Assert.Equal((int)ExitCode.Ok, (await many.RunAsync("plan")).Exit);
    }

    /// <summary>A run that managed Ana alone.</summary>
    private async Task RecordedAsync()
    {
        _organization.Declare(Ana);
        Assert.Equal((int)ExitCode.Ok, (await _organization.RunAsync("apply", "--auto-approve")).Exit);
        Assert.Empty(_organization.Recorded.Writes);
    }
}
