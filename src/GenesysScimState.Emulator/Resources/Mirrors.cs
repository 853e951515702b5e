using System.Text.Json.Nodes;
using GenesysScimState.Emulator.Protocol;
using GenesysScimState.Emulator.Schema;

namespace GenesysScimState.Emulator.Resources;

/// <summary>
/// Two values are shown twice and kept once: userName again as the e-mail of type <c>other</c>, externalId again among
/// the externalIds under the client's own authority. The second showing cannot be written. Genesys Cloud SDK
/// documentation, ScimEmail and ScimUserExternalId.
/// </summary>
internal sealed class Mirrors(EmulatorOptions options)
{
    /// <summary>Under which the client's externalId is shown among the externalIds. Case-sensitive.</summary>
    public string Authority => $"x-pc:scimv2:v1:{options.ClientId}";

    /// <summary>Adds the mirrors to a copy of what is stored, where the dialect has them.</summary>
    public void Show(JsonObject attributes)
    {
        if (!options.Spoken.IsPlatform)
        {
            return;
        }

        var mail = new JsonObject
        {
            ["value"] = (string)attributes["userName"]!,
            ["type"] = "other",
            ["primary"] = true,
        };
        Insert(attributes, "emails", mail);
        if ((string?)attributes["externalId"] is { } externalId)
        {
            attributes[UserSchemas.Genesys.Urn] ??= new JsonObject();
            var identifier = new JsonObject { ["authority"] = Authority, ["value"] = externalId };
            Insert(attributes[UserSchemas.Genesys.Urn]!.AsObject(), "externalIds", identifier);
        }
    }

    /// <summary>
    /// Takes the mirrors out of what a client wrote. It may leave them out, repeat the old value or give the new one;
    /// anything else is an attempt to write them.
    /// </summary>
    public void Strip(JsonObject attributes, JsonObject? before)
    {
        Strip(attributes, "emails", "type", "other", Allowed(attributes, before, "userName"));
        if (attributes[UserSchemas.Genesys.Urn] is JsonObject genesys)
        {
            Strip(genesys, "externalIds", "authority", Authority, Allowed(attributes, before, "externalId"));
        }
    }

    private void Strip(JsonObject part, string name, string key, string own, string?[] allowed)
    {
        if (part[name] is not JsonArray values)
        {
            return;
        }

        var mirrors = values.Where(value => own.Equals((string?)value![key], StringComparison.Ordinal));
        foreach (var mirror in mirrors.ToList())
        {
            if (options.EffectiveReadOnlyWrites == Unwanted.Reject
                && !allowed.Contains((string?)mirror!["value"], StringComparer.OrdinalIgnoreCase))
            {
                throw RefusalException.Mutability($"{name}[{key} eq \"{own}\"] is read-only.");
            }

            values.Remove(mirror);
        }

        if (values.Count == 0)
        {
            part.Remove(name);
        }
    }

    private static string?[] Allowed(JsonObject attributes, JsonObject? before, string name) =>
        [(string?)attributes[name], (string?)before?[name]];

    private static void Insert(JsonObject part, string name, JsonObject first)
    {
        if (part[name] is JsonArray values)
        {
            values.Insert(0, first);
        }
        else
        {
            part[name] = new JsonArray(first);
        }
    }
}
