using System.Text.Json.Nodes;
using GenesysScimState.Emulator.Protocol;
using GenesysScimState.Emulator.Schema;
using GenesysScimState.Emulator.Storage;

namespace GenesysScimState.Emulator.Resources;

/// <summary>The filters that Genesys lists (SDK documentation, SCIMApi) and no others.</summary>
internal sealed class Search(EmulatorOptions options, Organization organization, Mirrors mirrors)
{
    public IEnumerable<Resource> Users(string text)
    {
        if (text.Length == 0)
        {
            return organization.Users.Living.Where(IsActive);
        }

        var filter = Filter.Parse(text);
        var name = ResourceKind.User.Split(filter.Attribute).Name.ToUpperInvariant();
        if (filter.Value is not { } value)
        {
            return name == "EXTERNALIDS" ? Visible(ByIdentifier(filter)) : throw Unsupported(text);
        }

        return name switch
        {
            "ACTIVE" => organization.Users.Living.Where(IsActive(value) ? IsActive : user => !IsActive(user)),
            "ID" => Visible(One(organization.Users.Find(value))),
            "USERNAME" => Visible(One(organization.Users.FindByName(value))),
            "EXTERNALID" => Visible(organization.Users.FindByExternalId(value)),
            "EMAIL" => Visible(organization.Users.Living.Where(user => HasEmail(user, value))),
            "MANAGER" => Visible(organization.Users.Living.Where(user => IsReportOf(user, value))),
            "DIVISION" => Visible(ByEnterprise("division", value)),
            "EMPLOYEENUMBER" => Visible(ByEnterprise("employeeNumber", value)),
            _ => throw Unsupported(text),
        };
    }

    public IEnumerable<Resource> Groups(string text)
    {
        if (text.Length == 0)
        {
            return organization.Groups.All;
        }

        var filter = Filter.Parse(text);
        return (ResourceKind.Group.Split(filter.Attribute).Name.ToUpperInvariant(), filter.Value) switch
        {
            ("ID", { } value) => One(organization.Groups.Find(value)),
            ("DISPLAYNAME", { } value) => One(organization.Groups.FindByName(value)),
            _ => throw Unsupported(text),
        };
    }

    private IEnumerable<Resource> Visible(IEnumerable<Resource> users) =>
        options.FiltersFindInactive ? users : users.Where(IsActive);

    private static IEnumerable<Resource> One(Resource? found) => found is { IsDeleted: false } ? [found] : [];

    private static bool IsActive(Resource user) => (bool)user.Attributes["active"]!;

    private static bool IsActive(string value) => bool.TryParse(value, out var active)
        ? active
        : throw RefusalException.Filter($"active is true or false, not \"{value}\".");

    private IEnumerable<Resource> ByEnterprise(string name, string value) => organization.Users.Living.Where(user =>
        string.Equals(user.Text(UserSchemas.Enterprise.Urn, name), value, StringComparison.Ordinal));

    private static bool IsReportOf(Resource user, string manager) =>
        string.Equals((string?)user.Attributes[UserSchemas.Enterprise.Urn]?["manager"]?["value"], manager, StringComparison.Ordinal);

    private bool HasEmail(Resource user, string value) =>
        Shown(user)["emails"]!.AsArray().Any(email =>
            string.Equals((string?)email!["value"], value, StringComparison.OrdinalIgnoreCase));

    private IEnumerable<Resource> ByIdentifier(Filter filter)
    {
        var wanted = filter.Conditions.ToDictionary(condition => condition.Name, condition => condition.Value, StringComparer.OrdinalIgnoreCase);
        if (wanted.Count != 2 || !wanted.TryGetValue("authority", out var authority) || !wanted.TryGetValue("value", out var value))
        {
            throw RefusalException.Filter("externalIds must be selected by authority and value.");
        }

        return organization.Users.Living.Where(user => Shown(user)[UserSchemas.Genesys.Urn]?["externalIds"] is JsonArray identifiers
            && identifiers.Any(identifier => string.Equals((string?)identifier!["authority"], authority, StringComparison.Ordinal)
                && string.Equals((string?)identifier["value"], value, StringComparison.Ordinal)));
    }

    private JsonObject Shown(Resource user)
    {
        var shown = user.Attributes.DeepClone().AsObject();
        mirrors.Show(shown);
        return shown;
    }

    private static RefusalException Unsupported(string text) =>
        RefusalException.Filter($"\"{text}\": filtering by that attribute is not supported.");
}
