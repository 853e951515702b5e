using System.Runtime.CompilerServices;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Workflows;

/// <summary>A checkout of the example, a release of this build, a runner and a fake of GitHub on a pull request.</summary>
internal sealed class WorkflowBench : IDisposable
{
    private readonly Release _release;

    public WorkflowBench(bool isTampered = false, [CallerMemberName] string test = "")
    {
        // First: it skips the test where bash is missing, and nothing is left open then.
        Runner = Runner.Start(test);
        GitHub = new FakeGitHub();
        _release = new Release(App.Version.Split('-')[0], isTampered);
        Runner.With("GITHUB_API_URL", GitHub.Url).With("GITHUB_REPOSITORY", FakeGitHub.Repository).With("GITHUB_RUN_ID", "42")
            .With("GITHUB_SERVER_URL", "https://github.example").With("GITHUB_SHA", "0123abcd").With("GITHUB_REF", "refs/pull/7/merge")
            .With("DOWNLOADS", _release.Url);
        Directory.CreateDirectory(At("state"));
        foreach (var file in (string[])["scimstate.yaml", "organization.seed.json", "state/state.yaml"])
        {
            File.Copy(Repository.At("examples", "minimal", file), At(file));
        }
    }

    public Runner Runner { get; }

    public FakeGitHub GitHub { get; }

    public string At(string name) => Runner.At(name);

    public string Read(string name) => File.ReadAllText(At(name));

    /// <summary>Replaces text in a file, which must be there.</summary>
    public void Edit(string name, string from, string to)
    {
        Assert.Contains(from, Read(name), StringComparison.Ordinal);
        File.WriteAllText(At(name), Read(name).Replace(from, to, StringComparison.Ordinal));
    }

    /// <summary>A workflow of the examples.</summary>
    public Task<IReadOnlyList<StepRun>> JobAsync(string kind, string workflow, string job) => Runner.JobAsync(Example(kind, workflow), job);

    public static string Example(string kind, string workflow) => Repository.At("examples", "github", kind, $"scimstate-{workflow}.yml");

    /// <summary>The pull request is merged, and its plan is the artifact that it left.</summary>
    public void Merge(string artifact, StepRun plan)
    {
        GitHub.Zip = FakeGitHub.Zipped(("plan.json", File.ReadAllText(plan.Outputs["json_plan_path"])));
        GitHub.Pulls.Clear();
        GitHub.Pulls.Add(FakeGitHub.Pull(7, "feed", "0123abcd"));
        GitHub.Artifacts.Clear();
        GitHub.Artifacts.Add(FakeGitHub.Artifact(1, artifact, "feed"));
        Runner.With("GITHUB_REF", "refs/heads/main");
    }

    public void Dispose()
    {
        GitHub.Dispose();
        _release.Dispose();
        Runner.Dispose();
    }
}
