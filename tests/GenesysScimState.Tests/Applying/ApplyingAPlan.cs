using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Applying;

/// <summary>What becomes of each change when one of them fails, the run is interrupted, or the journal cannot be written.</summary>
public sealed class ApplyingAPlan
{
    private static readonly DesiredState Desired = new(
        [
            Sketch.Declared("boss@x.test", "e-boss", true, ("displayName", Sketch.Text("Boss"))),
            Sketch.Declared("joe@x.test", "e-joe", true, ("displayName", Sketch.Text("Joe")), ("manager", Sketch.Text("boss@x.test"))),
            Sketch.Declared("old@x.test", "e-old", true, ("title", Sketch.Text("Veteran"))),
        ],
        [
            Sketch.DeclaredGroup("Everybody", Membership.Exclusive, "boss@x.test", "joe@x.test", "old@x.test"),
            Sketch.DeclaredGroup("Boss only", Membership.Exclusive, "boss@x.test"),
        ]);

    private static readonly ActualState Before = new(
        [Sketch.Actual("old@x.test", "e-old"), Sketch.Actual("extra@x.test")],
        [Sketch.Group("Everybody", "id-extra"), Sketch.Group("Boss only")]);

    private static readonly Plan Plan = Sketch.Plan(Desired, Before);

    [Fact]
    public async Task All_is_done_in_the_order_of_the_waves_and_nothing_is_left()
    {
        var organization = new ModelOrganization(Before);
        var journal = new MemoryJournal();

        var result = await ApplyAsync(organization, journal);

        Assert.True(result.IsComplete);
        Assert.Equal(Plan.Changes, result.Outcomes.Select(outcome => outcome.Change));
        Assert.Equal(
            ["RemoveMembers", "Create", "Update", "Create", "AddMembers", "AddMembers"],
            organization.Writes.Select(write => write.Operation.ToString()));
        Assert.True(Sketch.Plan(Desired, organization.State).IsEmpty);
        Assert.Equal(3 * Plan.Changes.Length, journal.Lines.Count);
    }

