using System.Diagnostics;
using GenesysScimState.Emulator;

namespace GenesysScimState.Benchmarks;

/// <summary>
/// Time and memory of a whole plan by the native program (SCIMSTATE_BINARY), against an organization where nobody is there
/// yet, which is the most there can be to do. The exponent is that of the power law through the points: 1 is a straight line.
/// </summary>
internal static class Growing
{
    private static readonly int[] Sizes = [1_000, 10_000, 100_000, 300_000];

    public static async Task<IReadOnlyList<Figure>> GrowthAsync()
    {
        if (Environment.GetEnvironmentVariable("SCIMSTATE_BINARY") is not { Length: > 0 } native)
        {
            await Console.Error.WriteLineAsync("Not measured: the growth, because SCIMSTATE_BINARY is not set; tests/GenesysScimState.Benchmarks/run sets it.");
            return [];
        }

        var points = new List<Point>();
        foreach (var users in Sizes)
        {
            points.Add(await MeasureAsync(native, users));
        }

        var large = points.Single(point => point.Users == 100_000);
        return
        [
            new("growth of the time, 1,000 to 300,000 users (exponent)", Exponent(points, point => point.Seconds), 1, "", "≤ 1.05"),
            new("growth of the memory, 1,000 to 300,000 users (exponent)", Exponent(points, point => point.Bytes), 1, "", "≤ 1.05"),
            new($"peak memory of a plan for {large.Users} new users, beside the size of the files", large.Bytes / 1e6, large.FileBytes / 1e6, "MB", "≤ 6"),
        ];
    }

    private static async Task<Point> MeasureAsync(string native, int users)
    {
        using var files = new LocalFiles(users);
        var organization = Path.Combine(files.Folder, "organization.json");
        await File.WriteAllTextAsync(organization, Company.EmptyOrganization(users));
        using var emulator = ScimEmulator.Open(new EmulatorOptions { SeedFile = organization, RequestsPerMinute = int.MaxValue }, TimeProvider.System);
        await using var server = await EmulatorHost.StartAsync(emulator, port: 0, CancellationToken.None);
        files.PointAt(server.BaseAddress);

        var started = Stopwatch.GetTimestamp();
        var start = new ProcessStartInfo(native, ["plan", "-C", files.Folder, "--quiet"]) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["GENESYS_CLIENT_ID"] = start.Environment["GENESYS_CLIENT_SECRET"] = "emulator";
        using var plan = Process.Start(start)!;
        var printed = plan.StandardOutput.ReadToEndAsync();
        var peak = 0L;
        while (!plan.WaitForExit(TimeSpan.FromMilliseconds(10)))
        {
            peak = Math.Max(peak, PeakOf(plan));
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return (await printed).Contains($"{users} to add", StringComparison.Ordinal)
            ? new(users, seconds, peak, files.Bytes)
            : throw new InvalidOperationException($"plan ended with {plan.ExitCode}: {await printed}");
    }

    private static long PeakOf(Process process)
    {
        try
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            // It has ended meanwhile.
            return 0;
        }
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
