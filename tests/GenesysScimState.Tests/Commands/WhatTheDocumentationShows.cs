using System.Text.RegularExpressions;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary>
/// A block below <c>&lt;!-- same as: FILE --&gt;</c> is that file, one below <c>&lt;!-- printed by: COMMAND --&gt;</c> is what the command
/// prints in a fresh copy of the example it names; of several, with <c>, then</c> between them, the last.
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
            using var copy = new TempFolder();
            var example = Repository.At(block.Groups["folder"].Value.Split('/'));
            foreach (var file in Directory.EnumerateFiles(example, "*", SearchOption.AllDirectories).Where(file => !file.Contains(".scimstate", StringComparison.Ordinal)))
            {
                copy.Write(Path.GetRelativePath(example, file), await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
            }

            CliRun? run = null;
            foreach (var command in block.Groups["command"].Value.Split(", then "))
            {
                run = await new Cli().RunAsync([.. command.Split(' ').Select(word => word.EndsWith(".json", StringComparison.Ordinal) ? copy.At(word) : word), "-C", copy.Path]);
            }

            Assert.Equal(run!.Out.ReplaceLineEndings("\n"), block.Groups["text"].Value.ReplaceLineEndings("\n"));
        }
    }

    [GeneratedRegex("<!-- same as: (?<path>\\S+) -->\\s*```\\w*\\r?\\n(?<text>.*?)```", RegexOptions.Singleline, 5000)]
    private static partial Regex SameAs();

    [GeneratedRegex("<!-- printed by: (?<command>[^>]*?) -C (?<folder>\\S+) -->\\s*```\\w*\\r?\\n(?<text>.*?)```", RegexOptions.Singleline, 5000)]
    private static partial Regex PrintedBy();
}
