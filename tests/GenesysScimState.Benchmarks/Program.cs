using System.Globalization;
using GenesysScimState.Benchmarks;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is [var users])
{
    await Growing.ChildAsync(int.Parse(users, CultureInfo.InvariantCulture));
    return;
}

Console.WriteLine("| what | measured | floor | ratio | goal |");
Console.WriteLine("|---|---:|---:|---:|---:|");
foreach (var measure in new Func<Task<IReadOnlyList<Figure>>>[]
{
    Counting.RequestsAsync, Counting.ThrottledAsync, Counting.ManyAsync, Serving.UnthrottledAsync, Reading.LocalAsync, Growing.GrowthAsync,
    Starting.StartAsync,
})
{
    foreach (var figure in await measure())
    {
        Console.WriteLine(figure);
    }
}
