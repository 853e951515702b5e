using System.Text;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Rendering;

/// <summary>Findings as lines that editors can jump to, and as workflow commands that GitHub shows on the lines themselves.</summary>
internal static class DiagnosticText
{
    /// <summary><c>state/users.yaml:12:5: error GSS104: …</c>; without a place, the line begins with the severity.</summary>
    public static string Line(Diagnostic diagnostic)
    {
        var place = diagnostic.At is { } at ? $"{at}: " : "";
        return Untrusted.Show($"{place}{Word(diagnostic.Severity)} {diagnostic.Code}: {diagnostic.Message}");
    }

    /// <param name="diagnostic">What to show.</param>
    /// <param name="folder">The configuration's folder from the repository's root, with a slash at its end, or empty.</param>
    public static string Annotation(Diagnostic diagnostic, string folder)
    {
        var command = diagnostic.Severity switch
        {
            Severity.Error => "error",
            Severity.Warning => "warning",
            Severity.Note => "notice",
        };
        var place = diagnostic.At is { } at ? $"file={Property(folder + at.File)},line={at.Line},col={at.Column}," : "";
        return $"::{command} {place}title={Property(diagnostic.Code)}::{Value(diagnostic.Message)}";
    }

    public static string Word(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        Severity.Note => "note",
    };

    // Workflow commands end at a line break, and none is left; in properties a colon or a comma would end the property.
    private static string Value(string text) => Untrusted.Show(text).Replace("%", "%25", StringComparison.Ordinal);

    private static string Property(string text) => new StringBuilder(Value(text))
        .Replace(":", "%3A").Replace(",", "%2C").ToString();
}
