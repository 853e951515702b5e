using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Planning;

/// <summary>Created where the dialect says how, before anybody is put into them; an error everywhere else.</summary>
public sealed class GroupsThatAreNotThere
{
    private static readonly Dialect Creating = Sketch.Dialect with { Capabilities = new() { CreateGroups = GroupCreation.Platform } };

    private static readonly DesiredState Desired = new(
        [Sketch.Declared("a@x.test")], [Sketch.DeclaredGroup("Team", Membership.Exclusive, "a@x.test")]);

    [Fact]
    public void Say_how_they_are_created()
    {
        var planned = Planner.Plan(Desired, new([Sketch.Actual("a@x.test")], []), new(Sketch.Dialect, new Policy(), Sketch.Today));

        Assert.Null(planned.Value);
        var finding = Assert.Single(planned.Diagnostics);
        Assert.Equal("GSS305", finding.Code);
        Assert.Contains("Admin > Directory > Groups", finding.Message, StringComparison.Ordinal);
        Assert.Contains("createGroups: platform", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Are_created_before_their_members()
    {
        var plan = Planner.Plan(Desired, new([Sketch.Actual("a@x.test")], []), new(Creating, new Policy(), Sketch.Today)).Value!;

        Assert.Equal(
            "0 CreateGroup group/Team, 1 AddMembers group/Team",
            string.Join(", ", plan.Changes.Select(change => $"{change.Wave} {change.Operation} {change.Address}")));
        Assert.Equal([Address.Group("Team")], plan.Changes[1].DependsOn);
        Assert.Equal((1, 1, 0), plan.Summary.Totals);
        Assert.Empty(PostState.Check(plan, Desired, ActualState.Empty, Creating).Where(finding => finding.Code == "GSS321"));
    }

    [Fact]
    public void Are_not_created_beside_one_of_the_same_name_in_another_case()
    {
        var planned = Planner.Plan(Desired, new([Sketch.Actual("a@x.test")], [Sketch.Group("TEAM")]), new(Creating, new Policy(), Sketch.Today));

        Assert.Equal("GSS340", Assert.Single(planned.Diagnostics).Code);
    }

    [Fact]
    public void Are_reviewed_with_members_who_come_later()
    {
        var options = new PlanOptions(Creating, new Policy(), Sketch.Today);
        var reviewed = Planner.Plan(Desired, new([Sketch.Actual("a@x.test")], []), options).Value!;
        var there = new ActualState([Sketch.Actual("a@x.test")], [Sketch.Group("Team")]);
        var now = Planner.Plan(Desired, there, options).Value!;

        Assert.Equal([Operation.AddMembers], now.Changes.Select(change => change.Operation));
        Assert.Empty(PlanComparison.Of(reviewed, now).Unreviewed);
        Assert.Equal([Operation.CreateGroup], PlanComparison.Of(reviewed, now).Done.Select(change => change.Operation));
        Assert.Empty(PlanComparison.Ended(reviewed, now, there));
    }
}
