using System.Collections.Immutable;
using System.Text.Json;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Rendering;
using GenesysScimState.Tests.Support;
using Xunit;
using Refusal = GenesysScimState.Core.Planning.Refusal;

namespace GenesysScimState.Tests.Rendering;

/// <summary>
/// Escape sequences, direction marks and line breaks, put into every text a plan can hold, come out of no renderer as they
/// are.
/// </summary>
public sealed class TextThatIsNotTrusted
{
    private const string Evil = "x\u001b[31m\u202E\u0007\r\n::error::y\u2066\u0085\u2028z";

    private static readonly SourceSpan At = new($"{Evil}.yaml", 3, 1);

    private static readonly Diagnostic Problem = new("GSS999", Severity.Error, $"said {Untrusted.Show(Evil)}", At, Address.User(Evil));

    private static readonly PlanDocument Document = new(Evil, Evil, new Plan([.. Changes()], [new(Address.User(Evil), Evil, Evil, Active: true)]))
    {
        Tool = Evil,
        Source = new PlanSource(Evil, Evil, [Evil]),
        Verdict = new([new Refusal("limits.delete.count", Problem, [Address.User(Evil)])], []),
        Warnings = [Problem],
        Digest = Evil,
    };

    [Fact]
    public void A_plan_as_text() => AssertVisible(PlanText.Render(Document));

    [Fact]
    public void A_plan_as_Markdown() => AssertVisible(PlanMarkdown.Render(Document));

    [Fact]
    public void A_plan_as_JSON()
    {
        var json = PlanJson.Render(Document);

        AssertVisible(json);
        Assert.Equal(json, PlanJson.Render(PlanJsonReader.Read(new StringReader(json)).Plan));
        using var document = JsonDocument.Parse(json);
        Assert.Equal(Evil, document.RootElement.GetProperty("organization").GetString());
    }

    [Fact]
    public void Drift() => AssertVisible(DriftText.Render(Document, []) + DriftText.Markdown(Document, []));

    /// <summary>GitHub's runner takes a line for a command if it begins with two colons, spaces before them or not.</summary>
    [Fact]
    public void No_line_of_text_begins_with_a_name()
    {
        var person = new Person("::error::y", "u");
        Change[] changes = [.. Changes().Where(change => change.IsMembership).Select(change => change with { People = [person] })];
        var document = Document with { Organization = "acme", Plan = new Plan([.. changes], []) };

        var text = PlanText.Render(document) + DriftText.Render(document, []);

        Assert.Contains("::error::y", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text.Split('\n'), line => line.TrimStart().StartsWith("::", StringComparison.Ordinal));
    }

    [Fact]
    public void A_report()
    {
        var result = new ApplyResult([.. Document.Plan.Changes.Select(change => new Outcome(change, OutcomeKind.Failed, Problem) { CorrelationId = Evil })]);
        var report = new ApplyReport(result)
        {
            Tool = Evil,
            Organization = Evil,
            Run = Evil,
            Plan = Evil,
            Started = default,
            Duration = default,
            Requests = ImmutableSortedDictionary<string, int>.Empty.Add("GET", 3),
            ExitCode = 6,
        };

        AssertVisible(ReportText.Render(report) + ReportJson.Render(report));
    }

    [Fact]
    public void A_finding()
    {
        AssertVisible(DiagnosticText.Line(Problem));
        AssertVisible(DiagnosticText.Annotation(Problem, $"{Evil}/"));
        AssertVisible(DiagnosticJson.Render([Problem]));
    }

    [Fact]
    public void A_finding_whose_message_is_not_clean_is_still_one_line()
    {
        var finding = new Diagnostic("GSS999", Severity.Error, Evil);

        Assert.DoesNotContain('\n', DiagnosticText.Line(finding));
        Assert.DoesNotContain('\n', DiagnosticText.Annotation(finding, ""));
        AssertVisible(DiagnosticText.Line(finding) + DiagnosticText.Annotation(finding, ""));
    }

    [Fact]
    public void What_names_are_written_with_stays_as_it_is()
    {
        const string Name = "Zoë 名前 🙂 👩\u200D🚀 می\u200Cخواهم O'Neil \"x\"";

        Assert.Equal(Name, Untrusted.Show(Name));
    }

    private static IEnumerable<Change> Changes()
    {
        var evil = Sketch.Text(Evil);
        foreach (var operation in Enum.GetValues<Operation>())
        {
            yield return new Change
            {
                Operation = operation,
                Address = operation is Operation.AddMembers or Operation.RemoveMembers ? Address.Group(Evil) : Address.User(Evil),
                Reason = ActionReason.Differs,
                Id = Evil,
                ExternalId = Evil,
                ExpectedVersion = Evil,
                Note = Evil,
                At = At,
                Attributes = operation is Operation.Create or Operation.Update or Operation.Activate or Operation.Deactivate
                    ?
                    [
                        new("title", AttributeType.Text, operation == Operation.Create ? AttributeValue.Empty : evil, evil, At),
                        new("roles", AttributeType.Names, AttributeValue.Empty, evil, At),
                        new("routingSkills", AttributeType.Ratings, AttributeValue.Empty, AttributeValue.Of([new Entry(Evil, "3")]), At),
                        new($"externalIds.{Evil}", AttributeType.Text, AttributeValue.Empty, evil, At),
                    ]
                    : [],
                People = operation is Operation.AddMembers or Operation.RemoveMembers ? [new Person(Evil, Evil)] : [],
                WaitsFor = [Address.User(Evil)],
            };
        }
    }

    private static void AssertVisible(string text)
    {
        Assert.All(text.EnumerateRunes().Where(rune => rune.Value != '\n'), rune => Assert.False(Untrusted.IsHidden(rune), $"U+{rune.Value:X4} in {text}"));
        Assert.DoesNotContain(text.Split('\n'), line => line.StartsWith("::error::y", StringComparison.Ordinal));
    }
}
