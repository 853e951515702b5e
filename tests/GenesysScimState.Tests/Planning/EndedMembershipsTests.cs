using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Rendering;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Planning;

/// <summary>Memberships whose last day has passed, in groups of either kind.</summary>
public sealed class EndedMembershipsTests
{
    private const string Loan = """
        users:
          - {userName: ana@x.test, externalId: e-ana}
          - {userName: bob@x.test, externalId: e-bob}
        groups:
          - displayName: Support
            membership: MEMBERSHIP
            members:
              - {user: ana@x.test, until: 2026-11-20, reason: on loan}

        """;

    [Theory]
    [InlineData("additive", 1)]
    [InlineData("exclusive", 2)]
    public void Member_whose_own_entry_has_ended_is_removed(string membership, int removed)
    {
        var kind = membership == "additive" ? Membership.Additive : Membership.Exclusive;
        var ended = new DesiredMember("ana@x.test", default, Sketch.Today.AddDays(-1), "on loan");
        var group = Sketch.DeclaredGroup("Support", kind) with { Members = [ended] };
        var actual = new ActualState(
            [Sketch.Actual("ana@x.test"), Sketch.Actual("bob@x.test")], [Sketch.Group("Support", "id-ana", "id-bob")]);

        var change = Assert.Single(Sketch.Plan(new([Sketch.Declared("ana@x.test"), Sketch.Declared("bob@x.test")], [group]), actual).Changes);

        Assert.Equal((Operation.RemoveMembers, removed), (change.Operation, change.People.Length));
        Assert.Equal(kind == Membership.Additive ? ActionReason.Ended : ActionReason.UndeclaredMembers, change.Reason);
        var ana = change.People.Single(person => person.UserName == "ana@x.test");
        Assert.Equal($"membership ended {Sketch.Today.AddDays(-1):yyyy-MM-dd} (on loan)", Words.Detail(ana));
        Assert.All(change.People.Where(person => person.UserName != "ana@x.test"), person => Assert.Null(person.Ended));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Member_stays_until_the_last_day(int days)
    {
        var member = new DesiredMember("ana@x.test", default, Sketch.Today.AddDays(days));
        var group = Sketch.DeclaredGroup("Support", Membership.Additive) with { Members = [member] };
        var actual = new ActualState([Sketch.Actual("ana@x.test")], [Sketch.Group("Support", "id-ana")]);

        Assert.True(Sketch.Plan(new([Sketch.Declared("ana@x.test")], [group]), actual).IsEmpty);
    }

    [Fact]
    public async Task Ended_membership_in_an_additive_group_is_removed_once_and_named()
    {
        using var bench = new Workbench();
        await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");
        bench.Declare(Loan.Replace("MEMBERSHIP", "additive", StringComparison.Ordinal).Replace("2026-11-20", "2026-12-31", StringComparison.Ordinal));
        await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");
        bench.Declare(Loan.Replace("MEMBERSHIP", "additive", StringComparison.Ordinal));

        var first = await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");
        var second = await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");

        Assert.Contains("remove 1 member (membership ended)", first.Out, StringComparison.Ordinal);
        Assert.Contains("- ana@x.test  membership ended 2026-11-20 (on loan)", first.Out, StringComparison.Ordinal);
        Assert.Contains("\nPlan: 0 to add, 0 to change, 0 to destroy.\n", second.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task End_that_the_groups_of_a_user_override_is_a_warning()
    {
        using var bench = new Workbench();
        bench.Declare("users: [{userName: ana@x.test, groups: [Support]}]\n"
            + "groups: [{displayName: Support, members: [{user: ana@x.test, until: 2026-01-31}]}]\n");

        var run = await bench.RunAsync(ExitCode.Ok, "validate");

        Assert.Contains("warning GSS223: \"ana@x.test\" is a member of \"Support\" without an end here", run.Error, StringComparison.Ordinal);
    }
}
