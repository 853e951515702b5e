using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Applying;

public sealed class MembersInBatches
{
    private static readonly string[] UserNames = [.. Enumerable.Range(0, 7).Select(number => $"user{number}@x.test")];

    private static readonly ActualState Before = new(
        [.. UserNames.Select(userName => Sketch.Actual(userName))],
        [Sketch.Group("Team")]);

    private static readonly Plan Plan = Sketch.Plan(
        new([.. UserNames.Select(userName => Sketch.Declared(userName))], [Sketch.DeclaredGroup("Team", Membership.Exclusive, UserNames)]),
        Before);

    [Theory]
    [InlineData(1, "1 1 1 1 1 1 1")]
    [InlineData(3, "3 3 1")]
    [InlineData(7, "7")]
    [InlineData(50, "7")]
    public async Task Are_as_large_as_the_server_takes(int most, string sizes)
    {
        var organization = new ModelOrganization(Before);

        var result = await ApplyAsync(organization, most);

        Assert.Equal(sizes, string.Join(' ', organization.Writes.Select(write => write.People.Length)));
        Assert.Equal(7, Assert.Single(result.Outcomes).PeopleDone);
        Assert.Equal(7, organization.State.Groups[0].MemberIds.Count);
    }

    [Fact]
    public async Task The_batches_before_a_refused_one_count_as_done()
    {
        var organization = new ModelOrganization(Before) { Refuses = write => write.People[0].UserName == "user3@x.test" };

        var result = await ApplyAsync(organization, most: 3);

        var outcome = Assert.Single(result.Outcomes);
        Assert.Equal(OutcomeKind.Failed, outcome.Kind);
        Assert.Equal(3, outcome.PeopleDone);
        Assert.Equal(2, outcome.Attempts);
        Assert.Equal(3, result.Done.MembersAdded);
        Assert.Equal(2, organization.Writes.Count);
    }

    [Fact]
    public async Task An_interruption_between_two_batches_leaves_the_rest_not_attempted()
    {
        using var interrupt = new CancellationTokenSource();
        var organization = new ModelOrganization(Before) { OnWrite = _ => interrupt.Cancel() };

        var result = await new Applier(organization, new MemoryJournal(), new Capabilities { MembersPerRequest = 3 }, 1)
            .ApplyAsync(Plan, interrupt.Token);

        var outcome = Assert.Single(result.Outcomes);
        Assert.Equal(OutcomeKind.NotAttempted, outcome.Kind);
        Assert.Equal(3, outcome.PeopleDone);
        Assert.Equal(3, result.Done.MembersAdded);
        Assert.Single(organization.Writes);
    }

    [Fact]
    public async Task Each_batch_has_an_intent_of_its_own()
    {
        var journal = new MemoryJournal();

        await new Applier(new ModelOrganization(Before), journal, new Capabilities { MembersPerRequest = 4 }, 1)
            .ApplyAsync(Plan, TestContext.Current.CancellationToken);

        Assert.Equal(
            ["intent", "outcome", "intent", "outcome", "Done"],
            journal.Lines.Select(line => line.Split(' ')[0]));
    }

    private static Task<ApplyResult> ApplyAsync(ModelOrganization organization, int most) =>
        new Applier(organization, new MemoryJournal(), new Capabilities { MembersPerRequest = most }, 1)
            .ApplyAsync(Plan, TestContext.Current.CancellationToken);
}
