using System.Text.RegularExpressions;
using Xunit;

namespace GenesysScimState.Tests.Architecture;

/// <summary>Sizes, names and things that are not left lying about.</summary>
public sealed partial class HouseRules
{
    [Fact]
    public void Types_have_names_that_say_something() => WhoMaySeeWhom.None(SourceFiles.Sources
        .SelectMany(file => EmptyNames().Matches(file.Text).Select(match => $"{file.Path} declares {match.Groups["name"].Value}")));

    [Fact]
    public void Nothing_is_left_to_be_done() => WhoMaySeeWhom.None(Found(SourceFiles.Sources.Concat(SourceFiles.Tests), "TO" + "DO", "FIX" + "ME"));

    [Fact]
    public void No_test_is_switched_off() => WhoMaySeeWhom.None(Found(SourceFiles.Tests, "Skip" + " ="));

    [Fact]
    public void Nobody_waits_for_real_time() => WhoMaySeeWhom.None(SourceFiles.Sources.Concat(SourceFiles.Tests)
        .SelectMany(file => file.Lines.Select((line, index) => (line, place: $"{file.Path}:{index + 1}")))
        .Where(found => Waits().IsMatch(found.line))
        .Select(found => $"{found.place} waits: {found.line.Trim()}"));

    private static IEnumerable<string> Found(IEnumerable<SourceFile> files, params string[] words) => files
        .SelectMany(file => file.Lines.Select((line, index) => (line, place: $"{file.Path}:{index + 1}")))
        .Where(found => words.Any(word => found.line.Contains(word, StringComparison.Ordinal)))
        .Select(found => $"{found.place}: {found.line.Trim()}");

    [GeneratedRegex(@"\b(?:class|record|struct|interface|enum) (?<name>\w*(?:Manager|Helper|Utils?|Service|Provider|Processor|Impl))\b", RegexOptions.None, 5000)]
    private static partial Regex EmptyNames();

    /// <summary>A sleep, or a delay whose second argument is no clock. Waiting for ever is waiting for the cancellation.</summary>
    [GeneratedRegex(@"Thread\.Sleep\(|Task\.Delay\((?!Timeout\.InfiniteTimeSpan)(?![^;]*, (?:\w+\.)*_?[tT]ime(?:Provider)?\b)", RegexOptions.None, 5000)]
    private static partial Regex Waits();
}
