using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Planning;

/// <summary>Guards beside the limits: protected users and groups, roles, the fewest members, files that declare nobody.</summary>
public sealed class OtherGuards
{
    [Theory]
    [InlineData("ADMIN@x.test")]
    [InlineData("e-admin")]
    public void A_protected_user_is_known_by_userName_and_by_externalId(string name)
    {
        var desired = Sketch.Files(Sketch.Declared("renamed@x.test", "e-admin"));
        var actual = Sketch.Organization(Sketch.Actual("admin@x.test", "e-admin"));

        Assert.Equal("GSS401", Codes(desired, actual, new Policy { ProtectedUsers = [name] }));
    }

    [Fact]
    public void An_externalId_is_protected_with_its_case()
    {
        var desired = Sketch.Files(Sketch.Declared("admin@x.test", "e-admin", active: false), Sketch.Declared("b@x.test"));
        var actual = Sketch.Organization(Sketch.Actual("admin@x.test", "e-admin"), Sketch.Actual("b@x.test"));

        Assert.Equal("", Codes(desired, actual, new Policy { ProtectedUsers = ["E-ADMIN"] }));
    }

    [Fact]
    public void A_protected_user_is_not_taken_out_of_a_group_and_may_be_put_into_one()
    {
        var actual = new ActualState([Sketch.Actual("admin@x.test"), Sketch.Actual("b@x.test")], [Sketch.Group("In", "id-admin"), Sketch.Group("Out")]);
        var policy = new Policy { ProtectedUsers = ["admin@x.test"] };
        DesiredUser[] users = [Sketch.Declared("b@x.test"), Sketch.Declared("admin@x.test")];

        Assert.Equal("GSS409", Codes(new([.. users], [Sketch.DeclaredGroup("In", Membership.Exclusive)]), actual, policy));
        Assert.Equal("", Codes(new([.. users], [Sketch.DeclaredGroup("Out", Membership.Exclusive, "admin@x.test")]), actual, policy));
    }

    [Fact]
    public void A_protected_group_gains_and_loses_nobody()
    {
        var actual = new ActualState([Sketch.Actual("b@x.test")], [Sketch.Group("Admins")]);
        var desired = new DesiredState([Sketch.Declared("b@x.test")], [Sketch.DeclaredGroup("Admins", Membership.Additive, "b@x.test")]);

        Assert.Equal("GSS402", Codes(desired, actual, new Policy { ProtectedGroups = ["Admins"] }));
    }

    [Fact]
    public void Files_that_declare_nobody_take_access_from_nobody()
    {
        var actual = Sketch.Organization(Sketch.Actual("b@x.test", "e-b"));
        var policy = new Policy { Unlisted = UnlistedAction.Deactivate };

        Assert.Equal("GSS403", Codes(DesiredState.Empty, actual, policy));
        Assert.Equal("GSS403", Codes(Sketch.Files(Sketch.Absent("gone@x.test")), actual, policy));
        Assert.Equal("", Codes(Sketch.Files(Sketch.Declared("other@x.test", null, true, ("displayName", Sketch.Text("O")))), actual, policy));
    }

    [Fact]
    public void Tombstones_alone_delete_without_that_guard()
    {
        var allowed = new Policy { Limits = new Limits { Delete = new(Count: 1) } };

        Assert.Equal("", Codes(Sketch.Files(Sketch.Absent("b@x.test")), Sketch.Organization(Sketch.Actual("b@x.test")), allowed));
    }

    [Fact]
    public void Nobody_is_left_without_a_role()
    {
        var actual = Sketch.Organization(Sketch.Actual("b@x.test", null, true, null, ("roles", Sketch.Names("employee"))));

        Assert.Equal("GSS404", Codes(Sketch.Files(Sketch.Declared("b@x.test", null, true, ("roles", AttributeValue.Empty))), actual, new Policy()));
        Assert.Equal("", Codes(Sketch.Files(Sketch.Declared("b@x.test", null, true, ("roles", Sketch.Names("Agent")))), actual, new Policy()));
    }

