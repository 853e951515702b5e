using System.Text;
using GenesysScimState.Config;

namespace GenesysScimState.Editing;

/// <summary>Pieces of a text that are replaced, by offsets into the text as it was.</summary>
internal sealed class YamlSplices(YamlLayout layout)
{
    private readonly List<(int Start, int End, string Text)> _splices = [];

    private string Text => layout.Text;

    public int LineStart(int offset) => Text.LastIndexOf('\n', Math.Max(0, offset - 1), Math.Max(0, offset)) + 1;

    public int Column(int offset) => offset - LineStart(offset);

    public bool IsFirstOnLine(int offset) => Text.AsSpan(LineStart(offset), Column(offset)).IsWhiteSpace();

    /// <summary>Where the line after the one of this offset begins.</summary>
    public int NextLine(int offset) => Text.IndexOf('\n', offset) is var end and >= 0 ? end + 1 : Text.Length;

    public bool HasBlankLine(int from, int to)
    {
        for (var line = NextLine(from); line < to; line = NextLine(line))
        {
            if (NextLine(line) <= to && Text.AsSpan(line, NextLine(line) - line).IsWhiteSpace())
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The line after what ends here, and after comments below it that are indented deeper than its own.</summary>
    public int BehindComments(int end, int column)
    {
        var found = NextLine(end);
        for (var line = found; line < Text.Length; line = NextLine(line))
        {
            var text = Text.AsSpan(line, NextLine(line) - line);
            if (text.TrimStart(' ') is ['#', ..] && text.Length - text.TrimStart(' ').Length > column)
            {
                found = NextLine(line);
            }
            else if (!text.IsWhiteSpace())
            {
                break;
            }
        }

        return found;
    }

    public void Replace(int start, int end, string text) => _splices.Add((start, end, text));

    /// <summary>Puts whole lines at the beginning of a line.</summary>
    public void Insert(int offset, IReadOnlyCollection<string> lines)
    {
        var isUnended = offset == Text.Length && Text.Length > 0 && Text[^1] != '\n';
        Replace(offset, offset, (isUnended ? "\n" : "") + string.Concat(lines.Select(line => line + "\n")));
    }

    /// <summary>Takes out the lines of a value, from the dash or key on the first to the comment behind the last.</summary>
    /// <param name="start">Where the value begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="withBlank">Whether a blank line above goes too when another, or nothing, follows.</param>
    public void RemoveLines(int start, int end, bool withBlank)
    {
        var (first, next) = (LineStart(start), NextLine(end));
        if (withBlank && first > 0)
        {
            var above = LineStart(first - 1);
            var isBlankBelow = next == Text.Length || Text.AsSpan(next, NextLine(next) - next).IsWhiteSpace();
            first = isBlankBelow && Text.AsSpan(above, first - above).IsWhiteSpace() ? above : first;
        }

        Replace(first, next, "");
    }

    /// <summary>Null when two changes are about the same place.</summary>
    public string? Apply()
    {
        var ending = Text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var result = new StringBuilder(Text.Length + 256);
        var (at, isGone) = (0, false);
        // Of lines put in at one place the deeper belong to what ends there, the others to what holds it.
        foreach (var (start, end, text) in _splices.OrderBy(splice => splice.Start).ThenBy(splice => splice.End).ThenByDescending(splice => Indent(splice.Text)))
        {
            // What is inside of something that goes needs no change.
            if (start < at && start < end && end <= at && isGone)
            {
                continue;
            }

            if (start < at)
            {
                return null;
            }

            result.Append(Text, at, start - at).Append(text.ReplaceLineEndings(ending));
            (at, isGone) = (end, text.Length == 0);
        }

        return result.Append(Text, at, Text.Length - at).ToString();
    }

    private static int Indent(string lines)
    {
        var text = lines.TrimStart('\n');
        return text.Length - text.TrimStart(' ').Length;
    }
}
