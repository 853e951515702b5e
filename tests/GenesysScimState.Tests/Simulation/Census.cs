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

    /// <summary>Of dozens of users and groups one has changed since the last time: only what is new is read.</summary>
    /// <param name="emulator">Counted.</param>
    /// <param name="known">By its text, what was read before; what is read is added.</param>
    public static Census Of(ScimEmulator emulator, Dictionary<ReadOnlyMemory<byte>, object> known)
    {
        var (users, groups) = emulator.Resources();
        return new(
            users.Select(text => Known(text, known, user => user["x-emulator-deleted"] is null ? Read(user) : "deleted")).OfType<Resident>(),
            groups.Select(text => ((string, string, string[]))Known(
                text, known, group => ((string)group["id"]!, (string)group["displayName"]!, MembersOf(group)))));
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

    private static string[] MembersOf(JsonObject group) =>
        [.. (group["members"]?.AsArray() ?? []).Select(member => (string)member!["value"]!).Order(StringComparer.Ordinal)];

    private static object Known(ReadOnlyMemory<byte> text, Dictionary<ReadOnlyMemory<byte>, object> known, Func<JsonObject, object> read) =>
        known.TryGetValue(text, out var found) ? found : known[text] = read(JsonNode.Parse(text.Span)!.AsObject());

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
