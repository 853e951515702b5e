using System.Text.Json;
using System.Text.Json.Nodes;
using GenesysScimState.Emulator.Protocol;
using GenesysScimState.Emulator.Schema;
using GenesysScimState.Emulator.Storage;

namespace GenesysScimState.Emulator.Resources;

/// <summary>
/// A PATCH that only adds members to a group and removes named ones, in time that does not depend on the size of the
/// group. Everything else, and everything that is refused, is left to <see cref="Patch"/>.
/// </summary>
internal sealed class MemberPatch(ResourceKind kind, Canonical canonical, EmulatorOptions options)
{
    /// <summary>Null when the PATCH is anything else.</summary>
    public (IReadOnlyCollection<string> Added, IReadOnlyCollection<string> Removed)? Read(JsonObject body, Resource before)
    {
        if (kind != options.Spoken.Groups || options.RemoveWithoutMatch == Unwanted.Reject || !options.MemberListsRemovable)
        {
            return null;
        }

        var isMember = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var operation in PatchOperation.ParseAll(body, options))
        {
            if (Named(operation) is not { } named)
            {
                return null;
            }

            named.ForEach(id => isMember[id] = operation.Verb == "add");
        }

        return (
            [.. isMember.Where(pair => pair.Value && !before.Members.Contains(pair.Key)).Select(pair => pair.Key)],
            [.. isMember.Where(pair => !pair.Value && before.Members.Contains(pair.Key)).Select(pair => pair.Key)]);
    }

    /// <summary>The members that an operation adds or removes; null when it does anything else.</summary>
    private List<string>? Named(PatchOperation operation)
    {
        if (operation.Path is not { } path
            || PatchPath.Find(kind, path) is not { Row: { Name: "members" } row, Sub: null } target)
        {
            return null;
        }

        return (operation.Verb, operation.Value, target.Conditions) switch
        {
            ("add", JsonArray { Count: > 0 } values, []) => Added(row, values),
            ("remove", null, [{ } condition]) when condition.Name.Equals("value", StringComparison.OrdinalIgnoreCase) =>
                [condition.Value],
            ("remove", JsonArray { Count: > 0 } values, []) when values.All(value => IdOf(value) is not null) =>
                [.. values.Select(value => IdOf(value)!)],
            _ => null,
        };
    }

    private List<string> Added(AttributeRow row, JsonArray values)
    {
        var added = new JsonObject();
        canonical.Set(added, row, values);
        return [.. (added["members"] as JsonArray ?? []).Select(member => (string)member!["value"]!)];
    }

    private static string? IdOf(JsonNode? member) =>
        member is JsonObject named && PatchOperation.Member(named, "value") is JsonValue id
            && id.GetValueKind() == JsonValueKind.String
                ? id.GetValue<string>()
                : null;
}
