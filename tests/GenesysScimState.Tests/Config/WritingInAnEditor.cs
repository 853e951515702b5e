using System.Text.Json;
using GenesysScimState.Config;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Config;

/// <summary>
/// State and configuration files in an editor with the yaml-language-server from npm, which the first line of each tells
/// where the schema is.
/// </summary>
public sealed class WritingInAnEditor
{
    private const string StateLine = "# yaml-language-server: $schema=../../../schemas/state.schema.json\n";
    private const string ConfigLine = "# yaml-language-server: $schema=../../schemas/config.schema.json\n";

    private static readonly string Example = Repository.At("examples", "minimal");

    [Fact]
    public async Task Every_key_is_completed_and_says_what_it_is()
    {
        await using var server = await LanguageServer.StartAsync();
        foreach (var (text, key, schema) in new[]
        {
            ("users:\n  - userName: ana@example.com\n    tit|\n", "title", "$defs/user/properties/title"),
            ("users:\n  - userName: ana@example.com\n    phoneNumbers:\n      mo|\n", "mobile", "$defs/phone"),
            ("groups:\n  - displayName: Support\n    mem|\n", "membership", "$defs/group/properties/membership"),
            ("groups:\n  - displayName: Support\n    members:\n      - user: ana@example.com\n        un|\n", "until", "$defs/member/anyOf/1/properties/until"),
            ("templates:\n  agent:\n    ro|\n", "roles", "$defs/user/properties/roles"),
            ("defaults:\n  div|\n", "division", "$defs/user/properties/division"),
            ("te|\n", "templates", "properties/templates"),
        })
        {
            var found = await server.CompleteAsync(Path.Combine(Example, "state"), StateLine + text);
            Assert.Equal(Description("state", schema), Unescaped(found.GetValueOrDefault(key) ?? ""));
        }

        foreach (var (text, key, schema) in new[]
        {
            ("organization: acme\nunl|\n", "unlisted", "properties/unlisted"),
            ("target:\n  re|\n", "region", "properties/target/properties/region"),
            ("limits:\n  deactivate:\n    co|\n", "count", "$defs/count"),
        })
        {
            var found = await server.CompleteAsync(Example, ConfigLine + text);
            Assert.Equal(Description("config", schema), Unescaped(found.GetValueOrDefault(key) ?? ""));
        }
    }

    [Fact]
    public async Task Values_that_can_be_listed_are_listed()
    {
        await using var server = await LanguageServer.StartAsync();

        var state = await server.CompleteAsync(Path.Combine(Example, "state"), $"{StateLine}users:\n  - userName: ana@example.com\n    state: |\n");
        var membership = await server.CompleteAsync(Path.Combine(Example, "state"), $"{StateLine}groups:\n  - displayName: Support\n    membership: |\n");
        var kind = await server.CompleteAsync(Example, $"{ConfigLine}organization: acme\ntarget:\n  kind: |\n");

        Assert.Equal(["present", "absent"], state.Keys);
        Assert.Equal(["exclusive", "additive"], membership.Keys);
        Assert.Equal(["genesys-cloud", "emulator", "scim"], kind.Keys);
    }

