using System.Collections.Immutable;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Tests.Scim;

/// <summary>The rows of Genesys Cloud's dialect that the SCIM client is tested with, and changes in short.</summary>
internal static class Genesys
{
    public const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    public const string Extension = "urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User";

    public static Dialect Dialect { get; } = new("genesys-cloud",
    [
        Row("userName", "userName", AttributeType.Email),
        Row("externalId", "externalId", AttributeType.Text),
        Row("displayName", "displayName", AttributeType.Text),
        Row("givenName", "name.givenName", AttributeType.Text),
        Row("active", "active", AttributeType.Boolean),
        Row("title", "title", AttributeType.Text),
        Row("department", $"{Enterprise}:department", AttributeType.Text),
        Row("manager", $"{Enterprise}:manager.value", AttributeType.Person),
        Row("workEmail", "emails[type eq \"work\"].value", AttributeType.Email),
        Row("phoneNumbers", "phoneNumbers[type eq \"{key}\"].value", AttributeType.Phone) with
        {
            IsKeyed = true,
            Keys = ["work", "mobile"],
        },
        Row("roles", "roles.value", AttributeType.Names),
        Row("routingSkills", $"{Extension}:routingSkills.name", AttributeType.Ratings),
        Row("externalIds", $"{Extension}:externalIds[authority eq \"{{key}}\"].value", AttributeType.Text) with
        {
            IsKeyed = true,
            ReservedKeyPrefixes = ["x-pc:scimv2:v1"],
        },
    ]);

    public static IReadOnlyDictionary<string, string> Nobody { get; } = ImmutableDictionary<string, string>.Empty;

    public static AttributeChange Set(string name, string? before, string? after) =>
        new(name, Dialect.Find(name)?.Type ?? AttributeType.Text, AttributeValue.Of(before), AttributeValue.Of(after));

    public static AttributeChange Set(string name, Entry[] before, Entry[] after) =>
        new(name, Dialect.Find(name)?.Type ?? AttributeType.Text, AttributeValue.Of(before), AttributeValue.Of(after));

    public static Change Creation(params AttributeChange[] attributes) => new()
    {
        Operation = Operation.Create,
        Address = Address.User("ana@example.org"),
        Reason = ActionReason.NotInOrganization,
        ExternalId = "idp-1",
        Attributes = [Set("userName", null, "ana@example.org"), Set("externalId", null, "idp-1"), .. attributes],
    };

    public static Change Update(params AttributeChange[] attributes) => new()
    {
        Operation = Operation.Update,
        Address = Address.User("ana@example.org"),
        Reason = ActionReason.Differs,
        Id = "1",
        ExternalId = "idp-1",
        ExpectedVersion = "56",
        Attributes = [.. attributes],
    };

    public static Change Deletion { get; } = Update() with { Operation = Operation.Delete };

    public static Change Members(Operation operation, params string[] userNames) => new()
    {
        Operation = operation,
        Address = Address.Group("Support"),
        Reason = ActionReason.DeclaredMembers,
        Id = "g1",
        People = [.. userNames.Select(name => new Person(name, null))],
    };

    private static AttributeRow Row(string name, string path, AttributeType type) => new(name, ScimPath.Parse(path), type);
}
