using System.Diagnostics;

namespace GenesysScimState.Benchmarks;

/// <summary>Seconds, by the wall and by the processors, each the median of three after one that does not count.</summary>
internal static class Clock
{
    private const int Runs = 3;

    public static async Task<double> MedianAsync(Func<Task> action) => (await MediansAsync(action)).Wall;

    /// <summary>What the processors did is nearly the same on a machine that others use too.</summary>
    public static async Task<(double Wall, double Processors)> MediansAsync(Func<Task> action)
    {
        var (wall, processors) = (new List<double>(), new List<double>());
        for (var run = 0; run <= Runs; run++)
        {
            GC.Collect();
            var (started, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            await action();
            wall.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            processors.Add((Environment.CpuUsage.TotalTime - used).TotalSeconds);
        }

        return (Median(wall), Median(processors));
    }

    public static double Median(Action action) => MedianAsync(() =>
    {
        action();
        return Task.CompletedTask;
    }).GetAwaiter().GetResult();

    private static double Median(List<double> runs) => runs.Skip(1).Order().ElementAt(Runs / 2);
}