    [Fact]
    public async Task A_key_under_the_pointer_is_explained_with_an_example()
    {
        await using var server = await LanguageServer.StartAsync();
        foreach (var (text, schema, example) in new[]
        {
            ("users:\n  - userName: ana@example.com\n    routing|Skills: {Billing: 4}\n", "$defs/user/properties/routingSkills", "Returns: 3.5\n"),
            ("groups:\n  - displayName: Support\n    members:\n      - {user: ana@example.com, unt|il: 2026-12-31}\n", "$defs/member/anyOf/1/properties/until", "2026-12-31\n"),
            ("defaults:\n  div|ision: Home\n", "$defs/user/properties/division", "Home\n"),
        })
        {
            var said = await server.HoverAsync(Path.Combine(Example, "state"), StateLine + text);
            Assert.Contains(Description("state", schema), Unescaped(said), StringComparison.Ordinal);
            Assert.Contains($"Example:\n\n```yaml\n", said, StringComparison.Ordinal);
            Assert.Contains(example, said, StringComparison.Ordinal);
        }

        var deactivate = await server.HoverAsync(Example, $"{ConfigLine}limits:\n  deact|ivate: {{count: 5}}\n");
        Assert.Contains(Description("config", "properties/limits/properties/deactivate"), Unescaped(deactivate), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_underlined_on_its_line()
    {
        await using var server = await LanguageServer.StartAsync();

        var (_, state) = await server.OpenAsync(Path.Combine(Example, "state"), $$"""
            {{StateLine}}users:
              - userName: ana
                titel: Agent
                active: maybe
                routingSkills: {Billing: 6}
                phoneNumbers: {work: "12"}
                until: tomorrow

            """);
        var (_, config) = await server.OpenAsync(Example, $"{ConfigLine}organization: acme\ntarget:\n  kind: genesis\n");

        Assert.Equal([3, 4, 5, 6, 7, 8], state.Select(finding => finding.Line).Order());
        Assert.Contains(new Underlined(3, "This is no e-mail address; write it like alice.smith@example.com"), state);
        Assert.Contains(new Underlined(4, "Property titel is not allowed."), state);
        Assert.Contains(new Underlined(7, "This is no telephone number with a country code; write it like \"+13175550100\""), state);
        Assert.Equal([new Underlined(4, "Value is not accepted. Valid values: \"genesys-cloud\", \"emulator\", \"scim\".")], config);
    }

    [Fact]
    public async Task Nothing_is_underlined_in_the_examples()
    {
        await using var server = await LanguageServer.StartAsync();
        foreach (var name in Commands.Examples.Names)
        {
            await NothingIsUnderlinedAsync(server, Repository.At("examples", (string)name));
        }
    }

    [Fact]
    public async Task Nothing_is_underlined_in_what_init_and_export_write()
    {
        await using var server = await LanguageServer.StartAsync();
        using var folder = new TempFolder();
        folder.Write("seed.json", Workbench.Organization);
        folder.Write("people.csv", "userName,displayName,groups\ncy@x.test,Cy,Support\n");
        var cli = new Cli();
        await RunAsync("init", "--organization", "acme", "--region", "eu-central-1");
        await NothingIsUnderlinedAsync(server, folder.Path);

        await RunAsync("export", "--from-csv", folder.At("people.csv"));
        folder.Write("scimstate.yaml", (await File.ReadAllTextAsync(folder.At("scimstate.yaml"), TestContext.Current.CancellationToken))
            .Replace("{kind: genesys-cloud, region: eu-central-1}", "{kind: emulator, data: .scimstate/data.json, seed: seed.json}", StringComparison.Ordinal));
        await RunAsync("export");

        Assert.True(Directory.GetFiles(folder.At("state")).Length > 2);
        await NothingIsUnderlinedAsync(server, folder.Path);

        async Task RunAsync(params string[] arguments)
        {
            var run = await cli.RunAsync([.. arguments, "-C", folder.Path]);
            Assert.True(run.Exit == 0, run.ToString());
        }
    }

    /// <summary>Each file of a folder is right as it is, and is known to be wrong with a key more.</summary>
    private static async Task NothingIsUnderlinedAsync(LanguageServer server, string folder)
    {
        var files = Directory.GetFiles(folder, "*.yaml", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            var (_, found) = await server.OpenAsync(Path.GetDirectoryName(file)!, text);
            Assert.True(found.Length == 0, $"{file}: {string.Join(", ", found.AsEnumerable())}");
            var (_, more) = await server.OpenAsync(Path.GetDirectoryName(file)!, $"{text}another: key\n");
            Assert.Equal("Property another is not allowed.", Assert.Single(more).Message);
        }
    }

    private static string Description(string schema, string path)
    {
        using var document = JsonDocument.Parse(EmbeddedFiles.SchemaBytes(schema));
        return path.Split('/').Aggregate(document.RootElement, (node, name) => node.ValueKind == JsonValueKind.Array
            ? node[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)]
            : node.GetProperty(name)).GetProperty("description").GetString()!;
    }

    /// <summary>Hovers are Markdown.</summary>
    private static string Unescaped(string markdown) => markdown.Replace("\\", "", StringComparison.Ordinal);
}
