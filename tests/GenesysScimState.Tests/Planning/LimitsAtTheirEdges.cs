using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Planning;

/// <summary>The edge of every limit: what is exactly at it passes, one more is refused.</summary>
public sealed class LimitsAtTheirEdges
{
    private static readonly Limits NoLimits = new()
    {
        Deactivate = Limit.None,
        Delete = Limit.None,
        RemoveMembers = Limit.None,
        RemoveMembersPerGroupPercent = null,
    };

    [Theory]
    [InlineData(3, "")]
    [InlineData(4, "limits.deactivate.count")]
    public void Deactivations_by_count(int leavers, string expected) =>
        Assert.Equal(expected, Judge(Leaving(leavers, of: 10), NoLimits with { Deactivate = new(Count: 3) }));

    [Theory]
    [InlineData(2, 20, "")]
    [InlineData(3, 20, "limits.deactivate.percent")]
    [InlineData(19, 19, "")]
    [InlineData(20, 20, "limits.deactivate.percent")]
    public void Deactivations_by_percent_from_a_population_of_twenty_on(int leavers, int of, string expected) =>
        Assert.Equal(expected, Judge(Leaving(leavers, of), NoLimits with { Deactivate = new(Percent: 10) }));

    [Fact]
    public void Inactive_users_are_no_part_of_the_population_that_deactivations_are_judged_on()
    {
        var (desired, actual) = Leaving(2, of: 19);
        var sleepers = Enumerable.Range(0, 5).Select(number => Sketch.Actual($"sleeper{number}@x.test", active: false));

        Assert.Equal("", Judge((desired, actual with { Users = [.. actual.Users, .. sleepers] }), NoLimits with { Deactivate = new(Percent: 10) }));
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "limits.delete.count")]
    public void Deletions_are_refused_unless_they_are_allowed(int gone, string expected) =>
        Assert.Equal(expected, Judge(Gone(gone), new Limits()));

    [Theory]
    [InlineData(2, "")]
    [InlineData(3, "limits.delete.count")]
    public void Deletions_by_count(int gone, string expected) =>
        Assert.Equal(expected, Judge(Gone(gone), NoLimits with { Delete = new(Count: 2) }));

    [Theory]
    [InlineData(2, "")]
    [InlineData(3, "limits.create.count")]
    public void Creations_by_count(int joiners, string expected)
    {
        var desired = Sketch.Files([.. Users(joiners).Select(name => Sketch.Declared(name, null, true, ("displayName", Sketch.Text(name))))]);

        Assert.Equal(expected, Judge((desired, ActualState.Empty), NoLimits with { Create = new(Count: 2) }));
    }

    [Theory]
    [InlineData(2, "")]
    [InlineData(3, "limits.update.count")]
    public void Updates_by_count(int changed, string expected) =>
        Assert.Equal(expected, Judge(Changed(changed, "title"), NoLimits with { Update = new(Count: 2) }));

    [Theory]
    [InlineData(2, "")]
    [InlineData(3, "limits.roles.count")]
    public void Changes_of_roles_by_count(int changed, string expected) =>
        Assert.Equal(expected, Judge(Changed(changed, "roles"), NoLimits with { Roles = new(Count: 2) }));

    [Theory]
    [InlineData(5, "")]
    [InlineData(6, "limits.removeMembers.count")]
    public void Removed_members_by_count(int removed, string expected) =>
        Assert.Equal(expected, Judge(Removed(removed, of: 30), NoLimits with { RemoveMembers = new(Count: 5) }));

    [Theory]
    [InlineData(5, 20, "")]
    [InlineData(6, 20, "limits.removeMembers.percent")]
    [InlineData(19, 19, "")]
    public void Removed_members_by_percent_of_all_declared_groups(int removed, int of, string expected) =>
        Assert.Equal(expected, Judge(Removed(removed, of), NoLimits with { RemoveMembers = new(Percent: 25) }));

    [Theory]
    [InlineData(10, 20, "")]
    [InlineData(11, 20, "limits.removeMembers.perGroupPercent")]
    [InlineData(19, 19, "")]
    public void Removed_members_by_percent_of_one_group(int removed, int of, string expected) =>
        Assert.Equal(expected, Judge(Removed(removed, of), NoLimits with { RemoveMembersPerGroupPercent = 50 }));

    [Fact]
    public void A_refusal_says_the_value_that_would_allow_exactly_this_plan()
    {
        var (desired, actual) = Leaving(7, of: 30);
        var refusal = Assert.Single(Guards.Check(Sketch.Plan(desired, actual), desired, actual, new Policy(), last: null));

        Assert.Contains("deactivates 7 users of 30, more than the 10 % allowed: user/user00@x.test, ", refusal.Problem.Message, StringComparison.Ordinal);
        Assert.Contains(" and 2 more; ", refusal.Problem.Message, StringComparison.Ordinal);
        Assert.Contains("limits: {deactivate: {percent: 24}}", refusal.Problem.Message, StringComparison.Ordinal);
        Assert.Equal(7, refusal.Offenders.Length);
        Assert.Equal("", Judge((desired, actual), new Limits { Deactivate = new(Percent: 24) }));
    }

    private static string[] Users(int count) => [.. Enumerable.Range(0, count).Select(number => $"user{number:00}@x.test")];

    private static (DesiredState, ActualState) Leaving(int leavers, int of) => (
        Sketch.Files([.. Users(leavers).Select(name => Sketch.Declared(name, active: false)), Sketch.Declared("stays@x.test")]),
        Sketch.Organization([.. Users(of - 1).Select(name => Sketch.Actual(name)), Sketch.Actual(leavers == of ? $"user{of - 1:00}@x.test" : "stays@x.test"), .. leavers == of ? [Sketch.Actual("stays@x.test", active: false)] : Array.Empty<ActualUser>()]));

    private static (DesiredState, ActualState) Gone(int gone) => (
        Sketch.Files([.. Users(gone).Select(name => Sketch.Absent(name)), Sketch.Declared("stays@x.test")]),
        Sketch.Organization([.. Users(gone).Select(name => Sketch.Actual(name)), Sketch.Actual("stays@x.test")]));

    private static (DesiredState, ActualState) Changed(int changed, string attribute) => (
        Sketch.Files([.. Users(changed).Select(name => Sketch.Declared(name, null, true, (attribute, Sketch.Text("new"))))]),
        Sketch.Organization([.. Users(changed).Select(name => Sketch.Actual(name, null, true, null, (attribute, Sketch.Text("old"))))]));

    private static (DesiredState, ActualState) Removed(int removed, int of)
    {
        var names = Users(of);
        return (
            new([.. names.Select(name => Sketch.Declared(name))], [Sketch.DeclaredGroup("Team", Membership.Exclusive, names[removed..])]),
            new([.. names.Select(name => Sketch.Actual(name))], [Sketch.Group("Team", [.. names.Select(name => $"id-{name.Split('@')[0]}")])]));
    }

    private static string Judge((DesiredState Desired, ActualState Actual) states, Limits limits) => string.Join(' ', Guards
        .Check(Sketch.Plan(states.Desired, states.Actual), states.Desired, states.Actual, new Policy { Limits = limits }, last: null)
        .Select(refusal => refusal.Guard));
}
