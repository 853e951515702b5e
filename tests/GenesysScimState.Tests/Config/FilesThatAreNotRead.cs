using GenesysScimState.Editing;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Config;

/// <summary>State files that no pattern matches, and names of files that not every system can have.</summary>
public sealed class FilesThatAreNotRead
{
    private const string Text = "# people\nusers:\n  - userName: b@x.test\n";

    [Theory]
    [InlineData("state/**/*.yaml", "state/b.yml", "rename it to \"state/b.yaml\"")]
    [InlineData("state/**/*.yaml", "state/b.YAML", "rename it to \"state/b.yaml\"")]
    [InlineData("state/**/*.yaml", "state/.b.yaml", "rename it to \"state/b.yaml\"")]
    [InlineData("state/**/*.yaml", "state/.eu/b.yaml", "rename it to \"state/eu/b.yaml\"")]
    [InlineData("state/*.yaml", "state/eu/b.yaml", "so it is not read; add a pattern for it")]
    [InlineData("*.yaml", "b.yml", "rename it to \"b.yaml\"")]
    public async Task A_file_that_looks_like_state_and_is_not_read_is_named(string pattern, string name, string next)
    {
        using var folder = Folder(pattern);
        folder.Write(name, Text);

        var run = await new Cli().RunAsync("validate", "-C", folder.Path);

        Assert.Equal(0, run.Exit);
        Assert.Contains($"{name}:1:1: warning GSS124: this looks like a state file", run.Error, StringComparison.Ordinal);
        Assert.Contains(next, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("state/notes.yml", "note: users\n")]
    [InlineData("state/b.yaml.bak", Text)]
    [InlineData("state/.git/b.yaml", Text)]
    [InlineData("other/b.yml", Text)]
    public async Task Other_files_are_not_named(string name, string text)
    {
        using var folder = Folder("state/**/*.yaml");
        folder.Write(name, text);

        Assert.DoesNotContain("GSS124", (await new Cli().RunAsync("validate", "-C", folder.Path)).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("state/*.{yaml,yml}")]
    [InlineData("state/[ab].yaml")]
    [InlineData("!state/draft.yaml")]
    public async Task Characters_that_are_wildcards_elsewhere_are_explained(string pattern)
    {
        using var folder = Folder(pattern);

        var run = await new Cli().RunAsync("validate", "-C", folder.Path);

        Assert.Equal((int)ExitCode.Invalid, run.Exit);
        Assert.Contains("error GSS101: no file matches", run.Error, StringComparison.Ordinal);
        Assert.Contains("are wildcards, other characters stand for themselves", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Con")]
    [InlineData("AUX")]
    [InlineData("nul")]
    [InlineData("prn.")]
    [InlineData("COM1")]
    [InlineData("lpt9 ")]
    [InlineData("com0")]
    [InlineData("a<b>:\"c|?*\\/d. ")]
    public void Exported_files_have_names_that_every_system_can_have(string division)
    {
        var name = Path.GetFileNameWithoutExtension(new StateFolder("state", [division]).Of(isActive: true, division));

        Assert.DoesNotMatch("^(con|prn|aux|nul|com[0-9]|lpt[0-9])$", name);
        Assert.Matches("^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", name);
    }

    [Fact]
    public void A_long_name_fits_into_a_file_name()
    {
        string[] divisions = [new('é', 400), new string('é', 400) + "2"];
        var folder = new StateFolder("", divisions);

        var names = divisions.Select(division => folder.Of(isActive: true, division)).ToArray();

        Assert.All(names, name => Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(name), 1, 255));
        Assert.NotEqual(names[0], names[1]);
    }

    private static TempFolder Folder(string pattern)
    {
        var folder = new TempFolder();
        folder.Write("scimstate.yaml", $"organization: acme\ntarget: {{kind: emulator}}\nstate: [\"{pattern}\"]\n");
        folder.Write(pattern.StartsWith("state", StringComparison.Ordinal) || pattern[0] == '!' ? "state/a.yaml" : "a.yaml", "users:\n  - {userName: a@x.test, displayName: A}\n");
        return folder;
    }
}
