using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Planning;

/// <summary>A reviewed plan beside the one that would be made now.</summary>
public sealed class AReviewedPlanAndToday
{
    private static readonly DesiredState Desired = new(
        [Sketch.Declared("ana@x.test", "e-1", true, ("title", Sketch.Text("Boss"))), Sketch.Declared("bob@x.test", "e-2")],
        [Sketch.DeclaredGroup("Team", Membership.Additive, "ana@x.test", "bob@x.test")]);

    private static readonly Plan Reviewed = Sketch.Plan(Desired, With("Agent"));

    [Fact]
    public void As_it_was_everything_is_still_to_do()
    {
        var comparison = PlanComparison.Of(Reviewed, Sketch.Plan(Desired, With("Agent")));

        Assert.Empty(comparison.Unreviewed);
        Assert.Empty(comparison.Done);
    }

    [Fact]
    public void What_is_as_asked_already_counts_as_done()
    {
        var comparison = PlanComparison.Of(Reviewed, Sketch.Plan(Desired, With("Boss", "id-ana", "id-bob")));

        Assert.Empty(comparison.Unreviewed);
        Assert.Equal(Reviewed.Changes, comparison.Done);
    }

    [Fact]
    public void What_was_changed_by_somebody_else_is_unreviewed()
    {
        var comparison = PlanComparison.Of(Reviewed, Sketch.Plan(Desired, With("Supervisor")));

        Assert.Equal("Update user/ana@x.test title:[Supervisor]->[Boss]", Sketch.Line(Assert.Single(comparison.Unreviewed)));
    }

    [Fact]
    public void Part_of_a_reviewed_membership_is_reviewed()
    {
        var comparison = PlanComparison.Of(Reviewed, Sketch.Plan(Desired, With("Agent", "id-ana")));

        Assert.Empty(comparison.Unreviewed);
        Assert.Empty(comparison.Done);
    }

    [Fact]
    public void More_than_the_reviewed_membership_is_not()
    {
        var partly = Sketch.Plan(Desired, With("Agent", "id-ana"));

        var comparison = PlanComparison.Of(partly, Sketch.Plan(Desired, With("Agent")));

        Assert.Equal(Operation.AddMembers, Assert.Single(comparison.Unreviewed).Operation);
    }

    [Fact]
    public void Another_user_under_the_same_name_is_unreviewed()
    {
        var replaced = new ActualState(
            [Sketch.Actual("ana@x.test", "e-1", true, "id-other", ("title", Sketch.Text("Agent"))), Sketch.Actual("bob@x.test", "e-2")],
            [Sketch.Group("Team")]);

        var comparison = PlanComparison.Of(Reviewed, Sketch.Plan(Desired, replaced));

        Assert.Equal([Operation.Update, Operation.AddMembers], comparison.Unreviewed.Select(change => change.Operation));
    }

    [Fact]
    public void A_member_who_has_been_created_since_is_the_one_that_was_reviewed()
    {
        var desired = new DesiredState(
            [Sketch.Declared("new@x.test", "e-3", true, ("displayName", Sketch.Text("New")))],
            [Sketch.DeclaredGroup("Team", Membership.Additive, "new@x.test")]);
        var reviewed = Sketch.Plan(desired, new([], [Sketch.Group("Team")]));
        var created = Sketch.Actual("new@x.test", "e-3", true, null, ("displayName", Sketch.Text("New")));

        var comparison = PlanComparison.Of(reviewed, Sketch.Plan(desired, new([created], [Sketch.Group("Team")])));

        Assert.Empty(comparison.Unreviewed);
        Assert.Equal(Operation.Create, Assert.Single(comparison.Done).Operation);
    }

    [Fact]
    public void Another_operation_on_the_same_user_is_unreviewed()
    {
        var left = With("Agent") with { Users = [.. With("Agent").Users.Select(user => user.Id == "id-ana" ? Sketch.Actual("ana@x.test", "e-1", active: false) : user)] };

        var comparison = PlanComparison.Of(Reviewed, Sketch.Plan(Desired, left));

        Assert.Equal(Operation.Activate, Assert.Single(comparison.Unreviewed).Operation);
        Assert.Equal(Operation.Update, Assert.Single(comparison.Done).Operation);
    }

    private static ActualState With(string title, params string[] members) => new(
        [Sketch.Actual("ana@x.test", "e-1", true, null, ("title", Sketch.Text(title))), Sketch.Actual("bob@x.test", "e-2")],
        [Sketch.Group("Team", members)]);
}
