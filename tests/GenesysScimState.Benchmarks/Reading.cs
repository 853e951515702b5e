using GenesysScimState.Config;
using YamlDotNet.Core;

namespace GenesysScimState.Benchmarks;

/// <summary>What this machine does itself, beside a floor measured right before it.</summary>
internal static class Reading
{
    private const int Users = 100_000;

    public static async Task<IReadOnlyList<Figure>> LocalAsync()
    {
        using var files = new LocalFiles(Users);
        var events = Clock.Median(() => Events(files));
        Workspace? workspace = null;
        var reading = await Clock.MedianAsync(async () => workspace = await files.ReadAsync());
        var planning = Clock.Median(() => LocalFiles.Plan(workspace!));
        return
        [
            new($"reading and checking {Users} users in {Company.GroupsOf(Users)} groups, beside parsing the YAML", reading, events, "s", "≤ 1.5"),
            new("planning and rendering on top, beside the reading", planning, reading, "s", "≤ 0.3"),
        ];
    }

    private static void Events(LocalFiles files) => Parallel.ForEach(files.State, path =>
    {
        using var text = new StringReader(File.ReadAllText(path));
        var parser = new Parser(text);
        while (parser.MoveNext())
        {
        }
    });
}
