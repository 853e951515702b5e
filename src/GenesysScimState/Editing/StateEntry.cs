using System.Collections.Immutable;
using System.Text;
using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Editing;

/// <summary>One text that an entry says: a value, an item of a list, or a key of a mapping with its value.</summary>
/// <param name="Key">The key of the user.</param>
/// <param name="Open"><c>[</c> for an item, <c>{</c> for a key of a mapping, nothing for a value.</param>
/// <param name="Name">The item, or the key of the mapping; empty for a value.</param>
/// <param name="Text">As YAML.</param>
internal readonly record struct EntryPart(string Key, char Open, string Name, string Text)
{
    public const char Value = '\0';

    /// <summary>What an attribute's value is in a state file; nothing when there is none.</summary>
    public static IEnumerable<EntryPart> Of(AttributeRow row, string name, AttributeValue value) => row switch
    {
        _ when value.IsEmpty => [],
        { IsKeyed: true } => [new(row.Name, '{', row.KeyOf(name) ?? "", Pair(row.KeyOf(name) ?? "", YamlText.Of(value.Text!)))],
        { Type: AttributeType.Names } => value.Entries.Select(entry => new EntryPart(row.Name, '[', entry.Name, YamlText.Of(entry.Name))),
        { Type: AttributeType.Ratings } => value.Entries.Select(entry => new EntryPart(row.Name, '{', entry.Name, Pair(entry.Name, entry.Rating ?? "0"))),
        { Type: AttributeType.Boolean } => [new(row.Name, Value, "", value.Text!)],
        _ when row.Name.StartsWith("name.", StringComparison.Ordinal) => [new("name", '{', row.Name[5..], Pair(row.Name[5..], YamlText.Of(value.Text!)))],
        _ => [new(row.Name, Value, "", YamlText.Of(value.Text!))],
    };

    private static string Pair(string key, string value) => $"{YamlText.Of(key)}: {value}";
}

/// <summary>
/// An entry of <c>users</c> while it is written: its attributes, and what of them no state file can say. What that is
/// decides the reading that state files go through, so there is no second set of rules.
/// </summary>
internal sealed class StateEntry(Dialect dialect, StateOrder order, Schema schema)
{
    /// <summary>The user's text, indented from 0.</summary>
    /// <param name="parts">What is to be said of the user; a <see cref="AttributeType.Person"/> by userName.</param>
    /// <param name="refused">Is told what no state file can say, and why.</param>
    /// <returns>Null when the user cannot be declared at all.</returns>
    public string? Write(IEnumerable<EntryPart> parts, Action<EntryPart, Diagnostic> refused)
    {
        var said = parts
            .OrderBy(part => part.Key, Comparer<string>.Create((left, right) => order.Compare("users", left, right)))
            .ThenBy(part => part.Name, Comparer<string>.Create(StateOrder.ByName))
            .ToList();
        for (var (finding, part) = FirstError(said); finding is not null; (finding, part) = FirstError(said))
        {
            refused(part, finding);
            if (part.Key == "userName")
            {
                return null;
            }

            said.Remove(part);
        }

        return "- " + string.Join("\n  ", said.GroupBy(part => part.Key, StringComparer.Ordinal).Select(Line));
    }

    /// <summary>On one line, or an entry a line where that would be too long.</summary>
    private string Line(IGrouping<string, EntryPart> parts)
    {
        var first = parts.First();
        if (first.Open == EntryPart.Value)
        {
            return $"{YamlText.Of(parts.Key)}: {first.Text}";
        }

        var ordered = parts.Order(Comparer<EntryPart>.Create((left, right) => order.Compare(parts.Key, left.Name, right.Name))).ToArray();
        var line = $"{parts.Key}: {YamlText.Flow(first.Open, ordered.Select(part => part.Text))}";
        return line.Length <= StateFormatter.WidthMax - 4
            ? line
            : $"{parts.Key}:\n    " + string.Join("\n    ", ordered.Select(part => (first.Open == '[' ? "- " : "") + part.Text));
    }

    /// <summary>What is wrong with a user and with which part, each part on a line of its own.</summary>
    private (Diagnostic? Finding, EntryPart Part) FirstError(List<EntryPart> said)
    {
        var text = new StringBuilder("users:\n-\n");
        var lines = new List<EntryPart> { said[0], said[0] };
        foreach (var parts in said.GroupBy(part => part.Key, StringComparer.Ordinal))
        {
            if (parts.First().Open != EntryPart.Value)
            {
                text.Append("  ").Append(YamlText.Of(parts.Key)).Append(":\n");
                lines.Add(parts.First());
            }

            foreach (var part in parts)
            {
                text.Append(part.Open switch { EntryPart.Value => $"  {YamlText.Of(parts.Key)}: ", '[' => "    - ", _ => "    " }).Append(part.Text).Append('\n');
                lines.Add(part);
            }
        }

        var findings = ImmutableArray.CreateBuilder<Diagnostic>();
        var parsed = YamlFile.Parse("", Encoding.UTF8.GetBytes(text.ToString()), schema, FileDiagnostics.EmptyStateFile);
        findings.AddRange(parsed.Diagnostics);
        if (parsed.Value is { } file && !parsed.HasErrors)
        {
            new UserBinder(dialect, findings).Bind(file.Values.Mappings(file.Root, "users").First(), file.Values);
        }

        return findings.FirstOrDefault(finding => finding.Severity == Severity.Error) is { } error
            ? (error, lines[Math.Clamp((error.At?.Line ?? 1) - 1, 0, lines.Count - 1)])
            : default;
    }
}
