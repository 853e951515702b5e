using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GenesysScimState.Tests.Simulation;

/// <summary>What somebody has seen before a run writes: by address and the first word of the operation, all that is said of it.</summary>
internal sealed partial class ShownPlan
{
    private readonly Dictionary<(string Address, string Verb), string> _changes;

    private ShownPlan(IEnumerable<((string Address, string Verb) Key, string Text)> changes) =>
        _changes = changes.GroupBy(change => change.Key, change => change.Text).ToDictionary(group => group.Key, group => string.Join('\n', group));

    /// <summary>The plan as it was printed.</summary>
    public static ShownPlan Printed(string output) => new(Blocks().Matches(output.Split("\nPlan: ")[0])
        .Select(match => ((match.Groups["address"].Value, match.Groups["verb"].Value), match.Value)));

    /// <summary>A plan file.</summary>
    public static ShownPlan Saved(string plan) => new(JsonNode.Parse(plan)!["resource_changes"]!.AsArray().Select(change =>
        (((string)change!["address"]!, ((string)change["operation"]!).Split('-')[0]), string.Join('\n', Texts(change)))));

    public IEnumerable<string> Addresses => _changes.Keys.Select(key => key.Address);

    public string? Find(string address, string verb) => _changes.GetValueOrDefault((address, verb));

    /// <summary>A number counts where it stands alone, any other text wherever it stands.</summary>
    public static bool Says(string text, string value) => !double.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out _)
        ? text.Contains(value, StringComparison.Ordinal)
        : Places(text, value).Any(at => (at == 0 || !(IsOfName(text[at - 1]) || text[at - 1] == '.'))
            && (at + value.Length == text.Length || !IsOfName(text[at + value.Length])));

    private static IEnumerable<int> Places(string text, string value)
    {
        for (var at = text.IndexOf(value, StringComparison.Ordinal); at >= 0; at = text.IndexOf(value, at + 1, StringComparison.Ordinal))
        {
            yield return at;
        }
    }

    private static bool IsOfName(char letter) => char.IsLetterOrDigit(letter) || letter is '_' or '@' or '-';

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject whole => whole.SelectMany(pair => Texts(pair.Value).Prepend(pair.Key)),
        JsonArray items => items.SelectMany(Texts),
        JsonValue value when value.GetValueKind() != JsonValueKind.Null => [value.ToString()],
        _ => [],
    };

    [GeneratedRegex(@"^  [+~!-] (?<address>(?:user|group)/.+?)  (?<verb>[a-z]+)[^\n]*\n(?:      [^\n]*\n)*", RegexOptions.Multiline, 5000)]
    private static partial Regex Blocks();
}
