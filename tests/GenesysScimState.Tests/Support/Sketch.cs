using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using Xunit;

namespace GenesysScimState.Tests.Support;

/// <summary>States and plans in few words, for tests that need neither files nor a server.</summary>
internal static class Sketch
{
    public static Dialect Dialect { get; } = DialectReader.Embedded("genesys-cloud", new("scimstate.yaml", 1, 1)).Value!;

    public static SourceSpan At { get; } = new("team.yaml", 1, 1);

    public static DateOnly Today { get; } = new(2026, 11, 24);

    public static AttributeValue Text(string text) => AttributeValue.Of(text);

    public static AttributeValue Names(params string[] names) => AttributeValue.Of(names.Select(name => new Entry(name)));

    /// <summary>A user as the organization has it; the id is <c>id-</c> and the part before the at sign unless given.</summary>
    public static ActualUser Actual(
        string userName,
        string? externalId = null,
        bool active = true,
        string? id = null,
        params (string Name, AttributeValue Value)[] attributes)
    {
        var all = AttributeMap.Of(attributes.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)))
            .SetItem("userName", Text(userName))
            .SetItem("active", AttributeValue.Of(active));
        return new ActualUser(
            id ?? $"id-{userName.Split('@')[0]}",
            "1",
            userName,
            externalId,
            active,
            externalId is null ? all : all.SetItem("externalId", Text(externalId)));
    }

    /// <summary>A declared user, as the files' reader makes it: with <c>userName</c>, <c>active</c> and, when given, <c>externalId</c>.</summary>
    public static DesiredUser Declared(
        string userName,
        string? externalId = null,
        bool active = true,
        params (string Name, AttributeValue Value)[] attributes)
    {
        var all = AttributeMap.Of(attributes.Select(pair => KeyValuePair.Create(pair.Name, new DesiredValue(pair.Value, At))))
            .SetItem("userName", new(Text(userName), At))
            .SetItem("active", new(AttributeValue.Of(active), At));
        return new DesiredUser(
            userName,
            externalId,
            externalId is null ? all : all.SetItem("externalId", new(Text(externalId), At)),
            At);
    }

    /// <summary>A tombstone.</summary>
    public static DesiredUser Absent(string userName, string? externalId = null)
    {
        var user = Declared(userName, externalId);
        return user with { IsAbsent = true, Attributes = user.Attributes.Remove("active") };
    }

    public static ActualGroup Group(string displayName, params string[] memberIds) =>
        new($"g-{displayName}", "1", displayName, new(memberIds.ToHashSet(StringComparer.Ordinal)));

    public static DesiredGroup DeclaredGroup(string displayName, Membership membership, params string[] userNames) =>
        new(displayName, membership, [.. userNames.Select(name => new DesiredMember(name, At))], 0, At);

    public static DesiredState Files(params DesiredUser[] users) => new([.. users], []);

    public static ActualState Organization(params ActualUser[] users) => new([.. users], []);

    public static Checked<Plan> Check(DesiredState desired, ActualState actual, Policy? policy = null) =>
        Planner.Plan(desired, actual, new PlanOptions(Dialect, policy ?? new Policy(), Today));

    /// <summary>The plan; fails when there is none.</summary>
    public static Plan Plan(DesiredState desired, ActualState actual, Policy? policy = null)
    {
        var planned = Check(desired, actual, policy);
        Assert.True(planned.Value is not null, string.Join('\n', planned.Diagnostics.Select(finding => finding.ToString())));
        return planned.Value;
    }

    /// <summary>Each change on a line: operation, address, and what differs.</summary>
    public static string Lines(Plan plan) => string.Join('\n', plan.Changes.Select(Line));

    public static string Line(Change change)
    {
        var attributes = change.Attributes.Select(attribute => $" {attribute.Name}:[{attribute.Before}]->[{attribute.After}]");
        var people = change.IsMembership ? change.People.Select(person => $" {person.UserName}") : [];
        return $"{change.Operation} {change.Address}{string.Concat(attributes)}{string.Concat(people)}";
    }
}
