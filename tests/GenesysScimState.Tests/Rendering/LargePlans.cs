using System.Text;
using System.Text.Json;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Rendering;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Rendering;

/// <summary>A plan of thousands of changes can still be read by people, and is still whole for programs.</summary>
public sealed class LargePlans
{
    private const int Joiners = 1_200;
    private const int Leavers = 150;

    private static readonly PlanDocument Document = new("acme", "emulator", Sketch.Plan(
        new DesiredState(
            [
                .. Enumerable.Range(0, Joiners).Select(number => Sketch.Declared($"joiner{number}@x.test", attributes: [("displayName", Sketch.Text("Joiner")), ("title", Sketch.Text("\u202E##[x"))])),
                .. Enumerable.Range(0, Leavers).Select(number => Sketch.Declared($"leaver{number}@x.test", active: false)),
            ],
            [Sketch.DeclaredGroup("All", Membership.Exclusive, [.. Enumerable.Range(0, Joiners).Select(number => $"joiner{number}@x.test")])]),
        new ActualState([.. Enumerable.Range(0, Leavers).Select(number => Sketch.Actual($"leaver{number}@x.test"))], [Sketch.Group("All")])));

    [Fact]
    public void Are_shown_with_all_that_is_taken_away_and_the_first_of_the_rest()
    {
        var text = string.Concat(PlanText.Parts(Document, isWhole: false));

        Assert.Equal(Leavers, Lines(text, "  - user/leaver"));
        Assert.Equal(100, Lines(text, "  + user/joiner"));
        Assert.Equal(20, Lines(text, "      + joiner"));
        Assert.Contains("A large plan: users 1200 to create, 0 to update, 0 to activate, 150 to deactivate, 0 to delete; members 1200 to add, 0 to remove.", text, StringComparison.Ordinal);
        Assert.Contains("\n      … and 1180 more\n", text, StringComparison.Ordinal);
        Assert.Contains("\n  … and 1100 more: create\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\nPlan: 1200 to add, 1 to change, 150 to destroy.\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Show_everything_that_is_refused()
    {
        var refused = Document.Plan.Changes.Where(change => change.Operation == Operation.Create).Select(change => change.Address);
        var problem = GenesysScimState.Core.Diagnostics.PlanDiagnostics.NoRecordedRun();
        var text = string.Concat(PlanText.Parts(Document with { Verdict = new([new("guard", problem, [.. refused])], []) }, isWhole: false));

        Assert.Equal(Joiners, Lines(text, "  ! user/joiner"));
    }

    [Fact]
    public void Are_whole_when_that_is_asked_for()
    {
        var text = string.Concat(PlanText.Parts(Document, isWhole: true));

        Assert.Equal(Joiners, Lines(text, "  + user/joiner"));
        Assert.Equal(Joiners, Lines(text, "      + joiner"));
        Assert.DoesNotContain("…", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Are_written_as_json_in_pieces_that_make_one_whole()
    {
        using var stream = new MemoryStream();
        using var text = new StringWriter();
        PlanJson.Write(stream, Document);
        PlanJson.Write(text, Document);
        var json = Encoding.UTF8.GetString(stream.ToArray());

        Assert.Equal(text.ToString(), json);
        Assert.Equal(PlanJson.Render(Document), json);
        Assert.DoesNotContain("##[", json, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202E", json, StringComparison.Ordinal);
        using var whole = JsonDocument.Parse(json);
        Assert.Equal(Joiners, whole.RootElement.GetProperty("resource_changes").EnumerateArray()
            .Count(change => change.GetProperty("change").GetProperty("after").TryGetProperty("title", out var title) && title.GetString() == "\u202E##[x"));
        Assert.Equal(PlanJson.ChecksumOf(Document), PlanJsonReader.Read(new StringReader(json)).Checksum);
    }

    private static int Lines(string text, string start) =>
        text.Split('\n').Count(line => line.StartsWith(start, StringComparison.Ordinal));
}
