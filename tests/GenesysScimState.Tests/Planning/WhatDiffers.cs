using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Planning;

/// <summary>Attributes by key, ignored attributes, people, and members of groups.</summary>
public sealed class WhatDiffers
{
    private static readonly ActualUser Phones = Sketch.Actual("ana@x.test", "e-1", true, null,
        ("phoneNumbers.work", Sketch.Text("+13175550100")), ("phoneNumbers.home", Sketch.Text("+13175550101")), ("title", Sketch.Text("Agent")));

    [Fact]
    public void An_attribute_is_ignored_by_its_key()
    {
        var plan = Sketch.Plan(
            Sketch.Files(Sketch.Declared("ana@x.test", "e-1", true,
                ("phoneNumbers.work", Sketch.Text("+499")), ("phoneNumbers.home", Sketch.Text("+498")))),
            Sketch.Organization(Phones),
            new Policy { Ignore = ["phoneNumbers.work"] });

        Assert.Equal("Update user/ana@x.test phoneNumbers.home:[+13175550101]->[+498]", Sketch.Lines(plan));
    }

    [Fact]
    public void An_attribute_is_ignored_with_all_its_keys()
    {
        var plan = Sketch.Plan(
            Sketch.Files(Sketch.Declared("ana@x.test", "e-1", true,
                ("phoneNumbers.work", Sketch.Text("+499")), ("phoneNumbers", AttributeValue.Empty), ("title", Sketch.Text("Boss")))),
            Sketch.Organization(Phones),
            new Policy { Ignore = ["phoneNumbers"] });

        Assert.Equal("Update user/ana@x.test title:[Agent]->[Boss]", Sketch.Lines(plan));
    }

    [Fact]
    public void An_empty_map_clears_every_key_that_is_there()
    {
        var plan = Sketch.Plan(
            Sketch.Files(Sketch.Declared("ana@x.test", "e-1", true, ("phoneNumbers", AttributeValue.Empty))),
            Sketch.Organization(Phones));

        Assert.Equal("Update user/ana@x.test phoneNumbers.home:[+13175550101]->[] phoneNumbers.work:[+13175550100]->[]", Sketch.Lines(plan));
    }

    [Fact]
    public void An_empty_map_leaves_the_keys_that_are_mentioned_and_the_ignored_one()
    {
        var plan = Sketch.Plan(
            Sketch.Files(Sketch.Declared("ana@x.test", "e-1", true, ("phoneNumbers", AttributeValue.Empty), ("phoneNumbers.work", Sketch.Text("+1 (317) 555-0100")))),
            Sketch.Organization(Phones),
            new Policy { Ignore = ["phoneNumbers.home"] });

        Assert.True(plan.IsEmpty);
    }

    [Fact]
    public void A_new_user_with_an_empty_map_is_created_without_it()
    {
        var plan = Sketch.Plan(
            Sketch.Files(Sketch.Declared("new@x.test", null, true, ("displayName", Sketch.Text("New")), ("phoneNumbers", AttributeValue.Empty))),
            ActualState.Empty);

        Assert.Equal("Create user/new@x.test userName:[]->[new@x.test] displayName:[]->[New] active:[]->[true]", Sketch.Lines(plan));
    }

    [Fact]
    public void A_manager_is_compared_by_who_it_is_and_not_by_how_it_is_written()
    {
        var plan = Sketch.Plan(
            Sketch.Files(
                Sketch.Declared("BOSS@x.test", "e-boss"),
                Sketch.Declared("ana@x.test", "e-1", true, ("manager", Sketch.Text("BOSS@x.test")))),
            Sketch.Organization(
                Sketch.Actual("boss@x.test", "e-boss"),
                Sketch.Actual("ana@x.test", "e-1", true, null, ("manager", Sketch.Text("id-boss")))));

        Assert.True(plan.IsEmpty);
    }

    [Fact]
    public void A_manager_nobody_knows_is_shown_by_the_bare_id()
    {
        var plan = Sketch.Plan(
            Sketch.Files(Sketch.Declared("ana@x.test", "e-1", true, ("manager", AttributeValue.Empty))),
            Sketch.Organization(Sketch.Actual("ana@x.test", "e-1", true, null, ("manager", Sketch.Text("id-nobody")))));

        Assert.Equal("Update user/ana@x.test manager:[id-nobody]->[]", Sketch.Lines(plan));
    }

