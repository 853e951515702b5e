using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace GenesysScimState.Emulator.Protocol;

/// <summary>
/// The part of RFC 7644 §3.4.2.2 that Genesys documents: <c>attribute eq value</c>, or <c>attribute[sub eq value and
/// sub eq value]</c>. Values may be quoted (JSON, or single quotes as Microsoft's mappings have them) or bare as in
/// Genesys' own examples.
/// </summary>
/// <param name="Attribute">As written, schema URN included.</param>
/// <param name="Value">The value compared with, when there are no brackets.</param>
/// <param name="Conditions">What stands in the brackets; empty when there are none.</param>
internal sealed record Filter(string Attribute, string? Value, ImmutableArray<Condition> Conditions)
{
    /// <summary>What the brackets want that sub-attribute to be; null when they do not mention it.</summary>
    public string? ValueOf(string sub) =>
        Conditions.FirstOrDefault(condition => condition.Name.Equals(sub, StringComparison.OrdinalIgnoreCase))?.Value;

    public static Filter Parse(string text)
    {
        var rest = text.Trim();
        var end = rest.IndexOfAny([' ', '[']);
        if (end <= 0)
        {
            throw RefusalException.Filter($"\"{text}\" is not of the form: attribute eq value.");
        }

        var attribute = rest[..end];
        if (rest[end] == '[')
        {
            return rest[^1] == ']'
                ? new(attribute, null, ParseConditions(rest[(end + 1)..^1]))
                : throw RefusalException.Filter($"\"{text}\" has no closing bracket.");
        }

        rest = Operator(rest[end..], text);
        var value = rest is ['"' or '\'', ..] ? Quoted(ref rest) : Bare(ref rest);
        return rest.Trim().Length == 0
            ? new(attribute, value, [])
            : throw RefusalException.Filter($"\"{text}\": only a single comparison is supported.");
    }

    /// <summary>Conditions joined by <c>and</c>, as they stand between brackets.</summary>
    public static ImmutableArray<Condition> ParseConditions(string text)
    {
        var conditions = ImmutableArray.CreateBuilder<Condition>();
        var rest = text.Trim();
        while (true)
        {
            var end = rest.IndexOf(' ', StringComparison.Ordinal);
            if (end <= 0)
            {
                throw RefusalException.Filter($"\"{text}\" is not of the form: attribute eq value.");
            }

            var name = rest[..end];
            rest = Operator(rest[end..], text);
            conditions.Add(new(name, rest is ['"' or '\'', ..] ? Quoted(ref rest) : Word(ref rest)));
            rest = rest.TrimStart();
            if (rest.Length == 0)
            {
                return conditions.ToImmutable();
            }

            if (!Word(ref rest).Equals("and", StringComparison.OrdinalIgnoreCase))
            {
                throw RefusalException.Filter($"\"{text}\": conditions can only be joined by \"and\".");
            }

            rest = rest.TrimStart();
        }
    }

    private static string Operator(string rest, string text)
    {
        var after = rest.TrimStart();
        var word = Word(ref after);
        after = after.TrimStart();
        return word.Equals("eq", StringComparison.OrdinalIgnoreCase) && after.Length > 0
            ? after
            : throw RefusalException.Filter($"\"{text}\": only \"eq\" with a value is supported.");
    }

    private static string Word(ref string rest)
    {
        var end = rest.IndexOf(' ', StringComparison.Ordinal);
        var word = end < 0 ? rest : rest[..end];
        rest = end < 0 ? "" : rest[end..];
        return word;
    }

    /// <summary>
    /// A bare value may hold spaces (division eq Customer Care), but nothing that reads like a second comparison.
    /// </summary>
    private static string Bare(ref string rest)
    {
        var words = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Any(word => word.ToUpperInvariant() is "AND" or "OR"))
        {
            throw RefusalException.Filter($"\"{rest}\": only one comparison is supported; quote values with \"and\".");
        }

        var value = rest.TrimEnd();
        rest = "";
        return value;
    }

    private static string Quoted(ref string rest)
    {
        var quote = rest[0];
        for (var at = 1; at < rest.Length; at++)
        {
            if (rest[at] == quote)
            {
                var literal = rest[..(at + 1)];
                rest = rest[(at + 1)..];
                return quote == '"' ? Unescape(literal) : literal[1..^1];
            }

            at += rest[at] == '\\' && quote == '"' ? 1 : 0;
        }

        throw RefusalException.Filter($"{rest} has no closing quote.");
    }

    private static string Unescape(string literal)
    {
        try
        {
            return StrictJson.Parse(Encoding.UTF8.GetBytes(literal))!.GetValue<string>();
        }
        catch (JsonException)
        {
            throw RefusalException.Filter($"{literal} is not a JSON string.");
        }
    }
}
