using System.Collections.Concurrent;
using System.Globalization;
using Xunit;

namespace GenesysScimState.Tests.Simulation;

/// <summary>
/// Many seeds, each a life of its own, side by side. <c>SIMULATION_SEEDS=1000</c> runs more of them, <c>SIMULATION_SEED=17</c> one alone.
/// </summary>
public sealed class Seeds
{
    private const int InTheSuite = 50;

    [Fact]
    public async Task Whatever_goes_wrong_the_organization_is_what_the_files_declare_in_the_end()
    {
        var one = Number("SIMULATION_SEED");
        var first = one ?? Number("SIMULATION_FIRST") ?? 1;
        var last = one ?? first - 1 + (Number("SIMULATION_SEEDS") ?? InTheSuite);
        var failures = new ConcurrentBag<string>();
        await Parallel.ForAsync(first, last + 1, TestContext.Current.CancellationToken, async (seed, _) =>
        {
            try
            {
                await Simulator.RunAsync(seed);
            }
            catch (InvalidOperationException exception)
            {
                failures.Add(exception.Message);
            }
        });

        Assert.True(failures.IsEmpty, string.Join("\n\n", failures));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(11)]
    [InlineData(29)]
    public async Task A_seed_is_always_the_same_life(long seed) =>
        Assert.Equal(await Simulator.RunAsync(seed), await Simulator.RunAsync(seed));

    private static long? Number(string variable) =>
        long.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
