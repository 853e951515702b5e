using System.Collections.Immutable;
using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Editing;

/// <summary>
/// People in a table to entries of <c>users</c>. A column is named as the key in state files is; a key of a mapping has a
/// dot (<c>phoneNumbers.work</c>), entries of a set stand in one cell, <c>employee; Agent</c> and <c>Billing: 4; Returns: 3</c>.
/// An empty cell says nothing.
/// </summary>
internal sealed class CsvPeople(Dialect dialect, StateOrder order)
{
    private static readonly string[] OwnColumns = ["groups", "template", "until", "reason", "state"];

    private readonly ImmutableArray<Diagnostic>.Builder _findings = ImmutableArray.CreateBuilder<Diagnostic>();
    private readonly StateEntry _entry = new(dialect, order, EmbeddedFiles.StateSchema(dialect));

    /// <summary>Each person's text, indented from 0, with what decides which file it goes to.</summary>
    public Checked<IReadOnlyList<CsvPerson>> Read(CsvTable table)
    {
        var columns = table.Header.Select(Column).ToArray();
        if (!table.Header.Any(cell => cell.Text == "userName"))
        {
            _findings.Add(TableDiagnostics.NoUserName(table.Header[0].At));
        }

        foreach (var twice in table.Header.GroupBy(cell => cell.Text, StringComparer.Ordinal).SelectMany(group => group.Skip(1)))
        {
            _findings.Add(TableDiagnostics.ColumnTwice(twice.Text, twice.At));
        }

        var people = _findings.Count > 0 ? [] : table.Rows.Select(row => Person(columns, row)).OfType<CsvPerson>().ToArray();
        return new(_findings.Count > 0 ? null : people, _findings.ToImmutable());
    }

    private (string Name, AttributeRow? Row) Column(CsvCell cell)
    {
        var row = dialect.Find(cell.Text);
        if (row is null || row.Mutability == Mutability.ReadOnly || (row.IsKeyed && row.KeyOf(cell.Text) is null))
        {
            row = null;
            if (!OwnColumns.Contains(cell.Text, StringComparer.Ordinal))
            {
                var known = dialect.Attributes.Where(known => !known.IsKeyed).Select(known => known.Name).Concat(OwnColumns)
                    .Concat(dialect.Attributes.SelectMany(known => known.Keys.Select(known.NameOf)));
                _findings.Add(TableDiagnostics.UnknownColumn(cell.Text, Suggestion.For(cell.Text, known), cell.At));
            }
        }

        return (cell.Text, row);
    }

    private CsvPerson? Person((string Name, AttributeRow? Row)[] columns, ImmutableArray<CsvCell> cells)
    {
        var before = _findings.Count;
        var parts = new List<EntryPart>();
        var places = new Dictionary<string, CsvCell>(StringComparer.Ordinal);
        foreach (var ((name, row), cell) in columns.Zip(cells).Where(pair => pair.Second.Text.Length > 0))
        {
            var key = row is { IsKeyed: true } ? row.Name : name;
            places.TryAdd(key, cell);
            places[name] = cell;
            parts.AddRange(row is null ? Own(name, cell.Text) : EntryPart.Of(row, name, Value(row, name, cell)));
        }

        if (!places.ContainsKey("userName"))
        {
            _findings.Add(TableDiagnostics.NobodysRow(cells[0].At));
            return null;
        }

        var text = _entry.Write(parts, (part, finding) => _findings.Add(TableDiagnostics.Cell(
            finding, (places.TryGetValue($"{part.Key}.{part.Name}", out var cell) ? cell : places[part.Key]).At)));
        return text is null || _findings.Count > before ? null : new(
            text,
            places["userName"],
            places.GetValueOrDefault("division").Text,
            places.GetValueOrDefault("department").Text,
            [.. parts.Where(part => part.Key == "groups").Select(part => part.Name)],
            places.GetValueOrDefault("manager").Text);
    }

    private static IEnumerable<EntryPart> Own(string name, string text) => name is "groups" or "template"
        ? Entries(text).Select(entry => new EntryPart(name, '[', entry, YamlText.Of(entry)))
        : [new EntryPart(name, EntryPart.Value, "", YamlText.Of(text))];

    private AttributeValue Value(AttributeRow row, string name, CsvCell cell) => row.Type switch
    {
        AttributeType.Names => AttributeValue.Of(Entries(cell.Text).Select(entry => new Entry(entry))),
        AttributeType.Ratings => AttributeValue.Of(Entries(cell.Text).Select(entry => Rated(name, entry, cell)).OfType<Entry>()),
        AttributeType.Boolean => AttributeValue.Of(Canonical.BooleanCase(cell.Text)),
        _ => AttributeValue.Of(cell.Text),
    };

    private Entry? Rated(string name, string entry, CsvCell cell)
    {
        var colon = entry.LastIndexOf(':');
        if (colon > 0)
        {
            return new Entry(entry[..colon].Trim(), entry[(colon + 1)..].Trim());
        }

        _findings.Add(TableDiagnostics.NoRating(name, entry, cell.At));
        return null;
    }

    private static string[] Entries(string text) => text.Split([';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <param name="Text">The entry, indented from 0.</param>
/// <param name="UserName">The cell.</param>
/// <param name="Division">Null when the table does not say.</param>
/// <param name="Department">Null when the table does not say.</param>
/// <param name="Groups">Names of groups the person is in.</param>
/// <param name="Manager">Null when the table does not say.</param>
internal sealed record CsvPerson(string Text, CsvCell UserName, string? Division, string? Department, ImmutableArray<string> Groups, string? Manager);
