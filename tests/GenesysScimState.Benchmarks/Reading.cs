using System.Diagnostics;
using GenesysScimState.Config;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Rendering;
using YamlDotNet.Core;

namespace GenesysScimState.Benchmarks;

/// <summary>What this machine does itself, beside a floor measured right before it; the median of three.</summary>
internal static class Reading
{
    private const int Users = 100_000;
    private const int Files = 10;

    public static async Task<IReadOnlyList<Figure>> LocalAsync()
    {
        var folder = Directory.CreateTempSubdirectory("scimstate-bench-").FullName;
        try
        {
            Write(folder);
            var events = Median(() => Events(folder));
            Workspace? workspace = null;
            var reading = await MedianAsync(async () => workspace = (await WorkspaceReader.ReadAsync(folder, CancellationToken.None)).Value
                ?? throw new InvalidOperationException("the files do not hold"));
            var planning = Median(() => Plan(workspace!));
            return
            [
                new($"reading and checking {Users} users, beside parsing the YAML", reading, events, "s", "≤ 1.5"),
                new("planning and rendering on top, beside the reading", planning, reading, "s", "≤ 0.3"),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Write(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "scimstate.yaml"), "organization: bench\ntarget: {kind: emulator}\nstate: [state/*.yaml]\n");
        Directory.CreateDirectory(Path.Combine(folder, "state"));
        for (var file = 0; file < Files; file++)
        {
            File.WriteAllText(Path.Combine(folder, "state", $"{file}.yaml"), Company.State(Users / Files, "Agent", file * (Users / Files)));
        }
    }

    private static void Events(string folder) => Parallel.ForEach(Directory.GetFiles(Path.Combine(folder, "state")), path =>
    {
        using var text = new StringReader(File.ReadAllText(path));
        var parser = new Parser(text);
        while (parser.MoveNext())
        {
        }
    });

    /// <summary>Against an organization where nobody is there yet, which is the most there can be to do.</summary>
    private static void Plan(Workspace workspace)
    {
        var groups = workspace.Desired.Groups.Select(group => new ActualGroup(group.DisplayName, "1", group.DisplayName, [])).ToArray();
        var planned = Planner.Plan(
            workspace.Desired,
            new ActualState([], [.. groups]),
            new PlanOptions(workspace.Dialect, workspace.Configuration.Policy, new DateOnly(2026, 1, 1)));
        var document = new PlanDocument("bench", "bench", planned.Value ?? throw new InvalidOperationException(planned.Diagnostics[0].Message));
        PlanText.Render(document);
    }

    private static double Median(Action action) => MedianAsync(() =>
    {
        action();
        return Task.CompletedTask;
    }).GetAwaiter().GetResult();

    private static async Task<double> MedianAsync(Func<Task> action)
    {
        var seconds = new List<double>();
        for (var run = 0; run < 3; run++)
        {
            GC.Collect();
            var started = Stopwatch.GetTimestamp();
            await action();
            seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        return seconds.Order().ElementAt(1);
    }
}
