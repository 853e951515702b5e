using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Planning;

/// <summary>How a declared user is found in the organization.</summary>
public sealed class WhoIsWho
{
    [Fact]
    public void Two_users_with_one_externalId_are_an_error_that_names_both()
    {
        var planned = Sketch.Check(
            Sketch.Files(Sketch.Declared("ana@x.test", "e-1")),
            Sketch.Organization(Sketch.Actual("ana@x.test", "e-1"), Sketch.Actual("twin@x.test", "e-1", active: false)));

        Assert.Null(planned.Value);
        var finding = Assert.Single(planned.Diagnostics, finding => finding.Code == "GSS301");
        Assert.Contains("\"ana@x.test\" (id id-ana, externalId \"e-1\", active) and \"twin@x.test\" (id id-twin, externalId \"e-1\", inactive)", finding.Message, StringComparison.Ordinal);
        Assert.Equal(Sketch.At, finding.At);
    }

    [Fact]
    public void Two_users_with_one_userName_are_an_error_that_names_both()
    {
        var planned = Sketch.Check(
            Sketch.Files(Sketch.Declared("ana@x.test")),
            Sketch.Organization(Sketch.Actual("ana@x.test", id: "id-2"), Sketch.Actual("ANA@x.test", id: "id-1", active: false)));

        Assert.Null(planned.Value);
        var finding = Assert.Single(planned.Diagnostics, finding => finding.Code == "GSS302");
        Assert.Contains("(id id-1, no externalId, inactive) and \"ana@x.test\" (id id-2,", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_users_with_one_userName_are_told_apart_by_externalId()
    {
        var plan = Sketch.Plan(
            Sketch.Files(Sketch.Declared("ana@x.test", "e-2", true, ("title", Sketch.Text("Agent")))),
            Sketch.Organization(Sketch.Actual("other@x.test", "e-1"), Sketch.Actual("ana@x.test", "e-2")));

        Assert.Equal("Update user/ana@x.test title:[]->[Agent]", Sketch.Lines(plan));
    }

    [Fact]
    public void Two_groups_of_one_name_are_an_error_that_names_both()
    {
        var first = Sketch.Group("Team") with { Id = "g-1" };
        var second = Sketch.Group("Team") with { Id = "g-2" };
        var planned = Sketch.Check(
            new([], [Sketch.DeclaredGroup("Team", Membership.Exclusive)]),
            new([], [first, second]));

        Assert.Null(planned.Value);
        Assert.Contains("named \"Team\": g-1 and g-2", Assert.Single(planned.Diagnostics, finding => finding.Code == "GSS306").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Found_by_userName_alone_a_user_is_adopted()
    {
        var plan = Sketch.Plan(Sketch.Files(Sketch.Declared("ana@x.test", "e-1")), Sketch.Organization(Sketch.Actual("ana@x.test")));

        Assert.Equal(ActionReason.Adopted, Assert.Single(plan.Changes).Reason);
        Assert.Equal("Update user/ana@x.test externalId:[]->[e-1]", Sketch.Lines(plan));
    }

    [Fact]
    public void Found_by_userName_with_another_externalId_a_user_is_updated_and_not_adopted()
    {
        var plan = Sketch.Plan(Sketch.Files(Sketch.Declared("ana@x.test", "e-new")), Sketch.Organization(Sketch.Actual("ana@x.test", "e-old")));

        Assert.Equal(ActionReason.Differs, Assert.Single(plan.Changes).Reason);
        Assert.Equal("Update user/ana@x.test externalId:[e-old]->[e-new]", Sketch.Lines(plan));
    }

    [Fact]
    public void An_externalId_that_is_not_mentioned_is_left_alone()
    {
        var plan = Sketch.Plan(Sketch.Files(Sketch.Declared("ana@x.test")), Sketch.Organization(Sketch.Actual("ana@x.test", "e-old")));

        Assert.True(plan.IsEmpty);
    }

    [Fact]
    public void ExternalIds_are_compared_with_case()
    {
        var plan = Sketch.Plan(Sketch.Files(Sketch.Declared("ana@x.test", "E-1")), Sketch.Organization(Sketch.Actual("ana@x.test", "e-1")));

        Assert.Equal("Update user/ana@x.test externalId:[e-1]->[E-1]", Sketch.Lines(plan));
    }

    [Theory]
    [InlineData("ANA@X.test")]
    [InlineData("Ana@x.TEST")]
    public void UserNames_that_differ_in_case_only_are_the_same(string userName)
    {
        Assert.True(Sketch.Plan(Sketch.Files(Sketch.Declared(userName, "e-1")), Sketch.Organization(Sketch.Actual("ana@x.test", "e-1"))).IsEmpty);
        Assert.True(Sketch.Plan(Sketch.Files(Sketch.Declared(userName)), Sketch.Organization(Sketch.Actual("ana@x.test"))).IsEmpty);
    }

    [Fact]
    public void A_tombstone_finds_a_user_by_externalId_whatever_the_userName()
    {
        var plan = Sketch.Plan(Sketch.Files(Sketch.Absent("gone@x.test", "e-1")), Sketch.Organization(Sketch.Actual("renamed@x.test", "e-1")));

        Assert.Equal("id-renamed", Assert.Single(plan.Changes, change => change.Operation == Operation.Delete).Id);
    }

    [Fact]
    public void A_tombstone_never_takes_a_user_of_another_externalId_for_the_one_who_left()
    {
        var plan = Sketch.Plan(Sketch.Files(Sketch.Absent("ana@x.test", "e-gone")), Sketch.Organization(Sketch.Actual("ana@x.test", "e-successor")));

        Assert.True(plan.IsEmpty);
    }

    [Theory]
    [InlineData("e-gone", null)]
    [InlineData(null, "e-any")]
    [InlineData(null, null)]
    public void A_tombstone_takes_a_userName_when_at_most_one_side_has_an_externalId(string? declared, string? found)
    {
        var plan = Sketch.Plan(Sketch.Files(Sketch.Absent("ana@x.test", declared)), Sketch.Organization(Sketch.Actual("ana@x.test", found)));

        Assert.Equal("Delete user/ana@x.test", Sketch.Lines(plan));
    }

    [Fact]
    public void A_tombstone_of_somebody_who_is_not_there_asks_for_nothing()
    {
        Assert.True(Sketch.Plan(Sketch.Files(Sketch.Absent("ana@x.test")), ActualState.Empty).IsEmpty);
    }

    [Fact]
    public void A_leaver_and_a_joiner_of_one_userName_are_two_people()
    {
        var plan = Sketch.Plan(
            Sketch.Files(
                Sketch.Absent("ana@x.test", "e-old"),
                Sketch.Declared("ana@x.test", "e-new", true, ("displayName", Sketch.Text("Ana the second")))),
            Sketch.Organization(Sketch.Actual("ana@x.test", "e-old")));

        Assert.Equal([Operation.Delete, Operation.Create], plan.Changes.Select(change => change.Operation));
        Assert.True(plan.Changes[0].Wave < plan.Changes[1].Wave);
    }
}
