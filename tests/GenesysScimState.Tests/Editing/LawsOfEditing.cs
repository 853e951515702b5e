using System.Collections.Immutable;
using CsCheck;
using GenesysScimState.Config;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Editing;
using GenesysScimState.Tests.Properties;
using GenesysScimState.Tests.Simulation;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Editing;

/// <summary>What holds for any state files, however they are written, and any organization.</summary>
public sealed class LawsOfEditing
{
    private const int Times = 400;
    private const string File = "state/team.yaml";

    private static readonly StateOrder Order = new(Sketch.Dialect);

    private static readonly Gen<(Case Situation, string Text)> Written =
        Gen.Select(Organizations.Cases, Gen.Int[0, int.MaxValue], (situation, seed) => (situation, new Scribe(new Dice(seed)).Write(situation.Desired)));

    [Fact]
    public void Formatting_never_changes_what_is_declared() => Written.Sample(
        written => Assert.Equal(Meaning.Of(Read(written.Text)), Meaning.Of(Read(Format(written.Text)))), iter: Times);

    [Fact]
    public void Formatted_again_nothing_changes() => Written.Sample(
        written => Assert.Equal(Format(written.Text), Format(Format(written.Text))), iter: Times);

    [Fact]
    public void Formatting_loses_no_comment_and_no_blank_line() => Written.Sample(
        written =>
        {
            var formatted = Format(written.Text);
            Assert.Equal(Meaning.Comments(written.Text), Meaning.Comments(formatted));
            Assert.True(Blanks(formatted) >= Blanks(written.Text.Trim()) - 1, formatted);
        },
        iter: Times);

    [Fact]
    public void An_export_plans_nothing_and_is_in_its_one_form() => Organizations.Cases.Sample(
        situation =>
        {
            var (export, _) = Export(situation, "", DesiredState.Empty);
            Assert.True(export.Left.IsEmpty, Sketch.Lines(export.Left));
            Assert.Equal(0, export.LeftOut);
            Assert.All(export.Files, file => Assert.Equal(file.Text, Format(file.Text)));
            Assert.All(situation.Actual.Users, user => Assert.Contains(export.Files, file => file.Text.Contains($"userName: {user.UserName}\n", StringComparison.Ordinal)));
        },
        iter: Times);

    [Fact]
    public void An_export_into_files_that_exist_leaves_only_who_is_not_there_and_every_comment() => Written.Sample(
        written =>
        {
            // An address that both sides give to different people is an error of its own.
            if (Sketch.Check(written.Situation.Desired, written.Situation.Actual).HasErrors)
            {
                return;
            }

            var (export, isWhole) = Export(written.Situation, written.Text, Read(written.Text));
            Assert.All(export.Left.Changes, change => Assert.True(
                !isWhole
                || change.Operation is Operation.Create or Operation.Delete
                || change.People.All(person => person.Id is null)
                || IsAboutSomebodyAbsent(change, export.Left), Sketch.Lines(export.Left)));
            var text = export.Files.FirstOrDefault(file => file.Path == File)?.Text ?? written.Text;
            Assert.Superset(Meaning.Comments(written.Text).Where(IsOutside).ToHashSet(StringComparer.Ordinal), Meaning.Comments(text).ToHashSet(StringComparer.Ordinal));
        },
        iter: Times);

    private static bool IsOutside(string comment) => comment.StartsWith("# above", StringComparison.Ordinal) || comment.StartsWith("# yaml", StringComparison.Ordinal);

    private static bool IsAboutSomebodyAbsent(Change change, Plan left) =>
        change.People.Any(person => left.Changes.Any(other => other.Operation == Operation.Delete && other.Id == person.Id));

    private static (StateExport Export, bool IsWhole) Export(Case situation, string text, DesiredState desired)
    {
        ImmutableArray<SourceFile> sources = text.Length == 0 ? [] : [StateText.ToSource(File, text)];
        var workspace = new Workspace(
            new Configuration
            {
                Organization = "acme",
                Target = new Target(TargetKind.Emulator),
                State = ["state/*.yaml"],
                Policy = situation.Policy,
                Audit = new AuditSettings { Path = "audit.jsonl" },
            },
            Sketch.Dialect,
            desired,
            []);
        var export = StateExport.Make(workspace, new ExportTarget("state", sources, desired, ["state/*.yaml"]), situation.Actual, SplitBy.Division, [], Sketch.Today);
        Assert.True(export.Value is not null, string.Join('\n', export.Diagnostics));
        // A list that ends empty and has comments inside it, or brackets with comments, are left to people.
        return (export.Value, export.Diagnostics.All(finding => finding.Code != "GSS761"));
    }

    private static DesiredState Read(string text)
    {
        var bound = WorkspaceReader.Bind([StateText.ToSource(File, text)], Sketch.Dialect, CancellationToken.None);
        Assert.True(bound.Value is not null, string.Join('\n', bound.Diagnostics) + "\n" + text);
        return bound.Value;
    }

    private static string Format(string text)
    {
        var file = StateText.Of(StateText.ToSource(File, text))!;
        return StateFormatter.Format(file.Root, file.Layout, Order);
    }

    private static int Blanks(string text) => text.Split('\n').Count(string.IsNullOrWhiteSpace);
}
