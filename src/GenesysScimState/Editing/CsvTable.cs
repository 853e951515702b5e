using System.Collections.Immutable;
using System.Text;
using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Editing;

/// <summary>A cell and where it begins.</summary>
internal readonly record struct CsvCell(string Text, SourceSpan At);

/// <summary>
/// A table as spreadsheets save it (RFC 4180): commas, semicolons or tabs between cells, double quotes around those that
/// hold them. The first line names the columns.
/// </summary>
internal sealed record CsvTable(ImmutableArray<CsvCell> Header, ImmutableArray<ImmutableArray<CsvCell>> Rows)
{
    public static Checked<CsvTable> Read(string file, ReadOnlyMemory<byte> bytes)
    {
        var decoded = SourceText.Decode(file, bytes);
        if (decoded.Value is not { } source)
        {
            return new(null, decoded.Diagnostics);
        }

        var findings = ImmutableArray.CreateBuilder<Diagnostic>();
        var rows = Lines(source, findings);
        if (rows.Count == 0)
        {
            findings.Add(TableDiagnostics.Empty(new(file, 1, 1)));
        }

        foreach (var row in rows.Skip(1).Where(row => row.Length != rows[0].Length))
        {
            findings.Add(TableDiagnostics.Uneven(row.Length, rows[0].Length, row[0].At));
        }

        return new(findings.Count > 0 ? null : new(rows[0], [.. rows.Skip(1)]), findings.ToImmutable());
    }

    private static List<ImmutableArray<CsvCell>> Lines(SourceText source, ImmutableArray<Diagnostic>.Builder findings)
    {
        var text = source.Text;
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        var header = text.AsSpan(0, end < 0 ? text.Length : end);
        var separator = header.Contains('\t') ? '\t' : header.Contains(';') ? ';' : ',';
        var rows = new List<ImmutableArray<CsvCell>>();
        var row = ImmutableArray.CreateBuilder<CsvCell>();
        var (line, lineStart, at) = (1, 0, 0);
        while (at < text.Length)
        {
            var place = new SourceSpan(source.File, line, at - lineStart + 1);
            var (cell, next) = Cell(text, at, separator);
            if (next < 0)
            {
                findings.Add(TableDiagnostics.Unclosed(place));
                return rows;
            }

            row.Add(new(cell, place));
            foreach (var offset in Enumerable.Range(at, next - at).Where(offset => text[offset] == '\n'))
            {
                (line, lineStart) = (line + 1, offset + 1);
            }

            at = next;
            if (at < text.Length && text[at] == separator)
            {
                at++;
                if (at < text.Length)
                {
                    continue;
                }

                row.Add(new("", place));
            }

            if (row.Count > 1 || row[0].Text.Length > 0)
            {
                rows.Add(row.ToImmutable());
            }

            row.Clear();
            at += at < text.Length && text[at] == '\r' ? 1 : 0;
            if (at < text.Length && text[at] == '\n')
            {
                (line, lineStart) = (line + 1, ++at);
            }
        }

        return rows;
    }

    /// <summary>A cell, and the offset of the separator or line end behind it; below 0 when its quotes are not closed.</summary>
    private static (string Text, int Next) Cell(string text, int at, char separator)
    {
        if (text[at] != '"')
        {
            var length = text.AsSpan(at).IndexOfAny(separator, '\r', '\n');
            var next = length < 0 ? text.Length : at + length;
            return (text[at..next].Trim(), next);
        }

        var cell = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"')
            {
                cell.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                cell.Append(text[at++]);
            }
            else
            {
                var length = text.AsSpan(at + 1).IndexOfAny(separator, '\r', '\n');
                return (cell.ToString().Trim(), length < 0 ? text.Length : at + 1 + length);
            }
        }

        return ("", -1);
    }
}
