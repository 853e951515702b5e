using System.Text.Json.Nodes;
using GenesysScimState.Emulator.Protocol;
using GenesysScimState.Emulator.Schema;
using GenesysScimState.Emulator.Storage;

namespace GenesysScimState.Emulator.Resources;

/// <summary>
/// The platform's own lists of what users can be given by name, outside SCIM: pages of id and name. Filters by name or id
/// are not emulated.
/// </summary>
/// <remarks>Genesys Cloud .NET SDK, AuthorizationApi.md and RoutingApi.md: parameters, shape and permissions.</remarks>
internal sealed class NameListing(EmulatorOptions options, Organization organization, Identifiers identifiers)
{
    private const int PageSize = 25;

    /// <summary>What is listed at a path; null when it is another path.</summary>
    public static Names? At(string[] segments) => string.Join('/', segments).ToLowerInvariant() switch
    {
        "api/v2/authorization/roles" => Names.Role,
        "api/v2/routing/skills" => Names.Skill,
        "api/v2/routing/languages" => Names.Language,
        "api/v2/authorization/divisions" => Names.Division,
        _ => null,
    };

    public EmulatorResponse List(Call call, Names kind)
    {
        if (!options.MayListNames)
        {
            throw Refusal(kind);
        }

        var size = Math.Clamp(call.Number("pageSize", PageSize), 1, options.MaxPageSize ?? options.Spoken.MaxPageSize);
        var number = Math.Max(1, call.Number("pageNumber", 1));
        var all = organization.Named[kind];
        var page = all.Skip((number - 1) * size).Take(size).Select(name => (JsonNode)new JsonObject
        {
            // Identifiers go without case, names do not: both are in it.
            ["id"] = identifiers.For($"{kind}:{name}", name, _ => false),
            ["name"] = name,
        });
        return Replies.Json(
            200,
            new JsonObject
            {
                ["entities"] = new JsonArray([.. page]),
                ["pageSize"] = size,
                ["pageNumber"] = number,
                ["total"] = all.Count,
                ["pageCount"] = (all.Count + size - 1) / size,
            },
            Replies.PlainJson);
    }

    private static RefusalException Refusal(Names kind) => kind == Names.Role
        ? RefusalException.Platform(
            403,
            "missing.any.permissions",
            "Unable to perform the requested action. You must have at least one of the following permissions assigned: [authorization:role:view]")
        : RefusalException.Platform(403, "not.authorized", "You are not authorized to perform the requested action.");
}
