using System.Text;
using System.Text.Json;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Rendering;
using GenesysScimState.Tests.Fuzzing;
using GenesysScimState.Tests.Simulation;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Rendering;

/// <summary>A saved plan is read a change at a time, and means what it would mean if it were read as one document.</summary>
public sealed class ReadingASavedPlan
{
    private static readonly string Json = PlanJson.Render(new PlanDocument("acme", "emulator", Sketch.Plan(
        new DesiredState([.. Enumerable.Range(0, 60).Select(number => Sketch.Declared($"joiner{number}@x.test", attributes: [("displayName", Sketch.Text("Köchin 💥"))]))], []),
        ActualState.Empty)));

    [Fact]
    public void Whatever_is_damaged_is_found_where_it_is_found_in_a_document()
    {
        var bytes = Encoding.UTF8.GetBytes(Json);
        for (var seed = 1; seed <= 300; seed++)
        {
            var text = Encoding.UTF8.GetString(Mutator.Mutate(bytes, new Dice(seed)));

            Assert.Equal((seed, Whole(text)), (seed, InPieces(text)));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    [InlineData("12")]
    [InlineData("\"resource_changes\"")]
    [InlineData("null x")]
    [InlineData("[1, {\"resource_changes\": [2]}]")]
    [InlineData("{\"a\": 1, \"resource_changes\": [1, [2, 3], {\"b\": []}, \"4\"], \"c\": [5]} \n")]
    [InlineData("{\"resource_changes\": [1], \"resource\\u005fchanges\": [2], \"a\": {\"resource_changes\": [3]}}")]
    [InlineData("{\"resource_changes\": [1], \"resource_changes\": 2}")]
    [InlineData("{\"resource_changes\": [1}")]
    [InlineData("{\"resource_changes\": [1],}")]
    [InlineData("{\"resource_changes\": [1]} 2")]
    [InlineData("{\"\\ud800\": [1], \"resource_changes\": []}")]
    public void Text_of_every_shape_is_the_same_in_pieces(string text) => Assert.Equal(Whole(text), InPieces(text));

    [Theory]
    [InlineData("\"operation\": \"create\"", "\"operation\": \"burn\"", "it has an operation \"burn\" that this program does not know")]
    [InlineData("\"operation\": \"create\"", "\"operation\": true", "it does not have the members of a plan")]
    [InlineData("\"user/joiner7@", "\"joiner7@", "it has an address \"joiner7@x.test\", which is neither user/… nor group/…")]
    [InlineData("\"read\"", "\"red\"", "it does not have the members of a plan")]
    public void What_is_wrong_is_said_after_what_is_worse(string before, string after, string problem)
    {
        var broken = Json.Replace(before, after, StringComparison.Ordinal);

        Assert.Equal(problem, Problem(broken));
        Assert.StartsWith("it is not whole JSON (line ", Problem(broken.TrimEnd()[..^1]), StringComparison.Ordinal);
        Assert.StartsWith("its format_version is \"7.0\"", Problem(broken.Replace("\"format_version\": \"1.0\"", "\"format_version\": \"7.0\"", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_lists_of_changes_the_last_one_counts()
    {
        var twice = Json.Replace("\"resource_changes\":", "\"resource_changes\": [{}, 1], \"resource_changes\":", StringComparison.Ordinal);

        Assert.Equal(Json, PlanJson.Render(PlanJsonReader.Read(new StringReader(twice)).Plan));
    }

    private static string Problem(string json) =>
        Assert.Throws<FormatException>(() => PlanJsonReader.Read(new StringReader(json))).Message;

    private static string Whole(string text) => Told(() =>
    {
        using var document = JsonDocument.Parse(text);
        var list = document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("resource_changes", out var found) ? found : default;
        return list.ValueKind == JsonValueKind.Array ? string.Join('|', list.EnumerateArray().Select(element => element.GetRawText())) : $"{list}";
    });

    private static string InPieces(string text) => Told(() =>
    {
        var elements = new List<string>();
        using var rest = new LongJson(new StringReader(text), name =>
        {
            if (name != "resource_changes")
            {
                return null;
            }

            elements.Clear();
            return element => elements.Add(element.GetRawText());
        }).Read();
        var list = rest.RootElement.ValueKind == JsonValueKind.Object && rest.RootElement.TryGetProperty("resource_changes", out var found) ? found : default;
        Assert.True(list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0);
        return list.ValueKind == JsonValueKind.Array ? string.Join('|', elements) : $"{list}";
    });

    /// <summary>Or where it is no JSON.</summary>
    private static string Told(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (JsonException exception)
        {
            return $"line {exception.LineNumber}, byte {exception.BytePositionInLine}";
        }
    }
}
