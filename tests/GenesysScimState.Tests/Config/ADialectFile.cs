using GenesysScimState.Core.Model;
using Xunit;

namespace GenesysScimState.Tests.Config;

public sealed class ADialectFile
{
    private const string Config = "organization: acme\ntarget: {}\ndialect: ./dialects/mine.yaml\n";

    private const string Dialect = """
        name: mine
        capabilities: {etag: false, pageSize: 100, inactiveListedApart: false, membersPerRequest: 10}
        attributes:
          - {name: userName, path: userName, type: email, required: true, clearable: false}
          - {name: externalId, path: externalId, type: text}
          - {name: active, path: active, type: boolean, clearable: false}
          - {name: displayName, path: displayName, type: text}
          - {name: name.givenName, path: name.givenName, type: text}
          - {name: costCenter, path: "urn:acme:User:costCenter", type: text, caseExact: false}
          - {name: badge, path: badge, type: boolean}
          - {name: mentor, path: "urn:acme:User:mentor.value", type: person}
          - {name: teams, path: teams.value, type: names, maxEntries: 1, names: {noun: team, path: /api/teams, permission: "team:view", createdIn: Teams > New}}
          - {name: levels, path: levels.name, type: ratings, rating: level}
          - {name: backup, path: 'emails[type eq "backup"].value', type: email}
          - {name: id, path: id, type: text, mutability: readOnly}
          - {name: attributes, path: 'urn:acme:User:custom[name eq "{key}"].value', type: text}
        """;

    [Fact]
    public async Task Adds_attributes_without_code()
    {
        var result = await Reading.ConfigAsync(
            Config,
            ("dialects/mine.yaml", Dialect),
            ("state/b.yaml",
                """
                users:
                  - userName: a@example.com
                    name: {givenName: Ann}
                    costCenter: 0815
                    badge: true
                    mentor: b@example.com
                    teams: [Blue]
                    levels: {Blue: 1}
                    attributes: {location: US-East}
                  - userName: b@example.com
                    attributes: {}
                """));

        Reading.Shows(result);
        var dialect = result.Value!.Dialect;
        Assert.Equal(new Capabilities { Etag = false, PageSize = 100, InactiveListedApart = false, MembersPerRequest = 10 }, dialect.Capabilities);
        Assert.False(dialect.Find("costCenter")!.CaseExact);
        Assert.Equal("level", dialect.Find("levels")!.Rating);
        Assert.True(dialect.Find("attributes.location")!.IsKeyed);
        Assert.Null(dialect.Find("levels")!.Names);
        Assert.Equal(
            new NameSource("/api/teams", "team") { Permission = "team:view", CreatedIn = "Teams > New" }, dialect.Find("teams")!.Names);
        Assert.Equal(
            "active: true; attributes.location: US-East; badge: true; costCenter: 0815; levels: Blue: 1; mentor: b@example.com; "
            + "name.givenName: Ann; teams: Blue; userName: a@example.com",
            string.Join("; ", result.Value.Desired.Users[0].Attributes.Select(attribute => $"{attribute.Key}: {attribute.Value.Value}")));
        Assert.True(result.Value.Desired.Users[1].Attributes["attributes"].Value.IsEmpty);
        Assert.Contains("dialects/mine.yaml Dialect", result.Value.Files.Select(file => $"{file.Path} {file.Role}"));
    }

    [Theory]
    [InlineData("badge: maybe", "12: error GSS131: \"badge\" must be true or false, not the text \"maybe\"")]
    [InlineData("costCenter: [1]", "17: error GSS131: ")]
    [InlineData("mentor: {a: b}", "13: error GSS131: ")]
    [InlineData("mentor: c@example.com", "13: error GSS204: the mentor \"c@example.com\" is not declared")]
    [InlineData("mentor: a@example.com", "13: error GSS206: ")]
    [InlineData("teams: Blue", "12: error GSS131: ")]
    [InlineData("teams: [a, b]", "12: error GSS219: ")]
    [InlineData("teams: [[a]]", "13: error GSS131: ")]
    [InlineData("teams: [\"\"]", "13: error GSS220: ")]
    [InlineData("levels: [Blue]", "13: error GSS131: ")]
    [InlineData("levels: {Blue: 7}", "20: error GSS135: ")]
    [InlineData("levels: {Blue: high}", "20: error GSS131: ")]
    [InlineData("levels: {\"\": 1}", "14: error GSS220: ")]
    [InlineData("backup: nobody", "13: error GSS134: ")]
    [InlineData("attributes: [a]", "17: error GSS131: ")]
    [InlineData("id: abc", "5: error GSS214: ")]
    [InlineData("title: Agent", "5: error GSS213: the dialect \"mine\" has no attribute \"title\"")]
    [InlineData("costcenter: 1", "5: error GSS130: unknown key \"costcenter\" in a user; did you mean \"costCenter\"?")]
    public async Task Says_what_state_files_may_hold(string line, string expected) =>
        Reading.Shows(
            await Reading.ConfigAsync(
                Config, ("dialects/mine.yaml", Dialect), ("state/b.yaml", $"users:\n  - userName: a@example.com\n    {line}\n")),
            $"state/b.yaml:3:{expected}");

    [Theory]
    [InlineData("  - {name: badge, path: b, type: text}", "17:12: error GSS152: the attribute \"badge\" is already listed at dialects/mine.yaml:10:12")]
    [InlineData("  - {name: x, path: 'a[b]', type: text}", "17:21: error GSS153: ")]
    [InlineData("  - {name: x, path: x, type: text, keys: [a]}", "17:21: error GSS164: ")]
    [InlineData("  - {name: x, path: x, type: texts}", "17:30: error GSS133: …did you mean \"text\"?")]
    [InlineData("  - {name: x, path: x, type: text, names: {noun: a}}", "17:43: error GSS132: ")]
    [InlineData("  - {name: x, path: x, type: text, names: {noun: a, path: roles}}", "17:59: error GSS134: ")]
    [InlineData("  - {name: x, path: x, type: text, names: {noun: a, path: //b.example/roles}}", "17:59: error GSS134: ")]
    [InlineData("  - {name: x, type: text}", "17:5: error GSS132: an attribute needs the key \"path\"")]
    public async Task Is_checked_itself(string line, string expected) =>
        Reading.Shows(
            await Reading.ConfigAsync(Config, ("dialects/mine.yaml", $"{Dialect}\n{line}\n")), $"dialects/mine.yaml:{expected}");

    [Fact]
    public async Task Has_what_users_are_matched_by() =>
        Reading.Shows(
            await Reading.ConfigAsync(Config, ("dialects/mine.yaml", "name: x\nattributes: [{name: userName, path: userName, type: email}]\n")),
            "dialects/mine.yaml:2:13: error GSS154: the dialect has no attribute \"active\"",
            "dialects/mine.yaml:2:13: error GSS154: the dialect has no attribute \"externalId\"");

    [Fact]
    public async Task Is_no_state_file_even_when_it_lies_among_them() =>
        Reading.Shows(await Reading.ConfigAsync(
            "organization: acme\ntarget: {}\ndialect: state/mine.yaml\n", ("state/mine.yaml", Dialect)));
}
