using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Rendering;
using GenesysScimState.Tests.Support;
using Xunit;
using Refusal = GenesysScimState.Core.Planning.Refusal;

namespace GenesysScimState.Tests.Rendering;

public sealed class MarkdownThatStaysText
{
    [Theory]
    [InlineData("<img src=x onerror=y>", "<")]
    [InlineData("a|b", "|")]
    [InlineData("`code`", "`")]
    [InlineData("**bold** _it_ ~gone~", "*", "_", "~")]
    [InlineData("[link](https://evil.test)", "[", "]")]
    [InlineData("&lt;b&gt;", "&lt;")]
    [InlineData("# head", "# ")]
    [InlineData("a\\*", "\\")]
    [InlineData("a\nb", "\n")]
    [InlineData("https://evil.test and http://evil.test", "://")]
    public void Markup_is_written_as_entities(string text, params string[] gone)
    {
        var markdown = Markdown.Text(text);

        Assert.All(gone, part => Assert.DoesNotContain(part, markdown, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("@octocat did it")]
    [InlineData("ask @org/team")]
    public void Nobody_is_mentioned_also_where_entities_are_resolved_first(string text)
    {
        var shown = System.Net.WebUtility.HtmlDecode(Markdown.Text(text));

        Assert.DoesNotMatch("@[A-Za-z0-9]", shown);
    }

    [Theory]
    [InlineData("plain", "```")]
    [InlineData("a ``` b", "````")]
    [InlineData("````\nx\n`````", "``````")]
    public void A_fence_is_longer_than_any_in_the_text(string text, string fence) =>
        Assert.Equal($"{fence}text\n{text}\n{fence}\n", Markdown.Fence(text, "text"));

    [Fact]
    public void The_verdict_comes_first()
    {
        var plan = Sketch.Plan(
            Sketch.Files(Sketch.Declared("b@x.test", active: false), Sketch.Declared("c@x.test", null, true, ("title", Sketch.Text("T")))),
            Sketch.Organization(Sketch.Actual("b@x.test"), Sketch.Actual("c@x.test")));

        Assert.StartsWith("## scimstate: acme\n\n**2 changes to apply.**\n\n### Takes access away\n", Render(plan), StringComparison.Ordinal);
        Assert.StartsWith("## scimstate: acme\n\n**Nothing to do: the organization is as declared.**\n\n|", Render(Plan.Empty), StringComparison.Ordinal);
        Assert.StartsWith("## scimstate: acme\n\n**Refused by 1 guard; nothing will be written.**\n\n- :no_entry: GSS999: no\n\n###", Render(plan, Refused), StringComparison.Ordinal);
    }

    [Fact]
    public void What_takes_access_away_stands_before_the_fold_and_the_last_line_is_the_count()
    {
        var plan = Sketch.Plan(
            new([Sketch.Declared("b@x.test")], [Sketch.DeclaredGroup("Sales | EMEA", Membership.Exclusive)]),
            new([Sketch.Actual("b@x.test")], [Sketch.Group("Sales | EMEA", "id-b")]));

        var markdown = Render(plan);

        Assert.Contains("| ~ | <code>group/Sales &#124; EMEA</code> | remove 1 member (not in the state files): <code>b", markdown[..markdown.IndexOf("<details>", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.StartsWith("Plan: 0 to add, 1 to change, 0 to destroy. Digest ", markdown.TrimEnd('\n').Split('\n')[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_keep_their_columns_whatever_is_in_a_name()
    {
        var plan = Sketch.Plan(Sketch.Files(Sketch.Absent("a|b`c<d>@x.test")), Sketch.Organization(Sketch.Actual("a|b`c<d>@x.test")));

        var row = Render(plan).Split('\n').Single(line => line.StartsWith("| - |", StringComparison.Ordinal));

        Assert.Equal(5, row.Count(character => character == '|'));
    }

    private static readonly Refusal Refused = new("limits", new Diagnostic("GSS999", Severity.Error, "no"), []);

    private static string Render(Plan plan, params Refusal[] refusals) =>
        PlanMarkdown.Render(new PlanDocument("acme", "emulator", plan) { Verdict = new([.. refusals], []), Digest = "sha256:0" });
}
