using System.Text.Json;
using System.Text.Json.Nodes;
using GenesysScimState.Emulator.Protocol;
using GenesysScimState.Emulator.Schema;
using GenesysScimState.Emulator.Storage;

namespace GenesysScimState.Emulator.Resources;

/// <summary>How groups come and go: through SCIM where the dialect allows it, else through the platform.</summary>
internal sealed class GroupEndpoint(
    ResourceEndpoint common,
    EmulatorOptions options,
    Canonical canonical,
    Organization organization,
    Identifiers identifiers,
    TimeProvider time)
{
    private readonly Dialect _dialect = options.Spoken;

    public EmulatorResponse Post(Call call)
    {
        var attributes = new JsonObject();
        canonical.Assign(attributes, _dialect.Groups, call.Body());
        Settle(null, attributes);
        var group = Create(attributes);
        return common.ReplyWith(call, 201, group).With("Location", _dialect.Location(_dialect.Groups, group.Id));
    }

    public EmulatorResponse Delete(Call call, string id)
    {
        var group = common.FindForWrite(call, id);
        organization.PutGroup(group.Next(group.Attributes(), time.GetUtcNow(), isDeleted: true));
        return Replies.Empty(204);
    }

    /// <summary>
    /// <c>POST /api/v2/groups</c>, outside SCIM. What a body must hold and what comes back: Genesys Cloud SDK
    /// documentation, GroupsApi and GroupCreate; the answer to a name that is taken is not published.
    /// </summary>
    public EmulatorResponse PostToPlatform(Call call)
    {
        if (!options.MayCreateGroups)
        {
            throw RefusalException.Platform(
                403,
                "missing.any.permissions",
                "Unable to perform the requested action. You must have at least one of the following permissions assigned: [directory:group:add]");
        }

        var body = call.Body();
        var name = Word(body, "name");
        var (type, visibility) = (Word(body, "type", "official", "social"), Word(body, "visibility", "public", "members"));
        if (body["rulesVisible"]?.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False))
        {
            throw Bad("rulesVisible must be true or false.");
        }

        if (organization.Groups.FindByName(name) is not null)
        {
            throw RefusalException.Platform(409, "general.conflict", $"A group named \"{name}\" exists already.");
        }

        var group = Create(new JsonObject { ["displayName"] = name });
        return Replies.Json(
            200,
            new JsonObject
            {
                ["id"] = group.Id,
                ["name"] = name,
                ["memberCount"] = 0,
                ["state"] = "active",
                ["version"] = group.Version,
                ["type"] = type,
                ["rulesVisible"] = body["rulesVisible"]!.GetValue<bool>(),
                ["visibility"] = visibility,
                ["selfUri"] = $"/api/v2/groups/{group.Id}",
            },
            Replies.PlainJson);
    }

    /// <summary>What is to be stored has a name that no other group has.</summary>
    public void Settle(string? id, JsonObject attributes)
    {
        var name = (string?)attributes["displayName"] ?? throw RefusalException.Value("displayName is required.");
        if (organization.Groups.FindByName(name) is { } same && !same.Id.Equals(id, StringComparison.Ordinal))
        {
            throw RefusalException.Uniqueness($"A group named \"{name}\" exists already.");
        }
    }

    private Resource Create(JsonObject attributes)
    {
        var name = (string)attributes["displayName"]!;
        var id = identifiers.For("group", name, taken => organization.Groups.Find(taken) is not null);
        var group = new Resource(id, 1, time.GetUtcNow(), attributes);
        organization.PutGroup(group);
        return group;
    }

    private static string Word(JsonObject body, string name, params ReadOnlySpan<string> allowed)
    {
        var text = body[name]?.GetValueKind() == JsonValueKind.String ? body[name]!.GetValue<string>() : "";
        return text.Length > 0 && (allowed.IsEmpty || allowed.Contains(text))
            ? text
            : throw Bad(allowed.IsEmpty
                ? $"{name} must be a text that is not empty."
                : $"{name} must be one of {string.Join(", ", allowed!)}.");
    }

    private static RefusalException Bad(string message) => RefusalException.Platform(400, "bad.request", message);
}
