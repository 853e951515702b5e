using GenesysScimState.Config;
using GenesysScimState.Rendering;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Config;

/// <summary>Characters that a diff, an editor and a YAML reader see differently.</summary>
public sealed class ForbiddenCharactersTests
{
    public static TheoryData<int> Codes => [0, 1, 7, 8, 0x0B, 0x0C, 0x1A, 0x1B, 0x1F, 0x7F, 0x80, 0x85, 0x9F, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Each_is_one_error_at_its_place(int code)
    {
        var character = (char)code;
        string[] texts =
        [
            $"users:\n  # a {character} note\n  - userName: ana@x.test\n",
            $"users:\r\n  - userNa{character}me: ana@x.test\r\n",
            $"users:\r  - title: {character}\r",
            $"users:\n  - 'ti{character}tle': x\n",
            $"users:\n  - \"ti{character}tle\": x\n",
            $"users:\n  - reason: |\n      t{character}\n",
            $"users: []\n{character}\n",
            $"users: []\n#{character}",
        ];
        foreach (var text in texts)
        {
            var before = text[..text.IndexOf(character, StringComparison.Ordinal)];
            var lines = before.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');

            var finding = Assert.Single(Decode(text));

            Assert.StartsWith($"a.yaml:{lines.Length}:{lines[^1].Length + 1}: error GSS121: U+{code:X4} (", finding, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void All_of_a_file_are_reported_up_to_twenty()
    {
        Assert.Equal(2, Decode("a: \u2028 b\nc: \u0000\n").Length);
        Assert.Equal(20, Decode(new string('\u0001', 500)).Length);
    }

    [Theory]
    [InlineData("users: [{userName: ana@x.test, displayName: \"Ana \u200D \u00A0 é – 中 😀\"}]\n")]
    [InlineData("\uFEFF\uFEFFusers: []\r\n")]
    [InlineData("users:\t[]\r")]
    public void Other_characters_stay(string text) => Assert.Empty(Decode(text));

    [Theory]
    [InlineData("\\0")]
    [InlineData("\\x00")]
    [InlineData("\\u0000")]
    public async Task Escape_of_the_null_character_is_an_error(string escape)
    {
        using var bench = new Workbench();
        bench.Write("team.state.yaml", $"users:\n  - userName: ana@x.test\n    title: \"Agent{escape}\"\n");

        var run = await bench.RunAsync(ExitCode.Invalid, "plan");

        Assert.Contains("team.state.yaml:3:12: error GSS122: the text contains U+0000 (null)", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("scimstate.yaml", "organization: ac\u0085me\n")]
    [InlineData("approvals/a.yaml", "plan: x \u2028\n")]
    public async Task Other_files_are_held_to_it(string file, string text)
    {
        using var bench = new Workbench();
        bench.Write(file, text);

        var run = await bench.RunAsync(ExitCode.Invalid, "plan");

        Assert.Contains($"{file}:1:", run.Error, StringComparison.Ordinal);
        Assert.Contains("error GSS121", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entry_behind_a_line_separator_in_a_comment_is_not_read()
    {
        using var bench = new Workbench();
        bench.Write("team.state.yaml", "users:\n  # checked\u2028  - {userName: eve@x.test, roles: [admin]}\n  - userName: ana@x.test\n");

        var run = await bench.RunAsync(ExitCode.Invalid, "plan");

        Assert.StartsWith("team.state.yaml:2:12: error GSS121: U+2028 (line separator)", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("eve", run.ToString(), StringComparison.Ordinal);
    }

    private static string[] Decode(string text) =>
        [.. SourceText.Decode("a.yaml", System.Text.Encoding.UTF8.GetBytes(text)).Diagnostics.Select(DiagnosticText.Line)];
}
