using System.Globalization;
using GenesysScimState.Benchmarks;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
(string Name, Func<Task<IReadOnlyList<Figure>>> Measure)[] parts =
[
    ("requests", Counting.RequestsAsync), ("throttled", Counting.ThrottledAsync), ("many", Counting.ManyAsync),
    ("serving", Serving.UnthrottledAsync), ("reading", Reading.LocalAsync), ("growing", Growing.GrowthAsync),
    ("starting", Starting.StartAsync),
];
Console.WriteLine("| what | measured | floor | ratio | goal |");
Console.WriteLine("|---|---:|---:|---:|---:|");
foreach (var part in parts.Where(part => args.Length == 0 || args.Contains(part.Name, StringComparer.Ordinal)))
{
    foreach (var figure in await part.Measure())
    {
        Console.WriteLine(figure);
    }
}
