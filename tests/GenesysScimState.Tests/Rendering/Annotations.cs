using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Rendering;
using Xunit;

namespace GenesysScimState.Tests.Rendering;

/// <summary>Findings as GitHub's workflow commands, and as the lines editors jump to.</summary>
public sealed class Annotations
{
    private static readonly SourceSpan At = new("state/a,b:c%.yaml", 12, 5);

    [Fact]
    public void Name_the_place_from_the_root_of_the_repository() => Assert.Equal(
        "::error file=org/state/users.yaml,line=12,col=5,title=GSS204::no such manager",
        DiagnosticText.Annotation(new("GSS204", Severity.Error, "no such manager", new("state/users.yaml", 12, 5)), "org/"));

    [Fact]
    public void Escape_what_would_end_a_property_or_the_command() => Assert.Equal(
        "::warning file=state/a%2Cb%3Ac%25.yaml,line=12,col=5,title=GSS209::100%25 of \"a::b\", and more",
        DiagnosticText.Annotation(new("GSS209", Severity.Warning, "100% of \"a::b\", and more", At), ""));

    [Theory]
    [InlineData(Severity.Error, "::error title=")]
    [InlineData(Severity.Warning, "::warning title=")]
    [InlineData(Severity.Note, "::notice title=")]
    public void Without_a_place_begin_with_the_severity(Severity severity, string beginning) =>
        Assert.StartsWith(beginning, DiagnosticText.Annotation(new("GSS701", severity, "x"), "folder/"), StringComparison.Ordinal);

    [Fact]
    public void A_line_begins_with_the_place_or_else_with_the_severity()
    {
        Assert.Equal("state/users.yaml:12:5: error GSS204: no", DiagnosticText.Line(new("GSS204", Severity.Error, "no", new("state/users.yaml", 12, 5))));
        Assert.Equal("note GSS204: no", DiagnosticText.Line(new("GSS204", Severity.Note, "no")));
    }

    [Fact]
    public void The_most_severe_come_first_and_of_a_kind_ten_with_the_rest_counted()
    {
        var warnings = Enumerable.Range(1, 14).Select(number => new Diagnostic("GSS209", Severity.Warning, $"w{number}"));
        var errors = Enumerable.Range(1, 10).Select(number => new Diagnostic("GSS204", Severity.Error, $"e{number}"));

        var lines = DiagnosticText.Annotations([.. warnings, .. errors, .. errors], "").ToList();

        Assert.Equal(20, lines.Count);
        Assert.All(lines.Take(10), line => Assert.StartsWith("::error title=GSS204::", line, StringComparison.Ordinal));
        Assert.Equal("::warning title=scimstate::5 more of this kind; the job summary or the log of the run has all of them", lines[^1]);
    }

    [Theory]
    [InlineData("::stop-commands::x", "\\u{3a}:stop-commands::x")]
    [InlineData("  ::error::x", "  \\u{3a}:error::x")]
    [InlineData("a ##[add-mask]b", "a ##\\u{5b}add-mask]b")]
    [InlineData("a::b #[c] ## [d]", "a::b #[c] ## [d]")]
    public void Text_of_others_is_no_command(string text, string shown)
    {
        Assert.Equal(shown, Core.Model.Untrusted.Show(text));
        Assert.Equal(shown, Core.Model.Untrusted.Show(shown));
    }
}
