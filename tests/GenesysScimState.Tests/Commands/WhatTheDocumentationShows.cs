using System.Text.RegularExpressions;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary>
/// A block below <c>&lt;!-- same as: FILE --&gt;</c> is that file, one below <c>&lt;!-- printed by: COMMAND --&gt;</c> is what the
/// command prints in a fresh copy of the example it names, and one below <c>&lt;!-- part of what is printed by: … --&gt;</c> is a part
/// of that. Of several commands with <c>&amp;&amp;</c> between them the last is meant.
/// </summary>
public sealed partial class WhatTheDocumentationShows
{
    private static IEnumerable<string> Pages => Directory.GetFiles(Repository.At("docs"), "*.md").Append(Repository.At("README.md"));

    [Fact]
    public void Is_what_stands_in_files()
    {
        var blocks = Pages.SelectMany(page => SameAs().Matches(File.ReadAllText(page))).ToArray();

        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Assert.Equal(
            File.ReadAllText(Repository.At(block.Groups["path"].Value.Split('/'))).ReplaceLineEndings("\n"), block.Groups["text"].Value.ReplaceLineEndings("\n")));
    }

    [Fact]
    public async Task Is_what_commands_print()
    {
        var blocks = Pages.SelectMany(page => PrintedBy().Matches(File.ReadAllText(page))).ToArray();

        Assert.NotEmpty(blocks);
        foreach (var block in blocks)
        {
            var printed = await PrintedAsync(block.Groups["folder"].Value, block.Groups["commands"].Value.Split(" && "));
            var shown = block.Groups["text"].Value.ReplaceLineEndings("\n");
            if (block.Groups["part"].Success)
            {
                Assert.Contains(shown, printed, StringComparison.Ordinal);
            }
            else
            {
                Assert.Equal(printed, shown);
            }
        }
    }

    /// <summary>What a command prints stands in blocks of the language <c>text</c>, and nothing else does.</summary>
    [Fact]
    public void Says_where_it_is_from()
    {
        var blocks = Pages.SelectMany(page => Text().Matches(File.ReadAllText(page)).Select(block => (Page: Path.GetFileName(page), Above: block.Groups["above"].Value))).ToArray();

        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Assert.True(block.Above.Contains("printed by: ", StringComparison.Ordinal), $"{block.Page}: a block of text is not compared with what a command prints; above it: {block.Above}"));
    }

    private static async Task<string> PrintedAsync(string folder, string[] commands)
    {
        using var copy = new TempFolder();
        var example = Repository.At(folder.Split('/'));
        foreach (var file in Directory.EnumerateFiles(example, "*", SearchOption.AllDirectories).Where(file => !file.Contains(".scimstate", StringComparison.Ordinal)))
        {
            copy.Write(Path.GetRelativePath(example, file), await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        }

        var (cli, printed) = (new Cli(), "");
        foreach (var command in commands)
        {
            const string Remove = "rm -r ";
            if (command.StartsWith(Remove, StringComparison.Ordinal))
            {
                Directory.Delete(copy.At(command[Remove.Length..]), recursive: true);
            }
            else
            {
                printed = (await cli.RunAsync([.. command.Split(' ').Select(word => word.EndsWith(".json", StringComparison.Ordinal) ? copy.At(word) : word), "-C", copy.Path])).Out;
            }
        }

        return printed.ReplaceLineEndings("\n");
    }

    [GeneratedRegex("<!-- same as: (?<path>\\S+) -->\\s*```\\w*\\r?\\n(?<text>.*?)```", RegexOptions.Singleline, 5000)]
    private static partial Regex SameAs();

    [GeneratedRegex("<!-- (?<part>part of what is )?printed by: (?<commands>[^>]*?) -C (?<folder>\\S+) -->\\s*```\\w*\\r?\\n(?<text>.*?)```", RegexOptions.Singleline, 5000)]
    private static partial Regex PrintedBy();

    [GeneratedRegex("(?<above>[^\\n]*)\\n```text", RegexOptions.None, 5000)]
    private static partial Regex Text();
}
