using System.Collections.Frozen;
using System.Text.Json;
using GenesysScimState.Config;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Editing;

/// <summary>
/// In which order a state file is written: keys as the schema lists them, entries of sets by name. What follows from
/// the dialect's rows holds for attributes of one's own as well.
/// </summary>
internal sealed class StateOrder
{
    /// <summary>The file itself: its keys are <c>users</c>, <c>groups</c> and their like.</summary>
    public const string Root = "";

    private readonly FrozenDictionary<string, string[]> _keys;
    private readonly FrozenSet<string> _sets;

    public StateOrder(Dialect dialect)
    {
        using var schema = JsonDocument.Parse(EmbeddedFiles.SchemaBytes("state"));
        var root = schema.RootElement;
        var definitions = root.GetProperty("$defs");
        var user = KeysOf(definitions.GetProperty("user"));
        string[] attributes = [.. user.SkipLast(1), .. dialect.Attributes.Select(row => row.Name).Except(user, StringComparer.Ordinal), user[^1]];
        _keys = new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            [Root] = KeysOf(root),
            ["users"] = attributes,
            ["groups"] = KeysOf(definitions.GetProperty("group")),
            ["members"] = KeysOf(definitions.GetProperty("member").GetProperty("anyOf")[1]),
            ["name"] = KeysOf(definitions.GetProperty("user").GetProperty("properties").GetProperty("name")),
            ["phoneNumbers"] = KeysOf(definitions.GetProperty("user").GetProperty("properties").GetProperty("phoneNumbers")),
        }.ToFrozenDictionary(StringComparer.Ordinal);
        _sets = dialect.Attributes
            .Where(row => row.IsKeyed || row.Type is AttributeType.Names or AttributeType.Ratings)
            .Select(row => row.Name)
            .Concat(["attributes", "groups", "members"])
            .ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Whether the entries of the list or mapping under this key of a user or group have no order of their own.</summary>
    public bool IsSet(string key) => _sets.Contains(key);

    /// <summary>Of two keys below <paramref name="owner"/>, which comes first; 0 when they stay as they are.</summary>
    public int Compare(string owner, string left, string right)
    {
        var order = _keys.GetValueOrDefault(owner, []);
        var (first, second) = (RankOf(order, left), RankOf(order, right));
        return first != second ? first.CompareTo(second) : IsSet(owner) && first == order.Length ? ByName(left, right) : 0;
    }

    /// <summary>Upper and lower case side by side, and still one order for every list.</summary>
    public static int ByName(string left, string right)
    {
        var folded = string.Compare(left, right, StringComparison.OrdinalIgnoreCase);
        return folded != 0 ? folded : string.CompareOrdinal(left, right);
    }

    private static int RankOf(string[] order, string key) => Array.IndexOf(order, key) is var index and >= 0 ? index : order.Length;

    private static string[] KeysOf(JsonElement schema) => [.. schema.GetProperty("properties").EnumerateObject().Select(property => property.Name)];
}
