using System.Text.RegularExpressions;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Architecture;

/// <summary>Every code has one meaning, a test that sees it, and a line in the documentation.</summary>
public sealed partial class Codes
{
    private static IEnumerable<(string Code, string Factory)> Defined => SourceFiles.Core
        .Where(file => file.Folder == "Diagnostics")
        .SelectMany(file => Factories().Split(file.Text).Skip(1))
        .SelectMany(factory => Code().Matches(factory).Select(match => (match.Groups["code"].Value, factory[..factory.IndexOf('(', StringComparison.Ordinal)])))
        .Distinct();

    [Fact]
    public void Each_is_defined_by_one_factory() => WhoMaySeeWhom.None(Defined
        .GroupBy(pair => pair.Code)
        .Where(code => code.Count() > 1)
        .Select(code => $"{code.Key} is made by {string.Join(" and ", code.Select(pair => pair.Factory))}"));

    [Fact]
    public void Codes_are_made_nowhere_else() => WhoMaySeeWhom.None(SourceFiles.Sources
        .Where(file => file.Folder != "Diagnostics" && Code().IsMatch(file.Text))
        .Select(file => $"{file.Path} makes {Code().Match(file.Text).Groups["code"].Value}"));

    [Fact]
    public void Each_is_seen_by_a_test()
    {
        var seen = SourceFiles.Tests.Where(file => file.Name != "Codes.cs").Select(file => file.Text)
            .Concat(Directory.EnumerateFiles(Repository.Tests, "*.verified.*", SearchOption.AllDirectories)
                .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
                .Select(File.ReadAllText))
            .SelectMany(text => Mention().Matches(text).Select(match => match.Value))
            .ToHashSet(StringComparer.Ordinal);

        WhoMaySeeWhom.None(Defined.Where(pair => !seen.Contains(pair.Code)).Select(pair => $"no test shows {pair.Code} ({pair.Factory})"));
    }

    [Fact]
    public void Each_is_explained_in_the_documentation_and_nothing_else_is()
    {
        var rows = File.ReadAllLines(Repository.At("docs", "errors.md"))
            .Where(line => line.StartsWith("| GSS", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .ToArray();
        var explained = rows.Select(row => row[1]).ToArray();
        var defined = Defined.Select(pair => pair.Code).ToHashSet(StringComparer.Ordinal);

        WhoMaySeeWhom.None(
        [
            .. defined.Except(explained, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(code => $"docs/errors.md lacks {code}"),
            .. explained.Where(code => !defined.Contains(code)).Select(code => $"docs/errors.md explains {code}, which does not exist"),
            .. explained.GroupBy(code => code).Where(code => code.Count() > 1).Select(code => $"docs/errors.md explains {code.Key} twice"),
            .. rows.Where(row => row is not [_, _, [.., '.'], [.., '.'], _]).Select(row => $"docs/errors.md says too little of {row[1]}"),
        ]);
        Assert.Equal(explained.Order(StringComparer.Ordinal), explained);
    }

    [GeneratedRegex(@"public static Diagnostic ", RegexOptions.None, 5000)]
    private static partial Regex Factories();

    [GeneratedRegex("\"(?<code>GSS[0-9]{3})\"", RegexOptions.None, 5000)]
    private static partial Regex Code();

    [GeneratedRegex("GSS[0-9]{3}", RegexOptions.None, 5000)]
    private static partial Regex Mention();
}
