using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Planning;

/// <summary>Which undeclared users a policy speaks of, and what happens to them.</summary>
public sealed class UsersInNoFile
{
    private static readonly ActualState Actual = Sketch.Organization(
        Sketch.Actual("hand@x.test"),
        Sketch.Actual("okta@x.test", "okta-1", true, null, ("division", Sketch.Text("Home"))),
        Sketch.Actual("sap@Y.TEST", "sap-1", true, null, ("division", Sketch.Text("Sales"))),
        Sketch.Actual("left@x.test", "okta-2", active: false));

    [Fact]
    public void The_scope_is_users_with_an_externalId_unless_something_else_is_said() =>
        Assert.Equal("okta@x.test sap@Y.TEST", InScope(new Policy().Scope));

    [Fact]
    public void A_prefix_of_externalIds_counts_case()
    {
        Assert.Equal("okta@x.test", InScope(new() { ExternalIdPrefix = "okta-" }));
        Assert.Equal("", InScope(new() { ExternalIdPrefix = "OKTA-" }));
    }

    [Fact]
    public void A_domain_does_not_count_case_and_is_the_whole_domain()
    {
        Assert.Equal("sap@Y.TEST", InScope(new() { UserNameDomain = "y.test" }));
        Assert.Equal("hand@x.test okta@x.test", InScope(new() { UserNameDomain = "X.test" }));
        Assert.Equal("", InScope(new() { UserNameDomain = "test" }));
    }

    [Fact]
    public void A_division_counts_case_and_a_user_without_one_is_in_none()
    {
        Assert.Equal("sap@Y.TEST", InScope(new() { Division = "Sales" }));
        Assert.Equal("", InScope(new() { Division = "sales" }));
    }

    [Fact]
    public void All_conditions_must_hold()
    {
        Assert.Equal("okta@x.test", InScope(new() { ExternalIdPresent = true, UserNameDomain = "x.test" }));
        Assert.Equal("", InScope(new() { ExternalIdPrefix = "okta-", Division = "Sales" }));
        Assert.Equal("sap@Y.TEST", InScope(new() { ExternalIdPrefix = "sap-", Division = "Sales", UserNameDomain = "y.test" }));
    }

    [Fact]
    public void Declared_users_are_never_unlisted()
    {
        var plan = Sketch.Plan(
            Sketch.Files(Sketch.Declared("okta@x.test"), Sketch.Declared("new@x.test", "sap-1")),
            Actual,
            new Policy { Unlisted = UnlistedAction.Delete });

        Assert.Equal(["user/left@x.test"], plan.Changes.Where(change => change.Reason == ActionReason.Unlisted).Select(change => change.Address.ToString()));
    }

    [Fact]
    public void Deactivating_leaves_the_inactive_alone()
    {
        var plan = Sketch.Plan(DesiredState.Empty, Actual, new Policy { Unlisted = UnlistedAction.Deactivate });

        Assert.Equal(
            "Deactivate user/okta@x.test active:[true]->[false]\nDeactivate user/sap@Y.TEST active:[true]->[false]",
            Sketch.Lines(plan));
        Assert.Empty(plan.Unlisted);
    }

    [Fact]
    public void Deleting_takes_the_inactive_as_well()
    {
        var plan = Sketch.Plan(DesiredState.Empty, Actual, new Policy { Unlisted = UnlistedAction.Delete });

        Assert.Equal("Delete user/left@x.test\nDelete user/okta@x.test\nDelete user/sap@Y.TEST", Sketch.Lines(plan));
    }

    [Fact]
    public void Ignoring_says_nothing_of_them()
    {
        var plan = Sketch.Plan(DesiredState.Empty, Actual, new Policy { Unlisted = UnlistedAction.Ignore });

        Assert.True(plan.IsEmpty);
        Assert.Empty(plan.Unlisted);
    }

    [Fact]
    public void A_userName_that_an_unlisted_user_keeps_cannot_be_taken()
    {
        var planned = Sketch.Check(
            Sketch.Files(Sketch.Declared("okta@x.test", "sap-1")),
            Actual,
            new Policy { Unlisted = UnlistedAction.Deactivate });

        Assert.Null(planned.Value);
        Assert.Equal("GSS303", Assert.Single(planned.Diagnostics).Code);
    }

    [Fact]
    public void A_userName_that_an_unlisted_user_is_deleted_with_can_be_taken()
    {
        var plan = Sketch.Plan(
            Sketch.Files(Sketch.Declared("okta@x.test", "sap-1")),
            Actual,
            new Policy { Unlisted = UnlistedAction.Delete, Scope = new() { ExternalIdPrefix = "okta-1" } });

        Assert.Equal("Delete user/okta@x.test\nUpdate user/okta@x.test userName:[sap@Y.TEST]->[okta@x.test]", Sketch.Lines(plan));
    }

    [Fact]
    public void Two_of_one_userName_are_both_deleted()
    {
        var twins = Sketch.Organization(Sketch.Actual("a@x.test", "e-2", id: "id-2"), Sketch.Actual("a@x.test", "e-1", id: "id-1"));

        var plan = Sketch.Plan(DesiredState.Empty, twins, new Policy { Unlisted = UnlistedAction.Delete });

        Assert.Equal(["id-1", "id-2"], plan.Changes.Select(change => change.Id));
        Assert.Empty(PlanComparison.Of(plan, plan).Unreviewed);
    }

    private static string InScope(UnlistedScope scope) => string.Join(' ', Sketch
        .Plan(DesiredState.Empty, Actual, new Policy { Scope = scope })
        .Unlisted.Select(user => user.Address.Name));
}