    [Fact]
    public async Task An_intent_is_written_down_before_its_request_and_an_outcome_after_it()
    {
        var journal = new MemoryJournal();
        var seen = new List<string>();
        var organization = new ModelOrganization(Before) { OnWrite = _ => seen.Add(journal.Lines[^1]) };

        await ApplyAsync(organization, journal);

        Assert.Equal(organization.Writes.Select(write => $"intent {Sketch.Line(write)}"), seen);
        Assert.Equal(seen.Count, journal.Lines.Count(line => line.StartsWith("outcome ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_goes_wrong_in_the_program_itself_is_a_failure_of_one_change()
    {
        var organization = new ModelOrganization(Before)
        {
            OnWrite = write => _ = write.Operation == Operation.Update ? throw new InvalidOperationException("oops") : write,
        };

        var result = await ApplyAsync(organization, new MemoryJournal());

        var failed = Assert.Single(result.Outcomes, outcome => outcome.Kind != OutcomeKind.Done);
        Assert.Equal("GSS607", failed.Problem?.Code);
        Assert.Contains("InvalidOperationException: oops", failed.Problem?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_skips_what_depends_on_it_and_nothing_else()
    {
        var organization = new ModelOrganization(Before) { Refuses = change => change.Address.Name == "boss@x.test" };

        var result = await ApplyAsync(organization, new MemoryJournal());

        Assert.Equal(
            """
            RemoveMembers group/Everybody: Done
            Create user/boss@x.test: Failed GSS509
            Update user/old@x.test: Done
            Create user/joe@x.test: Skipped GSS601
            AddMembers group/Boss only: Skipped GSS601
            AddMembers group/Everybody: Failed GSS601
            """,
            Lines(result));
        var everybody = result.Outcomes[^1];
        Assert.Equal(1, everybody.PeopleDone);
        Assert.Equal(["id-old"], organization.State.Groups.Single(group => group.DisplayName == "Everybody").MemberIds);
        Assert.Contains("user/boss@x.test", result.Outcomes[3].Problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_carries_the_place_of_the_declaration_and_the_resource()
    {
        var organization = new ModelOrganization(Before) { Refuses = change => change.Address.Name == "old@x.test" };

        var result = await ApplyAsync(organization, new MemoryJournal());

        var failed = result.Outcomes.Single(outcome => outcome.Kind == OutcomeKind.Failed);
        Assert.Equal(Sketch.At, failed.Problem!.At);
        Assert.Equal(Address.User("old@x.test"), failed.Problem.Subject);
        Assert.Equal(400, failed.Status);
        Assert.Equal(1, failed.Attempts);
    }

    [Fact]
    public async Task A_plan_that_is_half_done_is_finished_by_planning_again()
    {
        var stubborn = new ModelOrganization(Before) { Refuses = change => change.Address.Name is "boss@x.test" };
        await ApplyAsync(stubborn, new MemoryJournal());

        var willing = new ModelOrganization(stubborn.State);
        var rest = Sketch.Plan(Desired, willing.State);
        await new Applier(willing, new MemoryJournal(), new Capabilities(), 1).ApplyAsync(rest, TestContext.Current.CancellationToken);

        Assert.True(rest.Changes.Length < Plan.Changes.Length);
        Assert.True(Sketch.Plan(Desired, willing.State).IsEmpty);
    }

    [Fact]
    public async Task An_interrupted_run_finishes_what_is_under_way_and_starts_nothing_new()
    {
        using var interrupt = new CancellationTokenSource();
        var organization = new ModelOrganization(Before) { OnWrite = change => InterruptAt(Operation.Create, change, interrupt) };

        var result = await ApplyAsync(organization, new MemoryJournal(), interrupt.Token);

        Assert.Equal(
            """
            RemoveMembers group/Everybody: Done
            Create user/boss@x.test: Done
            Update user/old@x.test: NotAttempted GSS602
            Create user/joe@x.test: NotAttempted GSS602
            AddMembers group/Boss only: NotAttempted GSS602
            AddMembers group/Everybody: NotAttempted GSS602
            """,
            Lines(result));
        Assert.Equal(2, organization.Writes.Count);
    }

    [Fact]
    public async Task A_run_that_is_interrupted_before_it_begins_writes_nothing()
    {
        var organization = new ModelOrganization(Before);
        var journal = new MemoryJournal();

        var result = await ApplyAsync(organization, journal, new CancellationToken(canceled: true));

        Assert.Empty(organization.Writes);
        Assert.Equal(Plan.Changes.Length, result.Count(OutcomeKind.NotAttempted));
        Assert.All(journal.Lines, line => Assert.StartsWith("NotAttempted ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_written_down_is_not_sent_and_neither_is_the_rest()
    {
        var organization = new ModelOrganization(Before);
        var journal = new MemoryJournal { Fails = line => line.StartsWith("intent Create", StringComparison.Ordinal) };

        var result = await ApplyAsync(organization, journal);

        Assert.Equal(Operation.RemoveMembers, Assert.Single(organization.Writes).Operation);
        Assert.Equal(1, result.Count(OutcomeKind.Done));
        Assert.Equal(Plan.Changes.Length - 1, result.Count(OutcomeKind.NotAttempted));
        Assert.All(result.Outcomes.Skip(1), outcome => Assert.Equal("GSS713", outcome.Problem!.Code));
    }

    [Fact]
    public async Task When_an_outcome_cannot_be_written_down_it_still_counts_and_nothing_new_starts()
    {
        var organization = new ModelOrganization(Before);
        var journal = new MemoryJournal { Fails = line => line.StartsWith("outcome ", StringComparison.Ordinal) };

        var result = await ApplyAsync(organization, journal);

        Assert.Single(organization.Writes);
        Assert.Equal(OutcomeKind.Done, result.Outcomes[0].Kind);
        Assert.Equal(Plan.Changes.Length - 1, result.Count(OutcomeKind.NotAttempted));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Whatever_fails_every_change_has_exactly_one_outcome_in_plan_order(int concurrency)
    {
        foreach (var refused in Plan.Changes)
        {
            var organization = new ModelOrganization(Before) { Refuses = change => change.Address == refused.Address && change.Operation == refused.Operation };
            var journal = new MemoryJournal();

            var result = await new Applier(organization, journal, new Capabilities(), concurrency).ApplyAsync(Plan, TestContext.Current.CancellationToken);

            Assert.Equal(Plan.Changes, result.Outcomes.Select(outcome => outcome.Change));
            Assert.All(result.Outcomes, outcome => Assert.Equal(outcome.Kind == OutcomeKind.Done, outcome.Problem is null));
            Assert.False(result.IsComplete);
        }
    }

    private static void InterruptAt(Operation operation, Change change, CancellationTokenSource interrupt)
    {
        if (change.Operation == operation)
        {
            interrupt.Cancel();
        }
    }

    private static Task<ApplyResult> ApplyAsync(ModelOrganization organization, MemoryJournal journal, CancellationToken? cancel = null) =>
        new Applier(organization, journal, new Capabilities(), concurrency: 1)
            .ApplyAsync(Plan, cancel ?? TestContext.Current.CancellationToken);

    private static string Lines(ApplyResult result) => string.Join('\n', result.Outcomes.Select(outcome =>
        $"{outcome.Change.Operation} {outcome.Change.Address}: {outcome.Kind}{(outcome.Problem is { } problem ? $" {problem.Code}" : "")}"));
}
