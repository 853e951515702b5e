using System.Globalization;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Applying;

/// <summary>A run without a prospect ends after <see cref="Longest"/> failures in a row, and says why.</summary>
public sealed class StoppingEarly
{
    private const int Longest = 5;
    private const int Users = 30;

    private static readonly ActualState Before = new(
        [.. Enumerable.Range(0, Users).Select(number => Sketch.Actual(Name(number)))], [Sketch.Group("Team")]);

    private static readonly Plan Plan = Sketch.Plan(
        new(
            [.. Enumerable.Range(0, Users).Select(number => Sketch.Declared(Name(number), attributes: ("title", Sketch.Text("Boss"))))],
            [Sketch.DeclaredGroup("Team", Membership.Exclusive, [.. Enumerable.Range(0, Users).Select(Name)])]),
        Before);

    [Theory]
    [InlineData("GSS501")]
    [InlineData("GSS502")]
    [InlineData("GSS503")]
    [InlineData("GSS504")]
    [InlineData("GSS505")]
    [InlineData("GSS511")]
    [InlineData("GSS512")]
    [InlineData("GSS513")]
    [InlineData("GSS514")]
    [InlineData("GSS515")]
    public async Task When_every_write_fails_for_a_reason_that_concerns_them_all(string code)
    {
        var organization = new ModelOrganization(Before) { Refuses = _ => true, Code = _ => code };

        var result = await ApplyAsync(organization);

        Assert.Equal(Longest, organization.Writes.Count);
        Assert.Equal((Longest, Users + 1 - Longest), (result.Count(OutcomeKind.Failed), result.Count(OutcomeKind.NotAttempted)));
        Assert.Equal("GSS603", result.Stopped!.Code);
        Assert.StartsWith($"not attempted, because 5 writes in a row failed for the same reason and the rest would too ({code}: refused by the model)", result.Stopped.Message, StringComparison.Ordinal);
        Assert.All(result.Outcomes.Skip(Longest), outcome => Assert.Equal("GSS603", outcome.Problem!.Code));
    }

    [Theory]
    [InlineData("GSS507")]
    [InlineData("GSS509")]
    [InlineData("GSS521")]
    public async Task Not_when_each_fails_for_itself(string code)
    {
        var organization = new ModelOrganization(Before) { Refuses = change => !change.IsMembership, Code = _ => code };

        var result = await ApplyAsync(organization);

        Assert.Null(result.Stopped);
        Assert.Equal((Users, 0), (result.Count(OutcomeKind.Failed), result.Count(OutcomeKind.NotAttempted)));
    }

    [Theory]
    [InlineData(4, "GSS512", null)]
    [InlineData(5, "GSS512", "GSS603")]
    [InlineData(5, "GSS505", "GSS603")]
    public async Task A_success_in_between_starts_the_count_again(int inARow, string code, string? stopped)
    {
        var organization = new ModelOrganization(Before)
        {
            Refuses = change => change.IsMembership || Number(change) % (inARow + 1) < inARow,
            Code = _ => code,
        };

        Assert.Equal(stopped, (await ApplyAsync(organization)).Stopped?.Code);
    }

    [Theory]
    [InlineData("GSS505", null)]
    [InlineData("GSS504", "GSS603")]
    public async Task A_permission_that_is_missing_for_a_part_stops_nobody_else(string code, string? stopped)
    {
        var organization = new ModelOrganization(Before) { Refuses = change => !change.IsMembership && Number(change) is >= 10 and < 20, Code = _ => code };

        Assert.Equal(stopped, (await ApplyAsync(organization)).Stopped?.Code);
    }

    [Fact]
    public async Task Different_reasons_are_not_one()
    {
        var organization = new ModelOrganization(Before) { Refuses = _ => true, Code = change => !change.IsMembership && Number(change) % 2 == 0 ? "GSS512" : "GSS513" };

        Assert.Null((await ApplyAsync(organization)).Stopped);
    }

    [Fact]
    public async Task What_is_under_way_at_that_moment_is_finished()
    {
        var organization = new ModelOrganization(Before) { Refuses = _ => true, Code = _ => "GSS504" };

        var result = await ApplyAsync(organization, concurrency: 4);

        Assert.InRange(organization.Writes.Count, Longest, Longest + 3);
        Assert.Equal(organization.Writes.Count, result.Count(OutcomeKind.Failed));
        Assert.Equal(Plan.Changes.Length, result.Outcomes.Length);
    }

    [Fact]
    public async Task Nothing_more_of_a_group_is_sent_either()
    {
        var organization = new ModelOrganization(Before) { Refuses = change => !change.IsMembership, Code = _ => "GSS504" };

        await ApplyAsync(organization);

        Assert.DoesNotContain(organization.Writes, write => write.IsMembership);
    }

    [Fact]
    public async Task Once_the_reason_is_gone_the_next_run_does_it_all()
    {
        var organization = new ModelOrganization(Before);

        Assert.True((await ApplyAsync(organization)).IsComplete);
        Assert.Equal(Users, organization.State.Users.Count(user => user["title"].Text == "Boss"));
    }

    private static Task<ApplyResult> ApplyAsync(ModelOrganization organization, int concurrency = 1) =>
        new Applier(organization, new MemoryJournal(), new Capabilities { MembersPerRequest = 10 }, concurrency)
            .ApplyAsync(Plan, TestContext.Current.CancellationToken);

    private static string Name(int number) => $"user{number:00}@x.test";

    private static int Number(Change change) => int.Parse(change.Address.Name.AsSpan(4, 2), CultureInfo.InvariantCulture);
}
