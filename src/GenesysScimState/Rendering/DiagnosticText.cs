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
    /// <param name="declaredOnly">Whether nobody may be named whom no state file declares.</param>
    public static string Annotation(Diagnostic diagnostic, string folder, bool declaredOnly = false)
    {
        var message = declaredOnly && !FindingsMarkdown.IsOfTheFiles(diagnostic) ? FindingsMarkdown.Withheld : diagnostic.Message;
        var place = diagnostic.At is { } at ? $"file={Property(folder + at.File)},line={at.Line},col={at.Column}," : "";
        return $"::{Command(diagnostic.Severity)} {place}title={Property(diagnostic.Code)}::{Value(message)}";
    }

    /// <summary>Annotations of a kind that GitHub shows of one step; further ones are lost without a word.</summary>
    private const int OfAKindMax = 10;

    /// <summary>The most severe first; of a kind no more than GitHub shows, and how many more there are.</summary>
    /// <param name="diagnostics">What to show.</param>
    /// <param name="folder">See <see cref="Annotation"/>.</param>
    /// <param name="declaredOnly">See <see cref="Annotation"/>.</param>
    public static IEnumerable<string> Annotations(IEnumerable<Diagnostic> diagnostics, string folder, bool declaredOnly = false)
    {
        foreach (var kind in diagnostics.Distinct().GroupBy(diagnostic => diagnostic.Severity).OrderBy(kind => kind.Key))
        {
            // A place in a file is worth more there than a finding without one, which the log shows as well.
            var all = kind.OrderBy(diagnostic => diagnostic.At is null).ToList();
            var shown = all.Count <= OfAKindMax ? all.Count : OfAKindMax - 1;
            foreach (var diagnostic in all.Take(shown))
            {
                yield return Annotation(diagnostic, folder, declaredOnly);
            }

            if (shown < all.Count)
            {
                yield return $"::{Command(kind.Key)} title=scimstate::{all.Count - shown} more of this kind; the job summary or the log of the run has all of them";
            }
        }
    }

    public static string Word(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        Severity.Note => "note",
    };

    private static string Command(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        Severity.Note => "notice",
    };

    // Workflow commands end at a line break, and none is left; in properties a colon or a comma would end the property.
    private static string Value(string text) => Untrusted.Show(text).Replace("%", "%25", StringComparison.Ordinal);

    private static string Property(string text) => new StringBuilder(Value(text))
        .Replace(":", "%3A").Replace(",", "%2C").ToString();
}
