using GenesysScimState.Core.Diagnostics;
using YamlDotNet.Core;

namespace GenesysScimState.Config;

/// <summary>A sequence or mapping that is being read; in brackets when <paramref name="IsFlow"/>.</summary>
internal readonly record struct OpenBracket(char Bracket, SourceSpan At, bool IsFlow);

/// <summary>What the parser's exception means to somebody who looks at the file, and where.</summary>
internal static class YamlSyntax
{
    private static readonly (string Fragment, string Reason)[] Reasons =
    [
        ("cannot start any token", "a value cannot begin with this character; put the value in quotes"),
        ("quoted scalar, found unexpected end", "the quotes opened here are not closed"),
        ("quoted scalar, found wrong indentation",
            "the quotes opened here are not closed, or the text goes on at the wrong indentation"),
        ("found invalid mapping", "\": \" is not expected here; put a value that contains it in quotes, or check the indentation"),
        ("expected '-' indicator", "the list is left without being ended; check the indentation"),
        ("while parsing a block mapping", "a key is expected here; check the indentation, and that \": \" follows each key"),
        ("could not find expected ':'", "a key must be followed by \": \""),
        ("simple key", "a key must be followed by \": \" on the same line"),
        ("did not find expected node content", "a value is expected here"),
    ];

    public static Diagnostic Explain(Exception exception, SourceText source, SourceSpan last, OpenBracket? bracket)
    {
        if (exception.Message.Contains("tab ", StringComparison.Ordinal) && FindTab(source, last.Line) is { } tab)
        {
            return YamlDiagnostics.Tab(tab);
        }

        // The scanner's findings have a place of their own; the parser's come late, where a bracket had to be closed.
        if (exception is not SyntaxErrorException && bracket is { } open)
        {
            return YamlDiagnostics.NotClosed(open.Bracket, open.At);
        }

        return exception is YamlException yaml
            ? YamlDiagnostics.Syntax(Reason(yaml.Message), Place(yaml, source, last))
            : YamlDiagnostics.Syntax("something before or at this place is not closed or not ended", last);
    }

    private static string Reason(string message)
    {
        foreach (var (fragment, reason) in Reasons)
        {
            if (message.Contains(fragment, StringComparison.OrdinalIgnoreCase))
            {
                return reason;
            }
        }

        return message.Length > 0 ? char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.') : "the parser gave up";
    }

    private static SourceSpan Place(YamlException exception, SourceText source, SourceSpan last) =>
        exception.Start is { Line: > 0, Column: > 0 } start
            ? new(source.File, (int)start.Line, (int)start.Column)
            : last;

    /// <summary>
    /// The parser reports tabs at the start of the file; the first line indented with one is where it is.
    /// </summary>
    private static SourceSpan? FindTab(SourceText source, int fromLine)
    {
        var number = 0;
        foreach (var line in source.Text.AsSpan().EnumerateLines())
        {
            number++;
            var indent = line.IndexOfAnyExcept(' ', '\t');
            var tab = line.IndexOf('\t');
            if (number >= fromLine && tab >= 0 && tab < indent)
            {
                return new(source.File, number, tab + 1);
            }
        }

        return null;
    }
}
