using System.Diagnostics;
using System.Text.Json.Nodes;
using GenesysScimState.Config;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Config;

/// <summary>
/// Holds our schema checker to ajv: the published schemas, the documents beside this test, and each full document with
/// each of its values replaced by each kind of value. <c>npm ci --prefix tests/tools</c> installs ajv.
/// </summary>
public sealed class SchemaOracle
{
    private static readonly string[] Replacements = ["null", "true", "3", "-1", "7.5", "1e3", "\"\"", "\"x\"", "[]", "{}", "[null]", "{\"k\":true}"];

    [Theory]
    [InlineData("state")]
    [InlineData("config")]
    [InlineData("dialect")]
    [InlineData("check")]
    public async Task Agrees_with_ours_on_every_document(string name)
    {
        var ajv = Repository.At("tests", "tools", "node_modules", "ajv-cli", "dist", "index.js");
        Node.Require("ajv-cli");
        var documents = Documents(name).ToList();
        using var folder = new TempFolder($"oracle-{name}");
        for (var number = 0; number < documents.Count; number++)
        {
            folder.Write($"{number:d4}.json", documents[number].Json);
        }

        var valid = await ValidByAjvAsync(ajv, name, folder.Path);
        var schema = EmbeddedFiles.Schema(name);
        var disagreements = documents
            .Where((document, number) => IsValidByUs(schema, document.Json) != valid.Contains(number) && !document.MayDiffer)
            .Select(document => document.Json);

        Assert.True(documents.Count > 100);
        Assert.True(!disagreements.Any(), string.Join("\n", disagreements));
        for (var number = 0; number < documents.Count; number++)
        {
            Assert.True(documents[number].Expected is not { } expected || expected == valid.Contains(number), documents[number].Json);
        }
    }

    /// <summary>Where a text is asked for, a plain number is taken as it is written; JSON cannot say that.</summary>
    private sealed record Document(string Json, bool? Expected = null, bool MayDiffer = false);

    private static IEnumerable<Document> Documents(string name)
    {
        var schema = EmbeddedFiles.Schema(name);
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Tests, "Config", "Documents", name), "*.yaml").Order())
        {
            var tree = YamlReader.Read(Schemas.TextOf(file, File.ReadAllText(file)));
            Assert.Empty(tree.Diagnostics);
            yield return new(YamlJson.Of(tree.Value!).ToJsonString(), Path.GetFileName(file).StartsWith("valid-", StringComparison.Ordinal));
        }

        var full = Path.Combine(Repository.Tests, "Config", "Documents", name, "valid-full.yaml");
        var json = YamlJson.Of(YamlReader.Read(Schemas.TextOf(full, File.ReadAllText(full))).Value!).ToJsonString();
        foreach (var place in Places(JsonNode.Parse(json)!, []))
        {
            foreach (var replacement in Replacements)
            {
                var mutated = With(json, place, JsonNode.Parse(replacement));
                var isNumber = char.IsAsciiDigit(replacement[^1]);
                var asText = isNumber && IsValidByUs(schema, With(json, place, replacement));
                yield return new(mutated, MayDiffer: asText && IsValidByUs(schema, mutated));
            }
        }
    }

    private static IEnumerable<object[]> Places(JsonNode node, object[] path)
    {
        var children = node switch
        {
            JsonObject mapping => mapping.Select(pair => ((object)pair.Key, pair.Value)),
            JsonArray array => array.Select((item, index) => ((object)index, item)),
            _ => [],
        };
        foreach (var (key, child) in children)
        {
            object[] place = [.. path, key];
            yield return place;
            foreach (var deeper in child is null ? [] : Places(child, place))
            {
                yield return deeper;
            }
        }
    }

    private static string With(string json, object[] place, JsonNode? value)
    {
        var root = JsonNode.Parse(json)!;
        var owner = place[..^1].Aggregate(root, (node, key) => key is int index ? node[index]! : node[(string)key]!);
        if (place[^1] is int last)
        {
            owner[last] = value;
        }
        else
        {
            owner[(string)place[^1]] = value;
        }

        return root.ToJsonString();
    }

    /// <summary>JSON is YAML.</summary>
    private static bool IsValidByUs(Schema schema, string json)
    {
        var tree = YamlReader.Read(Schemas.TextOf("document.json", json));
        Assert.Empty(tree.Diagnostics);
        return SchemaValidator.Validate(schema, tree.Value!).Diagnostics.IsEmpty;
    }

    private static async Task<HashSet<int>> ValidByAjvAsync(string ajv, string name, string folder)
    {
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            ajv, "validate", "--spec=draft2020", "--strict=false", "--errors=no",
            "-s", Repository.At("schemas", $"{name}.schema.json"), "-d", "*.json",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("schema", await errors, StringComparison.Ordinal);
        return [.. output.Split('\n')
            .Where(line => line.EndsWith(" valid", StringComparison.Ordinal))
            .Select(line => int.Parse(Path.GetFileName(line[..^6])[..4], System.Globalization.CultureInfo.InvariantCulture))];
    }
}
