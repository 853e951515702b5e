using System.Diagnostics;

namespace GenesysScimState.Benchmarks;

/// <summary>
/// From nothing to the end of a short command, beside a native program that does nothing. Needs the native binary
/// (SCIMSTATE_BINARY) and such a program (EMPTY_BINARY); the script beside this file makes both.
/// </summary>
internal static class Starting
{
    private const int Starts = 20;

    public static async Task<IReadOnlyList<Figure>> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("SCIMSTATE_BINARY") is not { Length: > 0 } native
            || Environment.GetEnvironmentVariable("EMPTY_BINARY") is not { Length: > 0 } empty)
        {
            await Console.Error.WriteLineAsync("Not measured: the start, because SCIMSTATE_BINARY and EMPTY_BINARY are not set; tests/GenesysScimState.Benchmarks/run sets both.");
            return [];
        }

        var minimal = Path.Combine(FindExamples(), "minimal");
        var managed = Path.Combine(AppContext.BaseDirectory, "scimstate.dll");
        var nothing = await TakesAsync(empty);
        var version = await TakesAsync(native, "--version");
        var validate = await TakesAsync(native, "validate", "-C", minimal);
        var jit = await TakesAsync("dotnet", managed, "validate", "-C", minimal);
        return
        [
            new("start: --version, beside an empty native program", version, nothing, "ms", "≤ 2"),
            new("start: validate of the minimal example, beside the same", validate, nothing, "ms", ""),
            new("the same validate without native compilation, beside the native one", jit, validate, "ms", ""),
            new("size of the binary", new FileInfo(native).Length / 1e6, 15, "MB", "≤ 1"),
        ];
    }

    private static async Task<double> TakesAsync(string program, params string[] arguments)
    {
        var took = new List<double>();
        for (var start = 0; start < Starts; start++)
        {
            var started = Stopwatch.GetTimestamp();
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
            await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            took.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return took.Order().ElementAt(Starts / 2);
    }

    private static string FindExamples()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !Directory.Exists(Path.Combine(folder.FullName, "examples")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? throw new InvalidOperationException("the examples are not above this program"), "examples");
    }
}
