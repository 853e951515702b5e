using System.Globalization;
using GenesysScimState.Config;
using GenesysScimState.Core.Model;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Config;

/// <summary>docs/dialects.md says what the dialects are.</summary>
public sealed class TheDialectsPage
{
    private static readonly string[] Page = File.ReadAllLines(Repository.At("docs", "dialects.md"));

    [Fact]
    public void Shows_every_capability_of_every_dialect()
    {
        var header = Cells(Page.Single(line => line.StartsWith("| capability |", StringComparison.Ordinal)));
        var rows = Page.SkipWhile(line => !line.StartsWith("| capability |", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|')).Select(Cells).ToDictionary(cells => cells[0].Trim('`'), StringComparer.Ordinal);

        foreach (var name in EmbeddedFiles.DialectNames)
        {
            var column = Array.IndexOf(header, $"`{name}`");
            foreach (var (capability, value) in Said(DialectReader.Embedded(name, default).Value!.Capabilities))
            {
                Assert.True(value == rows[capability][column] || rows[capability][column].Length == 0, $"{name} {capability} is {value}");
            }
        }

        Assert.Equal(Said(new()).Select(pair => pair.Name).Order(StringComparer.Ordinal), rows.Keys.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<(string Name, string Value)> Said(Capabilities can) => typeof(Capabilities).GetProperties()
        .Where(property => property.CanWrite)
        .Select(property => (
            char.ToLowerInvariant(property.Name[0]) + property.Name[1..],
            Convert.ToString(property.GetValue(can), CultureInfo.InvariantCulture) switch
            {
                "GroupPatch" => "group-patch",
                "GroupPut" => "group-put",
                var text => text!.ToLowerInvariant(),
            }));

    private static string[] Cells(string line) => [.. line.Trim('|').Split('|', StringSplitOptions.TrimEntries)];
}
