using System.Globalization;
using GenesysScimState.Benchmarks;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.WriteLine("| what | measured | floor | ratio | goal |");
Console.WriteLine("|---|---:|---:|---:|---:|");
foreach (var measure in new Func<Task<IReadOnlyList<Figure>>>[] { Counting.RequestsAsync, Counting.ThrottledAsync, Reading.LocalAsync })
{
    foreach (var figure in await measure())
    {
        Console.WriteLine(figure);
    }
}
