using System.Diagnostics;

namespace GenesysScimState.Benchmarks;

/// <summary>Seconds by the wall, the median of three after one that does not count.</summary>
internal static class Clock
{
    private const int Runs = 3;

    public static async Task<double> MedianAsync(Func<Task> action)
    {
        var seconds = new List<double>();
        for (var run = 0; run <= Runs; run++)
        {
            GC.Collect();
            var started = Stopwatch.GetTimestamp();
            await action();
            seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        return seconds.Skip(1).Order().ElementAt(Runs / 2);
    }

    public static double Median(Action action) => MedianAsync(() =>
    {
        action();
        return Task.CompletedTask;
    }).GetAwaiter().GetResult();
}