    [Theory]
    [InlineData(2, "")]
    [InlineData(3, "GSS405")]
    public void A_group_keeps_its_fewest_members(int fewest, string expected)
    {
        var desired = new DesiredState(
            [Sketch.Declared("a@x.test"), Sketch.Declared("b@x.test")],
            [Sketch.DeclaredGroup("Team", Membership.Exclusive, "a@x.test", "b@x.test") with { MinMembers = fewest }]);
        var actual = new ActualState(
            [Sketch.Actual("a@x.test"), Sketch.Actual("b@x.test"), Sketch.Actual("c@x.test")],
            [Sketch.Group("Team", "id-a", "id-c")]);

        Assert.Equal(expected, Codes(desired, actual, new Policy()));
    }

    [Fact]
    public void A_group_that_has_too_few_already_and_does_not_change_is_no_reason_to_refuse()
    {
        var desired = new DesiredState([Sketch.Declared("a@x.test")], [Sketch.DeclaredGroup("Team", Membership.Exclusive, "a@x.test") with { MinMembers = 5 }]);
        var actual = new ActualState([Sketch.Actual("a@x.test")], [Sketch.Group("Team", "id-a")]);

        Assert.Equal("", Codes(desired, actual, new Policy()));
    }

    [Theory]
    [InlineData(true, true, "")]
    [InlineData(true, false, "GSS405")]
    [InlineData(false, false, "")]
    public void MinMembers_counts_active_members(bool wasActive, bool isDeclaredActive, string expected)
    {
        var desired = new DesiredState(
            [Sketch.Declared("a@x.test"), Sketch.Declared("b@x.test", null, isDeclaredActive)],
            [Sketch.DeclaredGroup("Team", Membership.Exclusive, "a@x.test", "b@x.test") with { MinMembers = 2 }]);
        var actual = new ActualState([Sketch.Actual("a@x.test"), Sketch.Actual("b@x.test", null, wasActive)], [Sketch.Group("Team", "id-a", "id-b")]);

        Assert.Equal(expected, Codes(desired, actual, new Policy()));
    }

    [Fact]
    public void MinMembers_counts_users_to_create_and_not_users_to_delete_or_to_deactivate()
    {
        var actual = new ActualState([Sketch.Actual("a@x.test"), Sketch.Actual("b@x.test", "e-b")], [Sketch.Group("Team", "id-a", "id-b")]);
        var team = Sketch.DeclaredGroup("Team", Membership.Additive, "a@x.test") with { MinMembers = 2 };
        var created = Sketch.Declared("c@x.test", null, true, ("displayName", Sketch.Text("C")));
        var limits = new Policy { Limits = new Limits { Delete = new(Count: 1) } };

        Assert.Equal("GSS405", Codes(new([Sketch.Declared("a@x.test"), Sketch.Absent("b@x.test")], [team]), actual, limits));
        Assert.Equal("GSS405", Codes(new([Sketch.Declared("a@x.test")], [team]), actual, new Policy { Unlisted = UnlistedAction.Deactivate }));
        Assert.Equal("", Codes(
            new([Sketch.Declared("a@x.test"), Sketch.Absent("b@x.test"), created],
                [Sketch.DeclaredGroup("Team", Membership.Additive, "a@x.test", "c@x.test") with { MinMembers = 2 }]), actual, limits));
    }

    [Fact]
    public void Every_guard_speaks()
    {
        var desired = Sketch.Files(Sketch.Absent("admin@x.test"));
        var actual = Sketch.Organization(Sketch.Actual("admin@x.test"), Sketch.Actual("b@x.test", "e-b"));

        Assert.Equal("GSS401 GSS403 GSS406", Codes(desired, actual, new Policy { Unlisted = UnlistedAction.Deactivate, ProtectedUsers = ["admin@x.test"] }));
    }

    private static string Codes(DesiredState desired, ActualState actual, Policy policy) => string.Join(' ', Guards
        .Check(Sketch.Plan(desired, actual, policy), desired, actual, policy, last: null)
        .Select(refusal => refusal.Problem.Code));
}
