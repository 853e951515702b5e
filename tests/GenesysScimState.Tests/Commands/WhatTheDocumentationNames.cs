using System.CommandLine;
using System.Text.RegularExpressions;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary>Every code, command and option that a page names exists.</summary>
public sealed partial class WhatTheDocumentationNames
{
    private static readonly Command Root = HelpAndCompletion.Root;

    private static IEnumerable<(string Name, string Text)> Pages => Directory.GetFiles(Repository.At("docs"), "*.md").Append(Repository.At("README.md"))
        .Select(path => (Path.GetFileName(path), File.ReadAllText(path).ReplaceLineEndings("\n")));

    [Fact]
    public void Every_code_is_one_that_errors_md_explains()
    {
        var known = File.ReadLines(Repository.At("docs", "errors.md")).Where(line => line.StartsWith("| GSS", StringComparison.Ordinal)).Select(line => line[2..8]).ToHashSet(StringComparer.Ordinal);
        var named = Pages.SelectMany(page => Code().Matches(page.Text).Select(match => (page.Name, Code: match.Value))).ToArray();

        Assert.All(named.Where(code => !code.Code.EndsWith("00", StringComparison.Ordinal)), code => Assert.True(known.Contains(code.Code), $"{code.Name} names {code.Code}"));
        Assert.Contains(named, code => code.Name == "troubleshooting.md");
    }

    [Fact]
    public void Every_command_is_one_and_has_the_options_it_is_shown_with()
    {
        var named = Pages.SelectMany(page => Lines(page.Text).Select(line => (page.Name, Line: line, Wrong: WrongIn(line)))).Where(line => line.Wrong is not null).ToArray();

        Assert.True(named.Any(line => line.Name == "troubleshooting.md") && named.Length > 100, $"{named.Length} commands and options are named");
        Assert.All(named, line => Assert.True(line.Wrong == "", $"{line.Name}: `{line.Line}`: {line.Wrong}"));
    }

    [Theory]
    [InlineData("plan --detailed-exitcode", "")]
    [InlineData("scimstate audit verify --head 7:abc", "")]
    [InlineData("--pull-request N", "")]
    [InlineData("plan --auto-approve", "there is no --auto-approve")]
    [InlineData("scimstate audti verify", "there is no command audti")]
    [InlineData("github comments", "there is no command comments")]
    [InlineData("--auto-aprove", "there is no --auto-aprove")]
    [InlineData("npm ci --prefix tests/tools", null)]
    public void What_does_not_exist_is_found(string line, string? wrong) => Assert.Equal(wrong, WrongIn(line));

    /// <summary>What stands between backquotes, and the lines of blocks for a shell.</summary>
    private static IEnumerable<string> Lines(string page) => Block().Matches(page)
        .SelectMany(block => block.Groups["text"].Value.Split('\n', StringSplitOptions.TrimEntries))
        .Concat(Span().Matches(AnyBlock().Replace(page, "")).Select(span => span.Groups["text"].Value.ReplaceLineEndings(" ")));

    /// <summary>Null when it is none of our commands or options; empty when nothing is wrong with it.</summary>
    private static string? WrongIn(string line)
    {
        const string FromSource = "src/GenesysScimState -- ";
        var at = line.IndexOf(FromSource, StringComparison.Ordinal);
        var words = new Queue<string>((at < 0 ? line : $"scimstate {line[(at + FromSource.Length)..]}").Split(' ', StringSplitOptions.RemoveEmptyEntries).TakeWhile(word => word is not (">" or "|" or "&&")));
        if (!words.TryPeek(out var first) || (first != "scimstate" && !IsOption(first) && Root.Subcommands.All(command => command.Name != first)))
        {
            return null;
        }

        if (IsOption(first))
        {
            return Missing(Option(first), All(Root).SelectMany(command => command.Options));
        }

        if (first == "scimstate")
        {
            words.Dequeue();
        }

        var (found, options) = (Root, Root.Options.ToList());
        while (found.Subcommands.Count > 0 && words.TryPeek(out var next) && !IsOption(next))
        {
            if (found.Subcommands.FirstOrDefault(command => command.Name == next) is not { } command)
            {
                return $"there is no command {next}";
            }

            found = command;
            options.AddRange(command.Options);
            words.Dequeue();
        }

        return words.Where(IsOption).Select(word => Missing(Option(word), options)).FirstOrDefault(wrong => wrong != "") ?? "";
    }

    private static bool IsOption(string word) => word is ['-', '-', _, ..] or ['-', not '-'];

    private static string Option(string word) => word.Split('=')[0].TrimEnd(',', '…', ']');

    private static string Missing(string name, IEnumerable<Option> options) =>
        options.Any(option => option.Name == name || option.Aliases.Contains(name)) ? "" : $"there is no {name}";

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);

    [GeneratedRegex("GSS[0-9]{3}", RegexOptions.None, 5000)]
    private static partial Regex Code();

    [GeneratedRegex("```(?:sh|console)\\n(?<text>.*?)```", RegexOptions.Singleline, 5000)]
    private static partial Regex Block();

    [GeneratedRegex("```.*?```", RegexOptions.Singleline, 5000)]
    private static partial Regex AnyBlock();

    [GeneratedRegex("(?<!there is no )`(?<text>[^`]+)`", RegexOptions.None, 5000)]
    private static partial Regex Span();
}
