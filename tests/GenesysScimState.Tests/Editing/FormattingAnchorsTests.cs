using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using GenesysScimState.Config;
using GenesysScimState.Editing;
using GenesysScimState.Tests.Properties;
using GenesysScimState.Tests.Simulation;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Editing;

/// <summary>Anchors anywhere in a file: on list items, keys, values and mappings, used or not.</summary>
public sealed partial class FormattingAnchorsTests
{
    private const string File = "state/team.yaml";

    private static readonly StateOrder Order = new(Sketch.Dialect);

    private static readonly Gen<string> Anchored = Gen.Select(Organizations.Cases, Gen.Int[0, int.MaxValue], (situation, seed) =>
    {
        var dice = new Dice(seed);
        return WithAnchors(new Scribe(dice).Write(situation.Desired), dice);
    });

    [Fact]
    public void Formatting_keeps_meaning_comments_and_anchors_and_is_idempotent() => Anchored.Sample(
        text =>
        {
            var formatted = Format(text);
            Assert.Equal(Meaning.Of(Read(text)), Meaning.Of(Read(formatted)));
            Assert.Equal(YamlMeaning.Of(Tree(text)), YamlMeaning.Of(Tree(formatted)));
            Assert.Equal(Meaning.Comments(text), Meaning.Comments(formatted));
            Assert.Equal(formatted, Format(formatted));
        },
        iter: 600);

    [Theory]
    [InlineData("groups:\n  - displayName: A\n    members:\n      - &loan\n        user: ana@x.test\n        until: 2027-12-31\n  - displayName: B\n    members: [*loan]\nusers: [{userName: ana@x.test}]\n")]
    [InlineData("users:\n  - &ana # a note\n    title: Agent\n    userName: ana@x.test\n  - {userName: bob@x.test}\n")]
    [InlineData("users:\n  - &ana\n    # above the key\n    userName: ana@x.test\n")]
    [InlineData("users:\n  - &k userName: ana@x.test\n    title: *k\n")]
    [InlineData("users:\n  - userName: ana@x.test\n    roles: &r\n      - employee\n  - userName: bob@x.test\n    roles: *r\n")]
    [InlineData("users:\n  - userName: ana@x.test\n    phoneNumbers: &p\n      work: &w \"+13175550100\"\n      mobile: *w\n")]
    [InlineData("users:\n  - &u {userName: ana@x.test, &t title: Agent}\n")]
    [InlineData("groups:\n  -   &g\n      displayName: A\n      members: &m\n        - &one ana@x.test\nusers:\n  - userName: ana@x.test\n")]
    public void Anchors_stay_on_what_they_name(string text)
    {
        var formatted = Format(text);

        Assert.Equal(YamlMeaning.Of(Tree(text)), YamlMeaning.Of(Tree(formatted)));
        Assert.Equal(text.Count(character => character is '&' or '*'), formatted.Count(character => character is '&' or '*'));
        Assert.Equal(formatted, Format(formatted));
    }

    [Fact]
    public void Line_ends_of_a_file_stay()
    {
        using var bench = new Workbench();
        bench.Edit("team.state.yaml", "\n", "\r\n");

        Assert.Equal("\r\n", StateText.Of(StateText.ToSource(File, "users: []\r\n"))!.LineEnd);
        Assert.Equal("\n", StateText.Of(StateText.ToSource(File, "users: []\n"))!.LineEnd);
    }

    [Fact]
    public async Task Formatted_file_with_CRLF_is_formatted()
    {
        using var bench = new Workbench();
        await bench.RunAsync(ExitCode.Ok, "fmt");
        bench.Edit("team.state.yaml", "\n", "\r\n");
        var text = await System.IO.File.ReadAllTextAsync(bench.At("team.state.yaml"), TestContext.Current.CancellationToken);

        await bench.RunAsync(ExitCode.Ok, "fmt", "--check");
        bench.Write("team.state.yaml", text.Replace("  - ", "  -   ", StringComparison.Ordinal));
        await bench.RunAsync(ExitCode.Ok, "fmt");

        Assert.Equal(text, await System.IO.File.ReadAllTextAsync(bench.At("team.state.yaml"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("a: 1", "a: 2")]
    [InlineData("a: [x, y]", "a: [x]")]
    [InlineData("a: {b: c}", "a: {b: \"c \"}")]
    [InlineData("a: null", "a: \"null\"")]
    [InlineData("a: ab, b: c", "a: a, b: bc")]
    public void Meaning_of_different_trees_differs(string one, string other) =>
        Assert.NotEqual(YamlMeaning.Of(Tree($"{{{one}}}")), YamlMeaning.Of(Tree($"{{{other}}}")));

    [Fact]
    public void File_that_formatting_would_change_is_named() => Assert.Equal(
        "a.yaml:1:1: error GSS769: formatting would change what this file declares; no file was written, report the file",
        GenesysScimState.Rendering.DiagnosticText.Line(Core.Diagnostics.EditingDiagnostics.FormatUnsafe(new("a.yaml", 1, 1))));

    private static string WithAnchors(string text, Dice dice)
    {
        var result = new StringBuilder();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            var item = BlockItem().Match(line);
            var scalar = ScalarItem().Match(line);
            if (item.Success && dice.Chance(0.5))
            {
                var note = dice.Chance(0.3) ? $"  # above {number}" : "";
                var (indent, gap) = (item.Groups["indent"].Value, item.Groups["gap"].Value);
                result.Append(CultureInfo.InvariantCulture, $"{indent}-{gap}&a{number++}{note}\n{indent} {gap}{item.Groups["rest"].Value}\n");
            }
            else if (scalar.Success && dice.Chance(0.3))
            {
                result.Append(CultureInfo.InvariantCulture, $"{scalar.Groups["before"].Value}&a{number++} {scalar.Groups["value"].Value}\n");
            }
            else
            {
                result.Append(line).Append('\n');
            }
        }

        return result.ToString()[..^1];
    }

    [GeneratedRegex("^(?<indent> *)-(?<gap> +)(?<rest>[A-Za-z]+: *.*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BlockItem();

    [GeneratedRegex("^(?<before>( *- +|[ -]*[A-Za-z]+: +))(?<value>[A-Za-z0-9@.]+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ScalarItem();

    private static YamlMapping Tree(string text) => StateText.Of(StateText.ToSource(File, text))!.Root;

    private static Core.Model.DesiredState Read(string text)
    {
        var bound = WorkspaceReader.Bind([StateText.ToSource(File, text)], Sketch.Dialect, CancellationToken.None);
        Assert.True(bound.Value is not null, string.Join('\n', bound.Diagnostics) + "\n" + text);
        return bound.Value;
    }

    private static string Format(string text)
    {
        var file = StateText.Of(StateText.ToSource(File, text));
        Assert.True(file is not null, text);
        return StateFormatter.Format(file.Root, file.Layout, Order);
    }
}
