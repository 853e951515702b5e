using System.Text.Json;
using GenesysScimState.Config;
using GenesysScimState.Core.Model;
using GenesysScimState.Scim;
using Xunit;

namespace GenesysScimState.Tests.Config;

/// <summary>A file with three lines is a dialect: all of one of the program's own, and what the lines say.</summary>
public sealed class ADialectThatExtendsAnother
{
    private const string Config = "organization: acme\ntarget: {kind: scim, apiUrl: \"https://gateway.example\"}\ndialect: ./mine.yaml\n";

    private const string Mapping = """
        extends: nested
        attributes:
          - {name: attributes.location, path: attributes.site}
        """;

    private const string Alice = """
        users:
          - userName: alice@example.com
            displayName: Alice Smith
            department: Support
            attributes: {location: US-East, floor: "3"}
        """;

    [Fact]
    public async Task Maps_an_attribute_in_three_lines()
    {
        var result = await Reading.ConfigAsync(Config, ("mine.yaml", Mapping), ("state/a.yaml", Alice));

        Reading.Shows(result);
        var dialect = result.Value!.Dialect;
        Assert.Equal(("nested", "nested", "attributes.site"), (dialect.Name, dialect.BuiltIn, dialect.Find("attributes.location")!.Path.ToString()));
        Assert.Equal("attributes.{key}", dialect.Find("attributes.floor")!.Path.ToString());
        Assert.Equal((WriteMethod.Put, MembershipWrite.User), (dialect.Capabilities.Write, dialect.Capabilities.Members));
        var alice = result.Value.Desired.Users[0].Attributes;
        Assert.Equal("US-East", alice["attributes.location"].Value.Text);
        Assert.Equal("3", alice["attributes.floor"].Value.Text);
        Assert.Contains("mine.yaml", result.Value.Files.Select(file => file.Path));
    }

    [Fact]
    public async Task Reads_a_mapped_attribute_where_it_is_mapped_to_and_nowhere_else()
    {
        var dialect = (await Reading.ConfigAsync(Config, ("mine.yaml", Mapping), ("state/a.yaml", Alice))).Value!.Dialect;
        using var user = JsonDocument.Parse("""{"id":"1","userName":"a@x.test","attributes":{"location":"old","site":"US-East","floor":3,"department":"Sales","empty":""}}""");

        var read = new UserJson(dialect).Read(user.RootElement, assumedActive: true).Attributes;

        Assert.Equal(
            "active: true, attributes.floor: 3, attributes.location: US-East, department: Sales, userName: a@x.test",
            string.Join(", ", read.Select(pair => $"{pair.Key}: {pair.Value}")));
    }

    [Fact]
    public async Task Replaces_a_row_and_a_capability_and_leaves_the_others()
    {
        const string Lines = """
            name: acme
            extends: genesys-cloud
            capabilities: {createGroups: platform, pageSize: 10}
            paths: {base: /api/v2/scim}
            attributes:
              - {name: title, path: title, maxEntries: 7}
            """;
        var dialect = (await Reading.ConfigAsync(Config, ("mine.yaml", Lines), ("state/a.yaml", "users: []\n"))).Value!.Dialect;
        var original = DialectReader.Embedded("genesys-cloud", default).Value!;

        Assert.Equal(original.Attributes.Select(row => row.Name), dialect.Attributes.Select(row => row.Name));
        Assert.Equal(7, dialect.Find("title")!.MaxEntries);
        Assert.Equal(original.Capabilities with { CreateGroups = GroupCreation.Platform, PageSize = 10 }, dialect.Capabilities);
        Assert.Equal(("acme", "genesys-cloud", "/api/v2/scim", "Users"), (dialect.Name, dialect.BuiltIn, dialect.Paths.Base, dialect.Paths.Users));
    }

    [Fact]
    public async Task Clears_all_custom_attributes_at_once()
    {
        var result = await Reading.ConfigAsync(
            Config, ("mine.yaml", Mapping), ("state/a.yaml", "users:\n  - {userName: a@example.com, attributes: {}}\n"));

        Assert.True(result.Value!.Desired.Users[0].Attributes["attributes"].Value.IsEmpty);
        Assert.True(result.Value.Desired.Users[0].Attributes["attributes.location"].Value.IsEmpty);
    }

