using System.Diagnostics;
using System.Globalization;

namespace GenesysScimState.Benchmarks;

/// <summary>
/// Time and memory of everything that is local, in a process of its own for each size, because memory is asked of the
/// operating system. The exponent is that of the power law through the points: 1 is a straight line.
/// </summary>
internal static class Growing
{
    private static readonly int[] Sizes = [10_000, 30_000, 100_000, 300_000];

    public static async Task<IReadOnlyList<Figure>> GrowthAsync()
    {
        var points = new List<Point>();
        foreach (var users in Sizes)
        {
            points.Add(await MeasureAsync(users));
        }

        var large = points.Single(point => point.Users == 100_000);
        return
        [
            new("growth of the time, 10,000 to 300,000 users (exponent)", Exponent(points, point => point.Seconds), 1, "", "≤ 1.05"),
            new("growth of the memory, 10,000 to 300,000 users (exponent)", Exponent(points, point => point.Bytes), 1, "", "≤ 1.05"),
            new($"peak memory with {large.Users} users, beside the size of the files", large.Bytes / 1e6, large.FileBytes / 1e6, "MB", "≤ 6"),
        ];
    }

    /// <summary>What a child process does: writes files, reads and plans them, and says what it took.</summary>
    public static async Task ChildAsync(int users)
    {
        using var files = new LocalFiles(users);
        var started = Stopwatch.GetTimestamp();
        LocalFiles.Plan(await files.ReadAsync());
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(FormattableString.Invariant($"{seconds} {self.PeakWorkingSet64} {files.Bytes}"));
    }

    private static async Task<Point> MeasureAsync(int users)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        }

        start.ArgumentList.Add(users.ToString(CultureInfo.InvariantCulture));
        using var child = Process.Start(start)!;
        var words = (await child.StandardOutput.ReadToEndAsync()).Split(' ');
        await child.WaitForExitAsync();
        return new(
            users,
            double.Parse(words[0], CultureInfo.InvariantCulture),
            double.Parse(words[1], CultureInfo.InvariantCulture),
            double.Parse(words[2], CultureInfo.InvariantCulture));
    }

    /// <summary>The slope of the straight line through the logarithms (least squares).</summary>
    private static double Exponent(List<Point> points, Func<Point, double> value)
    {
        var x = points.ConvertAll(point => Math.Log(point.Users));
        var y = points.ConvertAll(point => Math.Log(value(point)));
        var (meanX, meanY) = (x.Average(), y.Average());
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
    }

    private sealed record Point(int Users, double Seconds, double Bytes, double FileBytes);
}
