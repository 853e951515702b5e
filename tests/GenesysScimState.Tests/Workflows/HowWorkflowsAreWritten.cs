using System.Text.RegularExpressions;
using GenesysScimState.Config;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Workflows;

/// <summary>What every workflow of this repository and of the examples keeps to, read from their text.</summary>
public sealed partial class HowWorkflowsAreWritten
{
    private static readonly string[] Files =
    [
        .. Directory.GetFiles(Repository.At(".github", "workflows"), "*.yml"),
        .. Directory.GetFiles(Repository.At("examples", "github"), "*.yml", SearchOption.AllDirectories),
    ];

    [Fact]
    public void An_action_of_others_is_named_by_commit_and_version_and_is_everywhere_the_same()
    {
        var used = Files.SelectMany(file => Uses().Matches(File.ReadAllText(file)).Select(match => (
            File: Path.GetFileName(file), Action: match.Groups["action"].Value, Commit: match.Groups["at"].Value, Version: match.Groups["version"].Value))).ToList();
        var own = $"OWNER/GenesysScimState@v{App.Version.Split('-')[0]}";
        var others = used.Where(use => use.Action != "./" && $"{use.Action}@{use.Commit}" != own).ToList();

        Assert.NotEmpty(others);
        None(others.Where(use => !Commit().IsMatch(use.Commit) || !Version().IsMatch(use.Version)).Select(use => $"{use.File}: {use.Action}@{use.Commit} {use.Version}"));
        None(others.GroupBy(use => use.Action).Where(uses => uses.Select(use => (use.Commit, use.Version)).Distinct().Count() > 1).Select(uses => $"{uses.Key} is used as {string.Join(" and ", uses.Select(use => use.Version).Distinct())}"));
        None(others.GroupBy(use => use.Commit).Where(uses => uses.Select(use => use.Version).Distinct().Count() > 1).Select(uses => $"{uses.Key} is said to be {string.Join(" and ", uses.Select(use => use.Version).Distinct())}"));
    }

    [Fact]
    public void A_workflow_may_nothing_and_a_job_what_it_says()
    {
        foreach (var file in Files)
        {
            var workflow = Read(file);
            Assert.True(workflow["permissions"] is YamlMapping { Pairs.Length: 0 }, $"{file}: permissions of the workflow");
            Assert.DoesNotContain("pull_request_target", File.ReadAllText(file), StringComparison.Ordinal);
            foreach (var (name, job) in Jobs(workflow))
            {
                Assert.True(job["permissions"] is YamlMapping, $"{file}: permissions of {name}");
                Assert.True(job["timeout-minutes"] is YamlScalar, $"{file}: timeout of {name}");
            }
        }
    }

    [Fact]
    public void A_secret_is_there_only_where_an_environment_guards_it_and_after_a_checkout_that_keeps_no_token()
    {
        foreach (var file in Files)
        {
            foreach (var (name, job) in Jobs(Read(file)))
            {
                var text = string.Join('\n', Texts(job));
                Assert.True(!text.Contains("secrets.", StringComparison.Ordinal) || job["environment"] is not null, $"{file}: {name} has a secret and no environment");
                Assert.Equal(Occurrences(text, "actions/checkout@"), Occurrences(text, "persist-credentials=false"));
            }
        }
    }

    [Fact]
    public void No_expression_is_part_of_a_script()
    {
        var scripts = Files.Append(Repository.At("action.yml")).SelectMany(file => Scripts(Read(file)).Select(script => (file, script))).ToList();

        Assert.NotEmpty(scripts);
        None(scripts.Where(pair => pair.script.Contains("${{", StringComparison.Ordinal)).Select(pair => $"{pair.file}: {pair.script}"));
    }

    [Theory]
    [InlineData("one")]
    [InlineData("many")]
    public void What_runs_for_a_pull_request_never_saves_the_record_that_main_goes_by(string kind)
    {
        var plan = File.ReadAllText(WorkflowBench.Example(kind, "plan"));
        var apply = File.ReadAllText(WorkflowBench.Example(kind, "apply"));

        Assert.DoesNotContain("actions/cache/save@", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("actions/cache@", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("pull_request", apply, StringComparison.Ordinal);
        Assert.Contains("actions/cache/save@", apply, StringComparison.Ordinal);
    }

    private static IEnumerable<(string Name, YamlMapping Job)> Jobs(YamlMapping workflow) =>
        ((YamlMapping)workflow["jobs"]!).Pairs.Select(pair => (pair.Key.Text, (YamlMapping)pair.Value));

    private static IEnumerable<string> Scripts(YamlNode node) => node switch
    {
        YamlMapping mapping => mapping.Pairs.SelectMany(pair => pair is { Key.Text: "run", Value: YamlScalar script } ? [script.Text] : Scripts(pair.Value)),
        YamlSequence sequence => sequence.Items.SelectMany(Scripts),
        _ => [],
    };

    private static IEnumerable<string> Texts(YamlNode node) => node switch
    {
        YamlMapping mapping => mapping.Pairs.SelectMany(pair => Texts(pair.Value).Select(text => $"{pair.Key.Text}={text}")),
        YamlSequence sequence => sequence.Items.SelectMany(Texts),
        YamlScalar scalar => [scalar.Text],
        _ => [],
    };

    private static int Occurrences(string text, string part) => text.Split(part).Length - 1;

    private static void None(IEnumerable<string> offenders) => Assert.Equal("", string.Join('\n', offenders));

    private static YamlMapping Read(string file)
    {
        var read = YamlReader.Read(Schemas.TextOf(file, File.ReadAllText(file)));
        Assert.Empty(read.Diagnostics);
        return (YamlMapping)read.Value!;
    }

    [GeneratedRegex(@"\buses: (?<action>[^@\s]+)(@(?<at>\S+)( # (?<version>.*))?)?", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Uses();

    [GeneratedRegex("^[0-9a-f]{40}$", RegexOptions.None, 5000)]
    private static partial Regex Commit();

    [GeneratedRegex(@"^v\d+\.\d+\.\d+$", RegexOptions.None, 5000)]
    private static partial Regex Version();
}
