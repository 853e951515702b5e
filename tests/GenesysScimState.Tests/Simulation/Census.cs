using System.Text.Json;
using System.Text.Json.Nodes;
using GenesysScimState.Emulator;

namespace GenesysScimState.Tests.Simulation;

/// <summary>A user as the emulator holds it; a deleted one is not counted.</summary>
/// <param name="Values">Every text and number in it, as written; not its id.</param>
internal sealed record Resident(string Id, string UserName, string? ExternalId, bool IsActive, string? EmployeeNumber, string Text, IReadOnlySet<string> Values);

/// <summary>What the emulated organization holds at one moment.</summary>
internal sealed class Census
{
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private string? _text;

    private Census(IEnumerable<Resident> users, IEnumerable<(string Id, string Name, string[] Members)> groups)
    {
        Users = users.ToDictionary(user => user.Id, StringComparer.Ordinal);
        Groups = groups.ToDictionary(group => group.Id, group => (group.Name, group.Members), StringComparer.Ordinal);
    }

    public IReadOnlyDictionary<string, Resident> Users { get; }

    public IReadOnlyDictionary<string, (string Name, string[] Members)> Groups { get; }

    /// <summary>Everything but versions and times: equal for organizations that are the same.</summary>
    public string Text => _text ??= string.Join('\n', Users.Values.OrderBy(user => user.Id, StringComparer.Ordinal).Select(user => user.Text)
        .Concat(Groups.OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Value.Name}: {string.Join(' ', group.Value.Members)}")));

    public static Census Of(ScimEmulator emulator) => Of(emulator, []);

    /// <param name="emulator">Counted.</param>
    /// <param name="known">Users by id and meta that were read before; read ones are added.</param>
    public static Census Of(ScimEmulator emulator, Dictionary<(string Id, string Meta), Resident> known)
    {
        // Of hundreds of users one has changed since the last time: only what is new is read in full.
        using var whole = JsonDocument.Parse(emulator.Data());
        return new(
            whole.RootElement.GetProperty("users").EnumerateArray().Where(user => !user.TryGetProperty("x-emulator-deleted", out _)).Select(user => Known(user, known)),
            whole.RootElement.GetProperty("groups").EnumerateArray().Select(group => (In(group, "id"), In(group, "displayName"), MembersOf(group))));
    }

    /// <summary>Every text and number of a value. What only says which element or attribute is meant is none.</summary>
    public static IEnumerable<string> ValuesOf(JsonNode? node) => node switch
    {
        JsonObject whole => whole.Where(pair => pair.Key is not ("id" or "type" or "op" or "path" or "schemas" or "groups" or "$ref" or "display" or "primary"))
            .SelectMany(pair => ValuesOf(pair.Value)),
        JsonArray items => items.SelectMany(ValuesOf),
        JsonValue value when value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number => [value.ToString()],
        _ => [],
    };

    private static string[] MembersOf(JsonElement group) => group.TryGetProperty("members", out var members)
        ? [.. members.EnumerateArray().Select(member => In(member, "value")).Order(StringComparer.Ordinal)] : [];

    private static Resident Known(JsonElement user, Dictionary<(string Id, string Meta), Resident> known)
    {
        var key = (In(user, "id"), user.GetProperty("meta").GetRawText());
        return known.TryGetValue(key, out var resident) ? resident : known[key] = Read(JsonObject.Create(user.Clone())!);
    }

    private static string In(JsonElement owner, string name) => owner.GetProperty(name).GetString()!;

    private static Resident Read(JsonObject user)
    {
        user.Remove("meta");
        return new(
            (string)user["id"]!,
            (string)user["userName"]!,
            (string?)user["externalId"],
            (bool)user["active"]!,
            (string?)(user[Enterprise] ?? user["attributes"])?["employeeNumber"],
            user.ToJsonString(),
            ValuesOf(user).ToHashSet(StringComparer.Ordinal));
    }
}
