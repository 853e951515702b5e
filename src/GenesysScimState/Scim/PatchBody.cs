using System.Text.Json.Nodes;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Scim;

/// <summary>
/// The smallest PATCH that makes a change (RFC 7644 §3.5.2): one operation with a path for each attribute that differs. An
/// element of a multi-valued attribute is added to its container, replaced by its filter, or removed by it; sets of names
/// and ratings are replaced as a whole.
/// </summary>
internal static class PatchBody
{
    private const string Schema = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    /// <param name="ids">The organization's id of each person the change refers to, by userName.</param>
    public static byte[] OfUser(Change change, Dialect dialect, IReadOnlyDictionary<string, string> ids)
    {
        var operations = new JsonArray();
        foreach (var (row, key, attribute) in Wire.Rows(change.Attributes, dialect))
        {
            if (row.Path.FilterBy is not null && row.IsExceededBy(attribute.Before) && !attribute.After.IsEmpty)
            {
                // Not a replace by filter: it gives every element the same value.
                operations.Add((JsonNode)Op("remove", row.Path.Element(key), null));
                operations.Add((JsonNode)Op("add", row.Path.Container, new JsonArray(Wire.Element(row, key, attribute.After, ids))));
                continue;
            }

            operations.Add((JsonNode)Operation(row, key, attribute, ids));
        }

        if (Switch(change) is { } active)
        {
            operations.Add((JsonNode)Replace("active", active));
        }

        return Body(operations);
    }

    public static byte[] AddMembers(IEnumerable<string> ids) => Body(
        new JsonArray(Op("add", "members", Wire.Values(ids))));

    /// <summary>One operation a member, which is the form of RFC 7644 §3.5.2.2, or one with all of them as its value.</summary>
    public static byte[] RemoveMembers(IEnumerable<string> ids, MemberRemoval form) => Body(form switch
    {
        MemberRemoval.Filter => new JsonArray([.. ids.Select(id => Op("remove", Wire.Members.Element(id), null))]),
        MemberRemoval.Values => new JsonArray(Op("remove", "members", Wire.Values(ids))),
    });

    private static JsonObject Operation(
        AttributeRow row, string? key, AttributeChange attribute, IReadOnlyDictionary<string, string> ids)
    {
        var (path, after) = (row.Path, attribute.After);
        return row.Type switch
        {
            AttributeType.Names or AttributeType.Ratings => after.IsEmpty
                ? Op("remove", path.Container, null) : Replace(path.Container, Wire.Elements(row, after)),
            AttributeType.Person when path.FilterBy is null && path.SubAttribute is { } sub => after.IsEmpty
                ? Op("remove", path.Container, null)
                : Replace(path.Container, new JsonObject { [sub] = Wire.Scalar(row, after, ids) }),
            _ when path.FilterBy is null => after.IsEmpty
                ? Op("remove", path.Value(key), null) : Replace(path.Value(key), Wire.Scalar(row, after, ids)),
            _ when after.IsEmpty => Op("remove", path.Element(key), null),
            _ when attribute.Before.IsEmpty => Op("add", path.Container, new JsonArray(Wire.Element(row, key, after, ids))),
            _ => Replace(path.Value(key), Wire.Scalar(row, after, ids)),
        };
    }

    /// <summary>Activating and deactivating set <c>active</c>, also when the plan does not list it.</summary>
    private static JsonValue? Switch(Change change) => change.Of("active") is not null
        ? null
        : change.Operation switch
        {
            Core.Planning.Operation.Activate => JsonValue.Create(true),
            Core.Planning.Operation.Deactivate => JsonValue.Create(false),
            _ => null,
        };

    private static JsonObject Replace(string path, JsonNode value) => Op("replace", path, value);

    private static JsonObject Op(string op, string path, JsonNode? value)
    {
        var operation = new JsonObject { ["op"] = op, ["path"] = path };
        if (value is not null)
        {
            operation["value"] = value;
        }

        return operation;
    }

    private static byte[] Body(JsonArray operations) => Wire.Bytes(
        new JsonObject { ["schemas"] = new JsonArray(Schema), ["Operations"] = operations });
}
