using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Workflows;

/// <summary><c>.github/release/notes.sh</c>, on the changelog as it is and as it will be.</summary>
public sealed class TheNotesOfARelease : IDisposable
{
    private static readonly string Changelog = File.ReadAllText(Repository.At(".github", "CHANGELOG.md"));

    private readonly Runner _runner = Runner.Start(nameof(TheNotesOfARelease));

    public void Dispose() => _runner.Dispose();

    [Theory]
    [InlineData("## 0.1.0")]
    [InlineData("## 0.1.0 (2026-12-01)")]
    [InlineData("## [0.1.0] - 2026-12-01")]
    public async Task Are_the_section_of_the_version(string heading)
    {
        var newest = Changelog.Split("\n## ")[1].Split('\n', 2);

        var run = await NotesAsync($"{Changelog.Replace($"## {newest[0]}", heading, StringComparison.Ordinal)}\n## 0.0.9\n\n- older\n", "v0.1.0");

        Assert.Equal((0, newest[1].Trim()), (run.Exit, run.Log.Trim()));
    }

    [Fact]
    public async Task Are_missed_before_anything_is_released()
    {
        var run = await NotesAsync("# Changelog\n\n## 0.0.9\n\n- older\n", "v0.1.0");

        Assert.Equal((1, "the changelog has no section \"## 0.1.0\"\n"), (run.Exit, run.Log));
    }

    [Fact]
    public async Task Are_of_the_version_of_the_checkout_only()
    {
        var run = await NotesAsync(Changelog, "v0.2.0");

        Assert.Equal((1, "the tag is v0.2.0 and the version in src/Directory.Build.props is 0.1.0\n"), (run.Exit, run.Log));
    }

    private Task<StepRun> NotesAsync(string changelog, string tag)
    {
        Directory.CreateDirectory(_runner.At(".github/release"));
        Directory.CreateDirectory(_runner.At("src"));
        File.Copy(Repository.At(".github", "release", "notes.sh"), _runner.At(".github/release/notes.sh"));
        File.WriteAllText(_runner.At(".github/CHANGELOG.md"), changelog);
        File.WriteAllText(_runner.At("src/Directory.Build.props"), "<Project><PropertyGroup>\n<VersionPrefix>0.1.0</VersionPrefix>\n</PropertyGroup></Project>\n");
        return _runner.ScriptAsync($"bash .github/release/notes.sh {tag}");
    }
}
