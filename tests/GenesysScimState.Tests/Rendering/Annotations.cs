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
}
