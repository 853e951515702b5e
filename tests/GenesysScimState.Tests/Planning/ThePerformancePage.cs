using System.Globalization;
using System.Text.Json;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Planning;

/// <summary>What <c>docs/performance.md</c> reckons is what the program forecasts and what it asks for.</summary>
public sealed class ThePerformancePage
{
    [Fact]
    public void Minutes_are_those_of_the_forecast()
    {
        var rows = Table("| users | groups |");

        Assert.All(rows, row => Assert.Equal(
            [Reads(row[0], row[1]), (Reads(row[0], row[1]) - 1) / Forecast.Quota, Minutes(row[0] / 100, row[0], row[1]), Minutes(row[0], row[0], row[1])],
            row[2..]));
        Assert.Equal([1_000, 10_000, 100_000], rows.Select(row => row[0]));
        Assert.False(new Forecast(0, rows[^1][^1] * 60, Forecast.Quota).OutlastsJob);
    }

    [Fact]
    public void Organizations_side_by_side_take_as_long_as_one()
    {
        const int Users = 5_000;
        const int Groups = 100;
        const int Changes = 500;
        const int Jobs = 20;
        var one = Minutes(Changes, Users, Groups);

        Assert.All(Table("| organizations | requests |"), row => Assert.Equal(
            [row[0] * (Reads(Users, Groups) + Changes), row[0] * one, one, one * ((row[0] + Jobs - 1) / Jobs)], row[1..]));
        Assert.Contains($"Organizations of 5,000 users in {Groups} groups, {Changes} of them changed", Page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(60)]
    public async Task A_plan_asks_for_as_much_as_the_page_says(int users)
    {
        using var organization = new Workbench(organization: Workbench.Of(users));
        organization.Declare("groups:\n  - {displayName: Support, membership: additive}\n");

        using var plan = JsonDocument.Parse((await organization.RunAsync("plan", "--json")).Out);

        Assert.Equal(Reads(users, groups: 1), plan.RootElement.GetProperty("read").GetProperty("requests").GetInt32());
    }

    private static string Page { get; } = File.ReadAllText(Repository.At("docs", "performance.md"));

    /// <summary>As the formula of the page has it, with nobody inactive.</summary>
    private static int Reads(int users, int groups) => 1 + Pages(users) + 1 + Pages(groups) + 2 + (Pages(groups) > 1 ? 1 : 0);

    private static int Pages(int count) => (count + Sketch.Dialect.Capabilities.PageSize - 1) / Sketch.Dialect.Capabilities.PageSize;

    private static int Minutes(int changed, int users, int groups) => Forecast.Of(
        new Plan(
            [.. Enumerable.Range(0, changed).Select(number => new Change { Operation = Operation.Update, Address = Address.User($"{number}"), Reason = ActionReason.Differs })],
            []),
        Reads(users, groups), Sketch.Dialect.Capabilities, Forecast.Quota).Seconds / 60;

    private static int[][] Table(string head)
    {
        var table = Page.Split('\n').SkipWhile(line => !line.StartsWith(head, StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'));
        return [.. table.Select(line => line.Split('|', StringSplitOptions.RemoveEmptyEntries)
            .Select(cell => int.Parse(cell.Trim(), NumberStyles.AllowThousands, CultureInfo.InvariantCulture)).ToArray())];
    }
}
