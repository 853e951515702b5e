using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Rendering;

/// <summary>An attribute's change on one line: <c>"Agent" -> "Senior Agent"</c>, <c>~ Billing 3 -> 4, + Returns 2</c>.</summary>
internal static class ValueText
{
    /// <param name="change">The attribute.</param>
    /// <param name="isNew">Of a user that is created: there is nothing before, so nothing is said of it.</param>
    public static string Of(AttributeChange change, bool isNew = false) => change.Type switch
    {
        AttributeType.Names or AttributeType.Ratings => string.Join(", ", Entries(change)),
        AttributeType.Boolean when isNew => change.After.Text!,
        AttributeType.Boolean => $"{change.Before.Text ?? "(none)"} -> {change.After.Text ?? "(cleared)"}",
        AttributeType.Text or AttributeType.Date or AttributeType.Email or AttributeType.Phone or AttributeType.Person => Scalar(change, isNew),
    };

    private static string Scalar(AttributeChange change, bool isNew) => (Shown(change.Before), Shown(change.After)) switch
    {
        (null, var after) when isNew => after ?? Words.Quoted(""),
        (null, var after) => $"(none) -> {after ?? Words.Quoted("")}",
        (var before, null) => $"{before} -> (cleared)",
        var (before, after) => $"{before} -> {after}",
    };

    /// <summary>All values, where the organization holds several of one type; null when there is none.</summary>
    private static string? Shown(AttributeValue value) =>
        value.IsEmpty ? null : string.Join(", ", value.Entries.Select(entry => Words.Quoted(entry.Name)));

    private static IEnumerable<string> Entries(AttributeChange change) => change.Before.IsEmpty
        ? change.After.Entries.Select(entry => $"+ {Untrusted.Show(entry.Name)}{Rating(entry.Rating)}")
        : Differences(change);

    private static IEnumerable<string> Differences(AttributeChange change)
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
