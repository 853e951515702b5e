using System.Collections.Immutable;
using System.Globalization;
using CsCheck;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Tests.Support;

namespace GenesysScimState.Tests.Properties;

/// <summary>An organization, the files it meets, and a policy.</summary>
internal sealed record Case(DesiredState Desired, ActualState Actual, Policy Policy)
{
    public Plan Plan => Sketch.Plan(Desired, Actual, Policy);

    /// <summary>For the report of a failure.</summary>
    public override string ToString() =>
        $"{Policy}\ndesired: {string.Join("\n  ", Desired.Users.Select(user => $"{user.UserName} {(user.IsAbsent ? "absent " : "")}{Shown(user.Attributes.Select(pair => (pair.Key, pair.Value.Value)))}"))}"
        + $"\nactual: {string.Join("\n  ", Actual.Users.Select(user => $"{user.Id} {Shown(user.Attributes.Select(pair => (pair.Key, pair.Value)))}"))}"
        + $"\ndesired groups: {string.Join("; ", Desired.Groups.Select(group => $"{group.DisplayName} {group.Membership} {string.Join(' ', group.Members.Select(member => member.UserName))}"))}"
        + $"\nactual groups: {string.Join("; ", Actual.Groups.Select(group => $"{group.DisplayName} {string.Join(' ', group.MemberIds.Order(StringComparer.Ordinal))}"))}";

    private static string Shown(IEnumerable<(string Name, AttributeValue Value)> attributes) =>
        string.Join(", ", attributes.Select(attribute => $"{attribute.Name}=[{attribute.Value}]"));
}

/// <summary>
/// Random organizations beside random files: users who are only here, only there or on both sides, under the same name or
/// another, with and without externalIds, with every kind of attribute, in groups, with managers.
/// </summary>
internal static class Organizations
{
    private static readonly Gen<string> Word = Gen.OneOf(
        Gen.OneOf("a", "B", "Zoë", "名前", "🙂", "o'Neil \"x\"", "a|b`c`", "<b>&amp;", "x\u202Ey", "\u001b[31m", "l\nine", "ﬃ", "İ", "e\u0301", "100%", "::error::"),
        Gen.Char.AlphaNumeric.Array[1, 6].Select(letters => new string(letters)));

    private static readonly Gen<AttributeValue> Scalar = Gen.Frequency((1, Gen.Const(AttributeValue.Empty)), (4, Word.Select(text => AttributeValue.Of(text))));

    private static readonly Gen<AttributeValue> Names = Word.Array[0, 4].Select(names => AttributeValue.Of(names.Select(name => new Entry(name))));

    private static readonly Gen<AttributeValue> Ratings = Gen.Select(Word, Gen.OneOf("0", "1", "3.5", "5", "4.0"))
        .Array[0, 4].Select(rated => AttributeValue.Of(rated.Select(pair => new Entry(pair.Item1, pair.Item2))));

    private static readonly Gen<AttributeValue> Phone = Gen.Int[0, 3].Select(number => AttributeValue.Of($"+1317555010{number.ToString(CultureInfo.InvariantCulture)}"));

    private static readonly Gen<AttributeValue> Date = Gen.OneOf("2024-05-01", "2025-01-31", "").Select(day => AttributeValue.Of(day));

    private static readonly Gen<AttributeValue> Email = Gen.OneOf("w@x.test", "W@x.test", "v@x.test", "").Select(text => AttributeValue.Of(text));

    private static readonly Gen<(string Name, AttributeValue Value)> Attribute = Gen.OneOf(
        Named("title", Scalar), Named("department", Scalar), Named("division", Word.Select(text => AttributeValue.Of(text))),
        Named("employeeNumber", Scalar), Named("dateHire", Date), Named("workEmail", Email), Named("roles", Names),
        Named("routingSkills", Ratings), Named("routingLanguages", Ratings), Named("phoneNumbers.work", Phone),
        Named("phoneNumbers.mobile", Phone), Named("externalIds.zoomphone", Scalar));

    private static readonly Gen<ImmutableDictionary<string, AttributeValue>> Attributes = Attribute.Array[0, 8]
        .Select(pairs => pairs.Aggregate(ImmutableDictionary<string, AttributeValue>.Empty, (all, pair) => all.SetItem(pair.Name, pair.Value)));

    /// <summary>Somebody, on both sides. Places are numbers, so that nobody has a name or an id of somebody else.</summary>
    private sealed record Somebody(
        bool IsThere, bool IsDeclared, bool IsAbsent, bool IsRenamed, bool HasId, int ExternalId, bool ActiveThere, bool ActiveDeclared,
        ImmutableDictionary<string, AttributeValue> There, ImmutableDictionary<string, AttributeValue> Declared, int Manager, bool ClearsPhones);

    private static readonly Gen<Somebody> People = Gen.Select(
        Gen.Select(Gen.Frequency((3, true), (1, false)), Gen.Frequency((3, true), (1, false)), Gen.Frequency((1, true), (6, false)), Gen.Bool),
        Gen.Select(Gen.Bool, Gen.Int[0, 2], Gen.Bool, Gen.Bool),
        Gen.Select(Attributes, Attributes, Gen.Int[-2, 5], Gen.Frequency((1, true), (5, false))),
        (where, who, what) => new Somebody(
            where.Item1, where.Item2, where.Item3, where.Item4, who.Item1, who.Item2, who.Item3, who.Item4, what.Item1, what.Item2, what.Item3, what.Item4));

