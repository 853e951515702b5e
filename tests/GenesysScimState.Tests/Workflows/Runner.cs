using System.Diagnostics;
using System.Text.RegularExpressions;
using GenesysScimState.Config;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Workflows;

/// <summary>What a step printed, and how it ended.</summary>
internal sealed record StepRun(string Name, int Exit, string Log, IReadOnlyDictionary<string, string> Outputs)
{
    /// <summary>The outputs of the action in one line.</summary>
    public string Result => string.Join(' ', ((string[])["exit-code", "changes", "to_add", "to_change", "to_destroy", "failure-reason"]).Select(name => Outputs.GetValueOrDefault(name, "")));
}

/// <summary>
/// Runs the shell steps of action.yml and of workflows as a runner of GitHub does: in bash, with <c>env</c>,
/// <c>GITHUB_OUTPUT</c>, <c>GITHUB_PATH</c> and the expressions that they use. Steps of other actions are named and passed
/// over; those of our own action run.
/// </summary>
internal sealed partial class Runner : IDisposable
{
    /// <summary>Of every secret; found nowhere else, so that it can be looked for.</summary>
    private const string Secret = "canary-secret-of-a-workflow";

    private static readonly string[] Tools = ["bash", "curl", "tar"];

    private readonly TempFolder _folder;
    private readonly Dictionary<string, string> _context = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);
    private readonly string _path = Environment.GetEnvironmentVariable("PATH") ?? "";
    private int _steps;

    private Runner(string test)
    {
        _folder = new TempFolder(test);
        Workspace = Directory.CreateDirectory(_folder.At("workspace")).FullName;
        Directory.CreateDirectory(_folder.At("temp"));
        _context["github.action_path"] = Repository.Root;
        _context["github.action_repository"] = "";
        _context["github.run_id"] = "42";
        _context["github.run_attempt"] = "1";
        _context["github.token"] = FakeGitHub.Token;
        _context["runner.temp"] = _folder.At("temp");
        With("RUNNER_TEMP", _folder.At("temp")).With("RUNNER_OS", "Linux").With("RUNNER_ARCH", "X64")
            .With("GITHUB_ACTIONS", "true").With("GITHUB_WORKSPACE", Workspace)
            .With("GITHUB_PATH", _folder.Write("path", "")).With("GITHUB_STEP_SUMMARY", _folder.Write("summary.md", ""));
    }

    public string Workspace { get; }

    public string Summary => File.ReadAllText(_folder.At("summary.md"));

    /// <summary>Those of other actions that were passed over, with their first input.</summary>
    public List<string> PassedOver { get; } = [];

    /// <summary>Skips the test where bash or what the steps call is not there; with CI=true it fails.</summary>
    public static Runner Start(string test)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var missing = OperatingSystem.IsWindows() ? Tools : [.. Tools.Where(tool => !path.Any(folder => File.Exists(Path.Combine(folder, tool))))];
        if (missing.Length > 0)
        {
            var why = $"the steps of workflows need {string.Join(", ", missing)}";
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", why);
            Assert.Fail(why);
        }

        return new Runner(test);
    }

    public Runner With(string variable, string value)
    {
        _environment[variable] = value;
        return this;
    }

    public Runner Given(string expression, string value)
    {
        _context[expression] = value;
        return this;
    }

    public string At(string name) => Path.Combine(Workspace, name);

    /// <summary>A script of its own, as a step without a name.</summary>
    public Task<StepRun> ScriptAsync(string script) => BashAsync("", script, []);

    /// <summary>The action with these inputs; the last step is the one that counts.</summary>
    public Task<StepRun> ActionAsync(params (string Name, string Value)[] inputs) => ActionAsync([], inputs);

    /// <param name="environment">Of the step that uses the action: its own steps have it as well.</param>
    private async Task<StepRun> ActionAsync((string Name, string Value)[] environment, (string Name, string Value)[] inputs)
    {
        var action = Mapping(Repository.At("action.yml"));
        foreach (var pair in ((YamlMapping)action["inputs"]!).Pairs)
        {
            _context[$"inputs.{pair.Key.Text}"] = Expanded(Text((YamlMapping)pair.Value, "default") ?? "");
        }

        foreach (var (name, value) in inputs)
        {
            _context[$"inputs.{name}"] = value;
        }

        StepRun? last = null;
        foreach (var step in Steps((YamlMapping)action["runs"]!))
        {
            last = await ShellAsync(step, environment);
            if (last.Exit != 0)
            {
                return last;
            }
        }

        return last!;
    }

    /// <summary>The steps of a job, one after the other, until one fails.</summary>
    public async Task<IReadOnlyList<StepRun>> JobAsync(string workflow, string job)
    {
        var runs = new List<StepRun>();
        foreach (var step in Steps((YamlMapping)((YamlMapping)Mapping(workflow)["jobs"]!)[job]!))
        {
            if (runs.Count > 0 && runs[^1].Exit != 0)
            {
                break;
            }

            if (await StepAsync(step) is { } run)
            {
                runs.Add(run);
                foreach (var (name, value) in run.Outputs)
                {
                    _context[$"steps.{Text(step, "id")}.outputs.{name}"] = value;
                }
            }
        }

        return runs;
    }

    public void Dispose() => _folder.Dispose();

    private async Task<StepRun?> StepAsync(YamlMapping step)
    {
        var with = Pairs(step, "with");
        switch (Text(step, "uses"))
        {
            case null:
                return await ShellAsync(step, []);
            case "./" or ['O', 'W', 'N', 'E', 'R', '/', ..]:
                return await ActionAsync(Pairs(step, "env"), with);
            case var other:
                PassedOver.Add($"{other.Split('@')[0]} {with.FirstOrDefault().Value}");
                return null;
        }
    }

    private Task<StepRun> ShellAsync(YamlMapping step, (string Name, string Value)[] environment) => BashAsync(
        Text(step, "name") ?? Text(step, "id") ?? "", Expanded(Text(step, "run")!), [.. environment, .. Pairs(step, "env")]);

    private async Task<StepRun> BashAsync(string name, string script, (string Name, string Value)[] environment)
    {
        var output = _folder.Write($"output-{_steps++}", "");
        var start = new ProcessStartInfo("bash") { WorkingDirectory = Workspace, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        // As GitHub runs "shell: bash".
        foreach (var argument in (string[])["--noprofile", "--norc", "-eo", "pipefail", _folder.Write("step.sh", script)])
        {
            start.ArgumentList.Add(argument);
        }

        var kept = start.Environment.Where(pair => pair.Key is "HOME" or "DOTNET_ROOT" or "NUGET_PACKAGES" or "TMPDIR").Select(pair => (pair.Key, pair.Value!)).ToList();
        start.Environment.Clear();
        foreach (var (variable, value) in kept.Concat(_environment.Select(pair => (pair.Key, pair.Value))).Concat(environment))
        {
            start.Environment[variable] = value;
        }

        start.Environment["GITHUB_OUTPUT"] = output;
        start.Environment["PATH"] = string.Join(Path.PathSeparator, File.ReadAllLines(_folder.At("path")).Append(_path));
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var log = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken) + await error;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(FakeGitHub.Token, log, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, log, StringComparison.Ordinal);
        var outputs = File.ReadAllLines(output).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        return new StepRun(name, process.ExitCode, log, outputs);
    }

    /// <summary>An expression that a test has not given a value for is a mistake of the test or of the workflow.</summary>
    private string Expanded(string text) => Expression().Replace(text, match =>
        _context.TryGetValue(match.Groups["name"].Value, out var value) ? value
        : match.Groups["name"].Value.StartsWith("secrets.", StringComparison.Ordinal) ? Secret
        : match.Groups["name"].Value.StartsWith("steps.", StringComparison.Ordinal) ? ""
        : throw new InvalidOperationException($"no value for {match.Value}"));

    private (string Name, string Value)[] Pairs(YamlMapping step, string member) =>
        [.. ((step[member] as YamlMapping)?.Pairs ?? []).Select(pair => (pair.Key.Text, Expanded(((YamlScalar)pair.Value).Text)))];

    private static IEnumerable<YamlMapping> Steps(YamlMapping owner) => ((YamlSequence)owner["steps"]!).Items.Cast<YamlMapping>();

    private static string? Text(YamlMapping owner, string name) => (owner[name] as YamlScalar)?.Text;

    private static YamlMapping Mapping(string file)
    {
        var read = YamlReader.Read(Schemas.TextOf(file, File.ReadAllText(file)));
        Assert.Empty(read.Diagnostics);
        return (YamlMapping)read.Value!;
    }

    [GeneratedRegex(@"\$\{\{ *(?<name>[^} ]+) *\}\}", RegexOptions.None, 5000)]
    private static partial Regex Expression();
}