    [Fact]
    public void A_manager_who_leaves_is_not_the_new_one_of_the_same_userName()
    {
        var plan = Sketch.Plan(
            Sketch.Files(
                Sketch.Absent("boss@x.test", "e-old"),
                Sketch.Declared("boss@x.test", "e-new", true, ("displayName", Sketch.Text("Boss"))),
                Sketch.Declared("ana@x.test", "e-1", true, ("manager", Sketch.Text("boss@x.test")))),
            Sketch.Organization(
                Sketch.Actual("boss@x.test", "e-old"),
                Sketch.Actual("ana@x.test", "e-1", true, null, ("manager", Sketch.Text("id-boss")))));

        Assert.EndsWith("Update user/ana@x.test manager:[id-boss]->[boss@x.test]", Sketch.Lines(plan), StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_inside_a_group_stay()
    {
        var nested = Sketch.Group("Nested");
        var plan = Sketch.Plan(
            new([], [Sketch.DeclaredGroup("Team", Membership.Exclusive)]),
            new([Sketch.Actual("ana@x.test")], [Sketch.Group("Team", nested.Id, "id-ana"), nested]));

        Assert.Equal("RemoveMembers group/Team ana@x.test", Sketch.Lines(plan));
    }

    [Fact]
    public void Members_that_are_no_users_are_left_alone()
    {
        var plan = Sketch.Plan(
            new([], [Sketch.DeclaredGroup("Team", Membership.Exclusive)]),
            new([], [Sketch.Group("Team", "id-b", "id-a")]));

        Assert.Equal("", Sketch.Lines(plan));
    }

    [Fact]
    public void An_additive_group_only_gains()
    {
        var plan = Sketch.Plan(
            new([Sketch.Declared("ana@x.test")], [Sketch.DeclaredGroup("Team", Membership.Additive, "ana@x.test")]),
            new([Sketch.Actual("ana@x.test"), Sketch.Actual("bob@x.test")], [Sketch.Group("Team", "id-bob")]));

        Assert.Equal("AddMembers group/Team ana@x.test", Sketch.Lines(plan));
    }

    [Theory]
    [InlineData(-1, "RemoveMembers group/Team ana@x.test")]
    [InlineData(0, "")]
    [InlineData(1, "")]
    public void A_membership_ends_after_its_last_day(int days, string expected)
    {
        var group = Sketch.DeclaredGroup("Team", Membership.Exclusive) with
        {
            Members = [new DesiredMember("ana@x.test", Sketch.At, Sketch.Today.AddDays(days))],
        };
        var plan = Sketch.Plan(
            new([Sketch.Declared("ana@x.test")], [group]),
            new([Sketch.Actual("ana@x.test")], [Sketch.Group("Team", "id-ana")]));

        Assert.Equal(expected, Sketch.Lines(plan));
    }

    [Fact]
    public void Read_only_attributes_are_never_compared_and_immutable_ones_only_set_at_creation()
    {
        var dialect = new Dialect("test", [.. Sketch.Dialect.Attributes.Select(row => row.Name switch
        {
            "title" => row with { Mutability = Mutability.ReadOnly },
            "department" => row with { Mutability = Mutability.Immutable },
            _ => row,
        })]);
        (string, AttributeValue)[] attributes = [("displayName", Sketch.Text("Ana")), ("title", Sketch.Text("Boss")), ("department", Sketch.Text("New"))];
        var options = new PlanOptions(dialect, new Policy(), Sketch.Today);
        var desired = Sketch.Files(Sketch.Declared("ana@x.test", null, true, attributes));

        var there = Planner.Plan(desired, Sketch.Organization(Sketch.Actual("ana@x.test", null, true, null, ("displayName", Sketch.Text("Ana")))), options);
        var missing = Planner.Plan(desired, ActualState.Empty, options);

        Assert.True(there.Value!.IsEmpty);
        Assert.Equal(["userName", "displayName", "active", "department"], missing.Value!.Changes[0].Attributes.Select(attribute => attribute.Name));
    }

    [Fact]
    public void Findings_are_sorted_by_place()
    {
        var late = Sketch.DeclaredGroup("Late", Membership.Exclusive) with { At = new SourceSpan("b.yaml", 9, 1) };
        var early = Sketch.DeclaredGroup("Early", Membership.Exclusive) with { At = new SourceSpan("b.yaml", 2, 1) };
        var first = Sketch.DeclaredGroup("First", Membership.Exclusive) with { At = new SourceSpan("a.yaml", 10, 1) };

        var planned = Sketch.Check(new([], ImmutableArray.Create(late, early, first)), ActualState.Empty);

        Assert.Equal(["a.yaml:10:1", "b.yaml:2:1", "b.yaml:9:1"], planned.Diagnostics.Select(finding => finding.At.ToString()));
    }
}
