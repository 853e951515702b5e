using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Rendering;

/// <summary>An attribute's change on one line: <c>"Agent" -> "Senior Agent"</c>, <c>~ Billing 3 -> 4, + Returns 2</c>.</summary>
internal static class ValueText
{
    public static string Of(AttributeChange change) => change.Type switch
    {
        AttributeType.Names or AttributeType.Ratings => string.Join(", ", Entries(change)),
        AttributeType.Boolean when change.Before.IsEmpty => change.After.Text!,
        AttributeType.Boolean => $"{change.Before.Text} -> {(change.After.IsEmpty ? "(cleared)" : change.After.Text)}",
        AttributeType.Text or AttributeType.Date or AttributeType.Email or AttributeType.Phone or AttributeType.Person => Scalar(change),
    };

    private static string Scalar(AttributeChange change) => (change.Before.Text, change.After.Text) switch
    {
        (null, var after) => Words.Quoted(after ?? ""),
        (var before, null) => $"{Words.Quoted(before)} -> (cleared)",
        var (before, after) => $"{Words.Quoted(before)} -> {Words.Quoted(after)}",
    };

    private static IEnumerable<string> Entries(AttributeChange change)
    {
        var before = change.Before.Entries.ToDictionary(entry => entry.Name, entry => entry.Rating, StringComparer.Ordinal);
        var after = change.After.Entries.ToDictionary(entry => entry.Name, entry => entry.Rating, StringComparer.Ordinal);
        foreach (var name in before.Keys.Union(after.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var shown = Untrusted.Show(name);
            switch (before.TryGetValue(name, out var from), after.TryGetValue(name, out var to))
            {
                case (false, true):
                    yield return $"+ {shown}{Rating(to)}";
                    break;
                case (true, false):
                    yield return $"- {shown}";
                    break;
                case (true, true) when from != to:
                    yield return $"~ {shown} {from} -> {to}";
                    break;
            }
        }
    }

    private static string Rating(string? rating) => rating is null ? "" : $" {rating}";
}
