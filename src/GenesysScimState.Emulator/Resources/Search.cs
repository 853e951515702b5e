using System.Text.Json.Nodes;
using GenesysScimState.Emulator.Protocol;
using GenesysScimState.Emulator.Schema;
using GenesysScimState.Emulator.Storage;

namespace GenesysScimState.Emulator.Resources;

/// <summary>
/// The filters that Genesys lists (SDK documentation, SCIMApi) and no others; in other dialects <see cref="EqualsSearch"/>.
/// </summary>
internal sealed class Search(
    EmulatorOptions options,
    Organization organization,
    Mirrors mirrors,
    Presentation presentation)
{
    private readonly Dialect _dialect = options.Spoken;

    public IReadOnlyList<Resource> Users(string text)
    {
        if (text.Length == 0)
        {
            return _dialect.ListsInactive ? organization.Users.Living : organization.Users.Active;
        }

        if (_dialect.IsStandard)
        {
            return UsersBy(FilterParser.Parse(text));
        }

        return !_dialect.UserFilters.IsEmpty
            ? new EqualsSearch(organization.Users, _dialect.Users, _dialect.UserFilters).Find(text)
            : ByGenesys(text) switch { IReadOnlyList<Resource> list => list, var found => [.. found] };
    }

    private IReadOnlyList<Resource> UsersBy(FilterExpression filter) =>
        new FilterSearch(organization.Users, _dialect.Users, organization, presentation.User).Find(filter);

    private IReadOnlyList<Resource> GroupsBy(FilterExpression filter, bool hasMembers) =>
        new FilterSearch(organization.Groups, _dialect.Groups, organization, group => presentation.Group(group, hasMembers)).Find(filter);

    private IEnumerable<Resource> ByGenesys(string text)
    {
        var filter = Filter.Parse(text);
        var name = ResourceKind.User.Split(filter.Attribute).Name.ToUpperInvariant();
        if (filter.Value is not { } value)
        {
            return name == "EXTERNALIDS" ? Visible(ByIdentifier(filter)) : throw Unsupported(text);
        }

        return name switch
        {
            "ACTIVE" => ByActive(value),
            "ID" => Visible(One(organization.Users.Find(value))),
            "USERNAME" => Visible(One(organization.Users.FindByName(value))),
            "EXTERNALID" => Visible(organization.Users.FindByExternalId(value)),
            "EMAIL" => Visible(One(organization.Users.FindByName(value)).Union(organization.Users.FindByMail(value))),
            "MANAGER" => Visible(organization.Users.Living.Where(user => IsReportOf(user, value))),
            "DIVISION" => Visible(ByEnterprise("division", value)),
            "EMPLOYEENUMBER" => Visible(ByEmployeeNumber(value)),
            _ => throw Unsupported(text),
        };
    }

    public IReadOnlyList<Resource> Groups(string text)
    {
        if (text.Length == 0)
        {
            return organization.Groups.Living;
        }

        if (_dialect.IsStandard)
        {
            return GroupsBy(FilterParser.Parse(text), text.Contains("members", StringComparison.OrdinalIgnoreCase));
        }

        if (!_dialect.GroupFilters.IsEmpty)
        {
            return new EqualsSearch(organization.Groups, _dialect.Groups, _dialect.GroupFilters).Find(text);
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
        options.FiltersFindInactive ? users : users.Where(user => user.IsActive);

    private static IReadOnlyList<Resource> One(Resource? found) => found is { IsDeleted: false } ? [found] : [];

    private IEnumerable<Resource> ByActive(string value) => bool.TryParse(value, out var active)
        ? active ? organization.Users.Active : organization.Users.Inactive
        : throw RefusalException.Filter($"active is true or false, not \"{value}\".");

    private IEnumerable<Resource> ByEmployeeNumber(string value) => organization.Users.FindByEmployeeNumber(value)
        .Where(user => value.Equals(user.Text(UserSchemas.Enterprise.Urn, "employeeNumber"), StringComparison.Ordinal));

    private IEnumerable<Resource> ByEnterprise(string name, string value) => organization.Users.Living.Where(user =>
        value.Equals(user.Text(UserSchemas.Enterprise.Urn, name), StringComparison.Ordinal));

    private static bool IsReportOf(Resource user, string manager) =>
        manager.Equals(
            (string?)user.Attributes()[UserSchemas.Enterprise.Urn]?["manager"]?["value"],
            StringComparison.Ordinal);

    private IEnumerable<Resource> ByIdentifier(Filter filter)
    {
        if (filter.Conditions.Length != 2
            || filter.ValueOf("authority") is not { } authority
            || filter.ValueOf("value") is not { } value)
        {
            throw RefusalException.Filter("externalIds must be selected by authority and value.");
        }

        return authority.Equals(mirrors.Authority, StringComparison.Ordinal)
            ? organization.Users.FindByExternalId(value)
            : organization.Users.Living.Where(user => HasIdentifier(user, authority, value));
    }

    private static bool HasIdentifier(Resource user, string authority, string value) =>
        user.Attributes()[UserSchemas.Genesys.Urn]?["externalIds"] is JsonArray identifiers
        && identifiers.Any(identifier =>
            authority.Equals((string?)identifier!["authority"], StringComparison.Ordinal)
            && value.Equals((string?)identifier["value"], StringComparison.Ordinal));

    private static RefusalException Unsupported(string text) =>
        RefusalException.Filter($"\"{text}\": filtering by that attribute is not supported.");
}