    [Theory]
    [InlineData("extends: nestd\nattributes: []\n", "mine.yaml:1:10: error GSS151: there is no dialect \"nestd\" to extend; did you mean \"nested\"?", "mine.yaml:2:13: error GSS136: ")]
    [InlineData("attributes:\n  - {name: userName, path: userName}\n  - {name: externalId, path: externalId}\n  - {name: active, path: active}\n", "mine.yaml:1:1: error GSS132: a dialect that extends none needs the key \"name\"")]
    [InlineData("extends: nested\nattributes:\n  - {name: attributes.nick, path: attributes.nick, from: displayname}\n", "mine.yaml:3:12: error GSS165: the attribute \"attributes.nick\" is made from \"displayname\", which the dialect does not have; did you mean \"displayName\"?")]
    [InlineData("extends: nested\ncapabilities: {write: post}\n", "mine.yaml:2:23: error GSS133: ")]
    [InlineData("extends: nested\npaths: {base: scim}\n", "mine.yaml:2:15: error GSS134: ")]
    public async Task Is_checked(string lines, params string[] expected) =>
        Reading.Shows(await Reading.ConfigAsync(Config, ("mine.yaml", lines), ("state/a.yaml", "users: []\n")), expected);

    [Theory]
    [InlineData("workEmail: other@example.com", "state/a.yaml:3:16: error GSS166: \"workEmail\" is \"other@example.com\" and has to be the userName \"a@example.com\" in the dialect \"nested\"")]
    [InlineData("attributes: {department: Support}", "state/a.yaml:3:18: error GSS167: \"department\" in \"attributes\" is the attribute \"department\" of the dialect")]
    [InlineData("attributes: {site: US-East}", "state/a.yaml:3:18: error GSS167: \"site\" in \"attributes\" is the attribute \"attributes.location\"")]
    public async Task Says_what_state_files_may_hold(string line, string expected) => Reading.Shows(
        await Reading.ConfigAsync(Config, ("mine.yaml", Mapping), ("state/a.yaml", $"users:\n  - userName: a@example.com\n    {line}\n")), expected);

    [Fact]
    public async Task May_say_the_same_that_has_to_be_the_same() => Reading.Shows(await Reading.ConfigAsync(
        Config, ("mine.yaml", Mapping), ("state/a.yaml", "users:\n  - {userName: a@example.com, workEmail: A@Example.com}\n")));

    [Fact]
    public async Task Shows_the_lines_to_add_for_an_attribute_without_a_place()
    {
        const string Hint = "extends: genesys-cloud\nattributes:\n  - {name: \"attributes.location\", path: 'urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User:externalIds[authority eq \"location\"].value'}\n";
        var state = ("state/a.yaml", "users:\n  - userName: a@example.com\n    attributes: {location: US}\n");
        const string Cloud = "organization: acme\ntarget: {kind: genesys-cloud, region: eu-central-1}\n";

        var refused = await Reading.ConfigAsync(Cloud, state);
        var mapped = await Reading.ConfigAsync(Cloud + "dialect: ./mine.yaml\n", ("mine.yaml", Hint), state);
        var other = await Reading.ConfigAsync(Cloud + "dialect: ./mine.yaml\n", ("mine.yaml", Hint), ("state/a.yaml", "users:\n  - userName: a@example.com\n    attributes: {floor: \"3\"}\n"));

        var line = Hint.Split('\n')[2].Trim();
        Reading.Shows(refused, $"state/a.yaml:3:18: error GSS216: the dialect \"genesys-cloud\" does not say where the custom attribute \"location\" belongs; write a file dialect.yaml, with \"dialect: ./dialect.yaml\" in scimstate.yaml: \"extends: genesys-cloud\", \"attributes:\" and a line such as {line}");
        Reading.Shows(mapped);
        Assert.Equal("US", mapped.Value!.Desired.Users[0].Attributes["attributes.location"].Value.Text);
        Reading.Shows(other, "state/a.yaml:3:18: error GSS216: …authority eq \"floor\"");
    }

    [Fact]
    public void Every_dialect_of_the_program_reads()
    {
        foreach (var name in EmbeddedFiles.DialectNames)
        {
            var dialect = DialectReader.Embedded(name, default);
            Assert.Empty(dialect.Diagnostics);
            Assert.Equal((name, name), (dialect.Value!.Name, dialect.Value.BuiltIn));
        }

        Assert.Equal(["genesys-cloud", "nested", "rfc7644"], EmbeddedFiles.DialectNames);
    }
}