    private static readonly Gen<(bool Exclusive, bool Declared, int There, int Wanted)> Teams =
        Gen.Select(Gen.Bool, Gen.Frequency((3, true), (1, false)), Gen.Int[0, 255], Gen.Int[0, 255]);

    private static readonly Gen<Policy> Policies = Gen.Select(
        Gen.Enum<UnlistedAction>(),
        Gen.OneOf(
            new UnlistedScope { ExternalIdPresent = true }, new UnlistedScope { ExternalIdPrefix = "e-" }, new UnlistedScope(),
            new UnlistedScope { UserNameDomain = "old.test" }, new UnlistedScope { Division = "a", ExternalIdPresent = true }),
        Gen.OneOf<ImmutableArray<string>>([], ["title"], ["phoneNumbers"], ["phoneNumbers.work", "roles"]),
        (unlisted, scope, ignore) => new Policy { Unlisted = unlisted, Scope = scope, Ignore = ignore });

    public static Gen<Case> Cases { get; } = Gen.Select(People.Array[0, 7], Teams.Array[0, 3], Policies, Make);

    private static Case Make(Somebody[] people, (bool Exclusive, bool Declared, int There, int Wanted)[] teams, Policy policy)
    {
        var there = people.Select((somebody, place) => somebody.IsThere ? There(people, somebody, place) : null).OfType<ActualUser>();
        var declared = people.Select((somebody, place) => somebody.IsDeclared ? Declared(people, somebody, place) : null).OfType<DesiredUser>();
        return new Case(
            new([.. declared], [.. teams.Select((team, place) => (team, place)).Where(pair => pair.team.Declared).Select(pair => Wanted(people, pair.team, pair.place))]),
            new([.. there], [.. teams.Select((team, place) => Sketch.Group($"Team {place}", [.. Places(people, team.There, somebody => somebody.IsThere).Select(Id)]))]),
            policy);
    }

    private static ActualUser There(Somebody[] people, Somebody somebody, int place)
    {
        var manager = Manager(people, somebody, place, other => other.IsThere);
        var attributes = somebody.There.Where(pair => !pair.Value.IsEmpty).ToImmutableDictionary()
            .SetItem("displayName", Sketch.Text($"Name {place}"));
        var all = manager is { } boss ? attributes.SetItem("manager", Sketch.Text(Id(boss))) : attributes;
        return Sketch.Actual(
            somebody.IsRenamed ? $"user{place}@old.test" : $"User{place}@x.test",
            somebody.ExternalId switch { 0 => null, 1 => $"e-{place}", _ => $"other-{place}" },
            somebody.ActiveThere,
            Id(place),
            [.. all.Select(pair => (pair.Key, pair.Value))]);
    }

    private static DesiredUser Declared(Somebody[] people, Somebody somebody, int place)
    {
        var externalId = somebody.HasId ? $"e-{place}" : null;
        if (somebody.IsAbsent)
        {
            return Sketch.Absent(UserName(place), externalId);
        }

        var attributes = somebody.Declared.SetItem("displayName", Sketch.Text($"Name {place % 3}"));
        var all = somebody.ClearsPhones ? attributes.SetItem("phoneNumbers", AttributeValue.Empty) : attributes;
        var with = Manager(people, somebody, place, other => other is { IsDeclared: true, IsAbsent: false }) is { } boss
            ? all.SetItem("manager", Sketch.Text(UserName(boss)))
            : all;
        return Sketch.Declared(UserName(place), externalId, somebody.ActiveDeclared, [.. with.Select(pair => (pair.Key, pair.Value))]);
    }

    private static DesiredGroup Wanted(Somebody[] people, (bool Exclusive, bool Declared, int There, int Wanted) team, int place) => Sketch.DeclaredGroup(
        $"Team {place}",
        team.Exclusive ? Membership.Exclusive : Membership.Additive,
        [.. Places(people, team.Wanted, somebody => somebody is { IsDeclared: true, IsAbsent: false }).Select(UserName)]);

    /// <summary>Managers have lower places than their reports, so there are no circles.</summary>
    private static int? Manager(Somebody[] people, Somebody somebody, int place, Func<Somebody, bool> may) =>
        somebody.Manager >= 0 && somebody.Manager < place && may(people[somebody.Manager]) ? somebody.Manager : null;

    private static IEnumerable<int> Places(Somebody[] people, int bits, Func<Somebody, bool> may) =>
        Enumerable.Range(0, people.Length).Where(place => (bits >> place & 1) == 1 && may(people[place]));

    private static string UserName(int place) => $"user{place}@x.test";

    private static string Id(int place) => $"id-{place}";

    private static Gen<(string Name, AttributeValue Value)> Named(string name, Gen<AttributeValue> values) => values.Select(value => (name, value));
}
