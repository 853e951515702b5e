using System.Collections.Concurrent;

namespace GenesysScimState.Benchmarks;

/// <summary>What is counted rather than timed: requests, and waiting for the quota. The same on every machine.</summary>
internal static class Counting
{
    private const int PageSize = 25;
    private const int Quota = 300;

    /// <summary>Requests of plan and apply beside one for each page and one for each change.</summary>
    public static async Task<IReadOnlyList<Figure>> RequestsAsync()
    {
        var figures = new List<Figure>();
        foreach (var users in new[] { 100, 1_000, 10_000 })
        {
            var pages = Pages(users) + Pages(Company.GroupsOf(users));
            using var bench = new Bench(users, "Agent", "Trainee", requestsPerMinute: int.MaxValue);
            await bench.RunAsync("plan");
            figures.Add(new($"requests of a plan, {users} users", bench.Requests.Total, pages, "", "≤ 1.02 at 10,000"));
            var before = bench.Requests.Total;
            await bench.RunAsync("apply", "--auto-approve");
            figures.Add(new($"requests of an apply, {users} changes", bench.Requests.Total - before, pages + users, "", "≤ 1.02 at 1,000"));
        }

        return figures;
    }

    /// <summary>A thousand changes at 300 requests a minute: the time it takes beside the time the quota demands.</summary>
    public static async Task<IReadOnlyList<Figure>> ThrottledAsync()
    {
        const int Changes = 1_000;
        using var bench = new Bench(Changes, "Agent", "Trainee", Quota);
        var took = await bench.RunAsync("apply", "--auto-approve");
        var refused = bench.Requests.ByStatus.GetValueOrDefault(429);
        // The quota counts in windows of a minute, and the first one is free.
        var windows = (bench.Requests.Total - 1) / Quota;
        return
        [
            new($"{Changes} changes at {Quota} requests a minute", took.TotalMinutes, windows, "min", "≤ 1.05"),
            new("answers 429 in it, of all requests", refused, bench.Requests.Total, "", "0"),
        ];
    }

    /// <summary>
    /// Organizations have a quota each, so that many of them side by side take as long as the slowest. A night of a hundred
    /// of them, one change in ten users, beside what the quota of a single one demands.
    /// </summary>
    public static async Task<IReadOnlyList<Figure>> ManyAsync()
    {
        const int Organizations = 100;
        const int Users = 5_000;
        const int Changes = 500;
        var took = new ConcurrentBag<(TimeSpan Time, long Requests)>();
        await Parallel.ForEachAsync(Enumerable.Range(0, Organizations), async (_, _) =>
        {
            using var bench = new Bench(Users, "Agent", "Agent", Quota);
            bench.Declare(Users, "Agent", changed: Changes);
            var time = await bench.RunAsync("apply", "--auto-approve");
            took.Add((time, bench.Requests.Total));
        });
        // Of one organization's requests two may begin to wait at once, and then each moves its clock: the middle one is looked at.
        var middle = took.OrderBy(run => run.Time).ElementAt(took.Count / 2);
        var windows = (middle.Requests - 1) / Quota;
        return [new($"{Organizations} organizations of {Users} users side by side, {Changes} changes each", middle.Time.TotalMinutes, windows, "min", "≤ 1.05")];
    }

    private static int Pages(int count) => (count + PageSize - 1) / PageSize;
}
