using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Model;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Planning;

public sealed class TheOrderOfChanges
{
    [Fact]
    public void Leavers_lose_access_first_and_joiners_gain_it_last()
    {
        var plan = Sketch.Plan(
            new(
                [
                    Sketch.Declared("a-new@x.test", null, true, ("displayName", Sketch.Text("New"))),
                    Sketch.Declared("b-back@x.test"),
                    Sketch.Declared("c-leaver@x.test", active: false),
                    Sketch.Absent("d-gone@x.test"),
                    Sketch.Declared("e-change@x.test", null, true, ("title", Sketch.Text("Boss"))),
                ],
                [Sketch.DeclaredGroup("Team", Membership.Exclusive, "a-new@x.test")]),
            new(
                [
                    Sketch.Actual("b-back@x.test", active: false),
                    Sketch.Actual("c-leaver@x.test"),
                    Sketch.Actual("d-gone@x.test"),
                    Sketch.Actual("e-change@x.test"),
                ],
                [Sketch.Group("Team", "id-c-leaver")]));

        Assert.Equal(
            "0 Deactivate, 1 RemoveMembers, 2 Delete, 3 Create, 3 Activate, 3 Update, 4 AddMembers",
            string.Join(", ", plan.Changes.Select(change => $"{change.Wave} {change.Operation}")));
    }

    [Fact]
    public void Waves_count_from_nought_without_a_gap()
    {
        var plan = Sketch.Plan(
            new([Sketch.Declared("ana@x.test")], [Sketch.DeclaredGroup("Team", Membership.Exclusive, "ana@x.test")]),
            new([Sketch.Actual("ana@x.test")], [Sketch.Group("Team")]));

        Assert.Equal(0, Assert.Single(plan.Changes).Wave);
    }

    [Fact]
    public void New_managers_come_before_their_reports_at_any_depth()
    {
        string[] names = ["d@x.test", "a@x.test", "c@x.test", "b@x.test"];
        var users = names.Select((name, index) => index == 0
            ? Sketch.Declared(name, null, true, ("displayName", Sketch.Text(name)))
            : Sketch.Declared(name, null, true, ("displayName", Sketch.Text(name)), ("manager", Sketch.Text(names[index - 1]))));

        var plan = Sketch.Plan(new([.. users.Reverse()], []), ActualState.Empty);

        Assert.Equal(names, plan.Changes.Select(change => change.Address.Name));
        Assert.Equal([0, 1, 2, 3], plan.Changes.Select(change => change.Wave));
    }

    [Fact]
    public void A_chain_of_userNames_is_freed_from_its_end()
    {
        var plan = Sketch.Plan(
            Sketch.Files(Sketch.Declared("b@x.test", "e-1"), Sketch.Declared("c@x.test", "e-2"), Sketch.Declared("free@x.test", "e-3")),
            Sketch.Organization(Sketch.Actual("a@x.test", "e-1"), Sketch.Actual("B@x.test", "e-2"), Sketch.Actual("c@x.test", "e-3")));

        Assert.Equal(["free@x.test", "c@x.test", "b@x.test"], plan.Changes.Select(change => change.Address.Name));
        Assert.Equal([0, 1, 2], plan.Changes.Select(change => change.Wave));
        Assert.Equal([Address.User("c@x.test")], plan.Changes[2].DependsOn);
    }

    [Fact]
    public async Task Users_who_swap_userNames_in_a_circle_do_so_by_way_of_a_temporary_one()
    {
        var desired = Sketch.Files(Sketch.Declared("b@x.test", "e-1"), Sketch.Declared("c@x.test", "e-2"), Sketch.Declared("a@x.test", "e-3"));
        var organization = new ModelOrganization(
            Sketch.Organization(Sketch.Actual("a@x.test", "e-1"), Sketch.Actual("b@x.test", "e-2"), Sketch.Actual("c@x.test", "e-3")));
        var plan = Sketch.Plan(desired, organization.State);

        var result = await new Applier(organization, new MemoryJournal(), new Capabilities(), 1).ApplyAsync(plan, TestContext.Current.CancellationToken);

        Assert.True(result.IsComplete);
        Assert.Equal([0, 1, 2, 3], plan.Changes.Select(change => change.Wave));
        Assert.Equal(plan.Changes[0].Id, plan.Changes[^1].Id);
        Assert.True(Sketch.Plan(desired, organization.State).IsEmpty);
    }

    [Fact]
    public void The_order_of_the_inputs_does_not_matter()
    {
        string[] names = [.. Enumerable.Range(0, 9).Select(number => $"user{number}@x.test")];
        var desired = names.Select(name => Sketch.Declared(name, null, true, ("displayName", Sketch.Text(name)), ("title", Sketch.Text("T")))).ToArray();
        var actual = names.Skip(4).Select(name => Sketch.Actual(name)).ToArray();

        var forward = Sketch.Plan(Sketch.Files(desired), Sketch.Organization(actual));
        var backward = Sketch.Plan(Sketch.Files([.. desired.Reverse()]), Sketch.Organization([.. actual.Reverse()]));

        Assert.Equal(Sketch.Lines(forward), Sketch.Lines(backward));
        Assert.Equal(names.Length, forward.Changes.Length);
    }
}
