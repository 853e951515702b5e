using System.Text.Json.Nodes;
using GenesysScimState.Emulator.Protocol;

namespace GenesysScimState.Emulator.Resources;

/// <summary>How many members a request may name.</summary>
internal static class GroupRules
{
    public static void CheckSize(Call call, EmulatorOptions options)
    {
        if (options.MaxMembersPerRequest is { } most && Count(call.Body()) is var count && count > most)
        {
            throw RefusalException.Value($"The request names {count} members; at most {most} are allowed.");
        }
    }

    /// <summary>Of a PUT's members, or of all the operations of a PATCH together.</summary>
    private static int Count(JsonObject body) =>
        Length(PatchOperation.Member(body, "members"))
        + (PatchOperation.Member(body, "Operations") as JsonArray ?? []).OfType<JsonObject>()
            .Sum(operation => PatchOperation.Member(operation, "value") switch
            {
                JsonObject value => Length(PatchOperation.Member(value, "members")),
                var value => Length(value),
            });

    private static int Length(JsonNode? members) => members is JsonArray list ? list.Count : 0;
}
