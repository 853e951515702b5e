using System.Text.Json;
using System.Text.Json.Nodes;

namespace GenesysScimState.Emulator.Protocol;

/// <summary>One operation of a PatchOp message (RFC 7644 §3.5.2).</summary>
/// <param name="Verb"><c>add</c>, <c>replace</c> or <c>remove</c>.</param>
/// <param name="Path">As written; null when there is none.</param>
/// <param name="Value">Null when there is none, or JSON null.</param>
internal sealed record PatchOperation(string Verb, string? Path, JsonNode? Value)
{
    private const string Message = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    public static IEnumerable<PatchOperation> ParseAll(JsonObject body, EmulatorOptions options)
    {
        if (options.RequirePatchSchema && !NamesMessage(body))
        {
            throw RefusalException.Syntax($"schemas must hold \"{Message}\".");
        }

        return Member(body, "Operations") is JsonArray { Count: > 0 } operations
            ? operations.Select(operation => Parse(operation, options))
            : throw RefusalException.Syntax("Operations must be a list of at least one operation.");
    }

    /// <summary>A member by name; SCIM names are case-insensitive.</summary>
    public static JsonNode? Member(JsonObject owner, string name) =>
        owner.FirstOrDefault(pair => pair.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private static PatchOperation Parse(JsonNode? operation, EmulatorOptions options)
    {
        if (operation is not JsonObject members)
        {
            throw RefusalException.Syntax("An operation must be an object.");
        }

        var given = Text(members, "op") ?? "";
        var verb = options.CapitalisedOperations && given is ("Add" or "Replace" or "Remove")
            ? given.ToLowerInvariant()
            : given;
        return verb is "add" or "replace" or "remove"
            ? new(verb, Text(members, "path"), Member(members, "value"))
            : throw RefusalException.Syntax($"op must be add, replace or remove, not \"{given}\".");
    }

    private static bool NamesMessage(JsonObject body) =>
        Member(body, "schemas") is JsonArray schemas
        && schemas.Any(schema => schema?.GetValueKind() == JsonValueKind.String
            && schema.GetValue<string>().Equals(Message, StringComparison.OrdinalIgnoreCase));

    private static string? Text(JsonObject operation, string name) => Member(operation, name) switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => throw RefusalException.Syntax($"{name} must be a string."),
    };
}
