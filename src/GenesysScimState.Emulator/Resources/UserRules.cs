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
        var dialect = options.Spoken;
        foreach (var row in dialect.Users.Core.Rows.Where(row => row.IsRequired && !attributes.ContainsKey(row.Name)))
        {
            throw RefusalException.Value($"{row.Name} is required.");
        }

        if (before is null || !dialect.IsStandard)
        {
            attributes["active"] ??= true;
        }

        if (dialect.IsPlatform)
        {
            mirrors.Strip(attributes, before);
            attributes[UserSchemas.Enterprise.Urn] ??= new JsonObject();
            attributes[UserSchemas.Enterprise.Urn]!["division"] ??= Organization.DefaultDivision;
            SettleMails(attributes);
            SettlePhones(attributes);
        }

        foreach (var urn in dialect.Users.Extensions.Select(schema => schema.Urn))
        {
            if (attributes[urn] is JsonObject { Count: 0 })
            {
                attributes.Remove(urn);
            }
        }

        CheckPrimary(attributes, dialect);
        if (dialect.MailIsUserName)
        {
            CheckMail(attributes);
        }

        CheckUnique(id, attributes);
    }

    /// <summary>A user without any other role is an employee.</summary>
    public static void GiveDefaultRole(JsonObject attributes) =>
        attributes["roles"] ??= new JsonArray(new JsonObject { ["value"] = Organization.DefaultRole });

    /// <summary>The userName, shown as the e-mail of type other, is the only primary address (RFC 7643 §2.4).</summary>
    private static void SettleMails(JsonObject attributes)
    {
        foreach (var mail in attributes["emails"] as JsonArray ?? [])
        {
            mail!.AsObject().Remove("primary");
        }
    }

    /// <summary>A lone number of type other becomes the primary one (Genesys help, SCIM field mappings).</summary>
    private static void SettlePhones(JsonObject attributes)
    {
        if (attributes["phoneNumbers"] is JsonArray and [JsonObject only] && (string?)only["type"] is "other")
        {
            only["primary"] = true;
        }
    }

    /// <summary>At most one value of a list is the primary one (RFC 7643 §2.4).</summary>
    private static void CheckPrimary(JsonObject attributes, Dialect dialect)
    {
        foreach (var row in dialect.Users.Core.Rows.Where(row => row.IsMultiValued && row.Sub("primary") is not null))
        {
            if (attributes[row.Name] is JsonArray values && values.Count(value => (bool?)value!["primary"] is true) > 1)
            {
                throw RefusalException.Value($"{row.Name} has more than one primary value.");
            }
        }
    }

    private static void CheckMail(JsonObject attributes)
    {
        var mails = (attributes["emails"] as JsonArray ?? []).Where(mail =>
            (bool?)mail!["primary"] is true && (string?)mail["type"] is "work");
        if (mails.Any(mail => !string.Equals(
            (string?)mail!["value"], (string?)attributes["userName"], StringComparison.OrdinalIgnoreCase)))
        {
            throw RefusalException.Value("The primary work e-mail must be the userName.");
        }
    }

    private void CheckUnique(string? id, JsonObject attributes)
    {
        if (organization.Users.FindByName((string)attributes["userName"]!) is { } same && !IsOwn(same))
        {
            throw RefusalException.Uniqueness("User name already in use by non-deleted user.");
        }

        if (!options.TakesDuplicateExternalIds
            && (string?)attributes["externalId"] is { } externalId
            && organization.Users.FindByExternalId(externalId).Any(user => !IsOwn(user)))
        {
            throw RefusalException.Uniqueness("External id already in use by non-deleted user.");
        }

        bool IsOwn(Resource user) => string.Equals(user.Id, id, StringComparison.Ordinal);
    }
}
