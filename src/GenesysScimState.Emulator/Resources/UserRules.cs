using System.Text.Json.Nodes;
using GenesysScimState.Emulator.Protocol;
using GenesysScimState.Emulator.Schema;
using GenesysScimState.Emulator.Storage;

namespace GenesysScimState.Emulator.Resources;

/// <summary>What holds for a user as a whole, after each attribute for itself is right.</summary>
internal sealed class UserRules(EmulatorOptions options, Organization organization, Mirrors mirrors)
{
    /// <summary>
    /// Completes what a client wrote to what is stored, or refuses it. <paramref name="before"/> is what was stored;
    /// null for a new user.
    /// </summary>
    public void Settle(string? id, JsonObject attributes, JsonObject? before)
    {
        foreach (var row in UserSchemas.Core.Rows.Where(row => row.IsRequired && !attributes.ContainsKey(row.Name)))
        {
            throw RefusalException.Value($"{row.Name} is required.");
        }

        mirrors.Strip(attributes, before);
        attributes["active"] ??= true;
        attributes[UserSchemas.Enterprise.Urn] ??= new JsonObject();
        attributes[UserSchemas.Enterprise.Urn]!["division"] ??= Organization.DefaultDivision;
        SettlePhones(attributes);
        if (attributes[UserSchemas.Genesys.Urn] is JsonObject { Count: 0 })
        {
            attributes.Remove(UserSchemas.Genesys.Urn);
        }

        CheckUnique(id, attributes);
    }

    /// <summary>A user without any other role is an employee.</summary>
    public static void GiveDefaultRole(JsonObject attributes) =>
        attributes["roles"] ??= new JsonArray(new JsonObject { ["value"] = Organization.DefaultRole });

    /// <summary>A lone number of type other becomes the primary one (Genesys help, SCIM field mappings).</summary>
    private static void SettlePhones(JsonObject attributes)
    {
        if (attributes["phoneNumbers"] is not JsonArray phones)
        {
            return;
        }

        if (phones is [JsonObject only] && (string?)only["type"] is "other")
        {
            only["primary"] = true;
        }

        if (phones.Count(phone => phone!["primary"] is not null) > 1)
        {
            throw RefusalException.Value("phoneNumbers has more than one primary value.");
        }
    }

    private void CheckUnique(string? id, JsonObject attributes)
    {
        if (organization.Users.FindByName((string)attributes["userName"]!) is { } same && !IsOwn(same))
        {
            throw RefusalException.Uniqueness("User name already in use by non-deleted user.");
        }

        if (!options.AllowDuplicateExternalIds
            && (string?)attributes["externalId"] is { } externalId
            && organization.Users.FindByExternalId(externalId).Any(user => !IsOwn(user)))
        {
            throw RefusalException.Uniqueness("External id already in use by non-deleted user.");
        }

        bool IsOwn(Resource user) => string.Equals(user.Id, id, StringComparison.Ordinal);
    }
}
