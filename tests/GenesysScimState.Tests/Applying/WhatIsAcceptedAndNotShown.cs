using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Applying;

/// <summary>Writes that the organization accepts and does not carry out.</summary>
public sealed class WhatIsAcceptedAndNotShown
{
    private static readonly Diagnostic Dropped = new("GSS604", Severity.Error, "accepted, but");

    private static readonly DesiredState Desired = new(
        [
            Sketch.Declared("boss@x.test", "e-boss", true, ("displayName", Sketch.Text("Boss"))),
            Sketch.Declared("joe@x.test", "e-joe", true, ("displayName", Sketch.Text("Joe")), ("manager", Sketch.Text("boss@x.test"))),
        ],
        [Sketch.DeclaredGroup("Team", Membership.Exclusive, "boss@x.test", "joe@x.test")]);

    private static readonly Plan Plan = Sketch.Plan(Desired, new([], [Sketch.Group("Team")]));

    [Fact]
    public async Task What_depends_on_an_unverified_update_goes_on()
    {
        var before = new ActualState([Sketch.Actual("boss@x.test", "e-boss")], [Sketch.Group("Team")]);
        var organization = new ModelOrganization(before)
        {
            Answers = (change, result) => change.Address.Name == "boss@x.test" ? result with { Problem = Dropped, IsAccepted = true } : result,
        };

        var result = await ApplyAsync(organization, Sketch.Plan(Desired, before));

        Assert.Equal(
            ["user/boss@x.test Unverified GSS604", "user/joe@x.test Done ", "group/Team Done "],
            result.Outcomes.Select(outcome => $"{outcome.Change.Address} {outcome.Kind} {outcome.Problem?.Code}"));
    }

    [Fact]
    public async Task What_depends_on_an_unverified_creation_is_skipped()
    {
        var organization = new ModelOrganization(new([], [Sketch.Group("Team")]))
        {
            Answers = (change, result) => change.Address.Name == "boss@x.test" ? result with { Problem = Dropped, IsAccepted = true } : result,
        };

        var result = await ApplyAsync(organization);

        Assert.Equal(
            ["user/boss@x.test Unverified GSS604", "user/joe@x.test Skipped GSS614", "group/Team Skipped GSS601"],
            result.Outcomes.Select(outcome => $"{outcome.Change.Address} {outcome.Kind} {outcome.Problem?.Code}"));
        Assert.False(result.IsComplete);
        Assert.Equal((0, 0), (result.Done.Create, result.Done.MembersAdded));
    }

    [Theory]
    [InlineData(0, 3, OutcomeKind.Done)]
    [InlineData(1, 2, OutcomeKind.Unverified)]
    public async Task A_group_is_looked_at_once_for_all_batches(int missing, int done, OutcomeKind kind)
    {
        var names = new[] { "a@x.test", "b@x.test", "c@x.test" };
        var before = new ActualState([.. names.Select(name => Sketch.Actual(name))], [Sketch.Group("Team")]);
        var plan = Sketch.Plan(new([.. names.Select(name => Sketch.Declared(name))], [Sketch.DeclaredGroup("Team", Membership.Exclusive, names)]), before);
        var checks = new List<int>();
        var organization = new ModelOrganization(before)
        {
            Answers = (change, result) => result with { IsUnchecked = change.People[0].UserName == names[0] },
            Checks = (change, result) =>
            {
                checks.Add(change.People.Length);
                return missing == 0 ? result : result with { Problem = Dropped, IsAccepted = true, PeopleMissing = missing };
            },
        };

        var outcome = Assert.Single((await ApplyAsync(organization, plan)).Outcomes);

        Assert.Equal([3], checks);
        Assert.Equal((kind, done, 3), (outcome.Kind, outcome.PeopleDone, organization.Writes.Count));
    }

    [Fact]
    public async Task A_group_whose_answers_show_its_members_is_not_looked_at()
    {
        var organization = new ModelOrganization(new([], [Sketch.Group("Team")])) { Checks = (_, _) => throw new InvalidOperationException() };

        Assert.True((await ApplyAsync(organization)).IsComplete);
    }

    private static Task<ApplyResult> ApplyAsync(ModelOrganization organization, Plan? plan = null) =>
        new Applier(organization, new MemoryJournal(), new Capabilities { MembersPerRequest = 1 }, 1)
            .ApplyAsync(plan ?? Plan, TestContext.Current.CancellationToken);
}
