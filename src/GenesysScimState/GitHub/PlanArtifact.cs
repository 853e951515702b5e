using System.IO.Compression;
using System.Text.Json;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.GitHub;

/// <param name="Name">The artifact's.</param>
/// <param name="Workflow">The file name of the workflow whose runs may leave it: <c>scimstate-plan.yml</c>.</param>
internal sealed record PlanSource(string Name, string Workflow);

/// <summary>The plan that was reviewed: an artifact of the last run for the last commit of the pull request.</summary>
internal static class PlanArtifact
{
    /// <summary>A plan of some 100,000 changes; more is not taken for one.</summary>
    private const int PlanBytesMax = 200_000_000;

    private static readonly GitHubPurpose Fetch = new("fetch the reviewed plan", "actions: read");

    /// <summary>The bytes of the plan file.</summary>
    /// <exception cref="GitHubException">There is none that may be used.</exception>
    public static async Task<byte[]> FetchAsync(GitHubApi api, PlanSource source, PullRequest pull, CancellationToken cancellationToken)
    {
        var left = new List<JsonElement>();
        await foreach (var artifact in api.ListAsync($"/repos/{api.Context.Repository}/actions/artifacts?name={Uri.EscapeDataString(source.Name)}", "artifacts", Fetch, cancellationToken))
        {
            if (IsOf(artifact, source.Name, pull))
            {
                left.Add(artifact);
            }
        }

        var others = new HashSet<string>(StringComparer.Ordinal);
        foreach (var artifact in left.Where(artifact => !GitHubJson.IsTrue(artifact, "expired")).OrderByDescending(artifact => GitHubJson.Number(artifact, "id")))
        {
            var workflow = await WorkflowOfAsync(api, artifact, cancellationToken);
            if (workflow == $".github/workflows/{source.Workflow}")
            {
                var zip = await api.DownloadAsync($"/repos/{api.Context.Repository}/actions/artifacts/{Id(artifact, "id")}/zip", Fetch, cancellationToken);
                return await PlanInAsync(zip, source.Name, cancellationToken);
            }

            others.Add(workflow);
        }

        throw new GitHubException(GitHubDiagnostics.NoReviewedPlan(source.Name, others.Count > 0
            ? $"that of pull request #{pull.Number} comes from {string.Join(", ", others.Order(StringComparer.Ordinal))} and not from {source.Workflow}, which --workflow names"
            : left.Count > 0 ? $"that of pull request #{pull.Number} has expired"
            : $"no run for pull request #{pull.Number} has left one for its last commit {pull.Head}"));
    }

    /// <summary>Made for this commit, by a run of this repository: a fork may upload what it likes.</summary>
    private static bool IsOf(JsonElement artifact, string name, PullRequest pull)
    {
        var run = GitHubJson.Member(artifact, "workflow_run");
        return GitHubJson.Text(artifact, "name") == name
            && GitHubJson.Text(run, "head_sha") == pull.Head
            && GitHubJson.Number(run, "repository_id") is > 0 and var repository
            && GitHubJson.Number(run, "head_repository_id") == repository;
    }

    /// <summary>The file of the workflow that left an artifact; any other may leave one of the same name. GitHub puts a branch behind it at times.</summary>
    private static async Task<string> WorkflowOfAsync(GitHubApi api, JsonElement artifact, CancellationToken cancellationToken)
    {
        var run = await api.GetAsync($"/repos/{api.Context.Repository}/actions/runs/{Id(GitHubJson.Member(artifact, "workflow_run"), "id")}", Fetch, cancellationToken);
        return GitHubJson.Text(run, "path").Split('@')[0];
    }

    private static string Id(JsonElement owner, string name) => GitHubJson.Number(owner, name).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<byte[]> PlanInAsync(byte[] zip, string name, CancellationToken cancellationToken)
    {
        try
        {
            await using var archive = new ZipArchive(new MemoryStream(zip), ZipArchiveMode.Read);
            var plans = archive.Entries.Where(entry => entry.Name == "plan.json").ToList();
            if (plans is not [{ Length: <= PlanBytesMax } plan])
            {
                throw new GitHubException(GitHubDiagnostics.BadArtifact(name, plans.Count == 1 ? "its plan.json is too long" : $"it holds {plans.Count} files named plan.json"));
            }

            await using var stream = await plan.OpenAsync(cancellationToken);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, cancellationToken);
            return bytes.ToArray();
        }
        catch (InvalidDataException exception)
        {
            throw new GitHubException(GitHubDiagnostics.BadArtifact(name, "it is no ZIP file"), 0, exception);
        }
    }
}
