using System.IO.Compression;
using System.Text.Json;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.GitHub;

/// <summary>The plan that was reviewed: an artifact of the last run for the last commit of the pull request.</summary>
internal static class PlanArtifact
{
    /// <summary>A plan of some 100,000 changes; more is not taken for one.</summary>
    private const int PlanBytesMax = 200_000_000;

    private static readonly GitHubPurpose Fetch = new("fetch the reviewed plan", "actions: read");

    /// <summary>The bytes of the plan file.</summary>
    /// <param name="name">The artifact's.</param>
    /// <exception cref="GitHubException">There is none that may be used.</exception>
    public static async Task<byte[]> FetchAsync(GitHubApi api, string name, PullRequest pull, CancellationToken cancellationToken)
    {
        JsonElement? newest = null;
        var isExpired = false;
        await foreach (var artifact in api.ListAsync($"/repos/{api.Context.Repository}/actions/artifacts?name={Uri.EscapeDataString(name)}", "artifacts", Fetch, cancellationToken))
        {
            if (!IsOf(artifact, name, pull))
            {
                continue;
            }

            isExpired |= GitHubJson.IsTrue(artifact, "expired");
            if (!GitHubJson.IsTrue(artifact, "expired") && (newest is not { } known || GitHubJson.Number(artifact, "id") > GitHubJson.Number(known, "id")))
            {
                newest = artifact;
            }
        }

        if (newest is not { } found)
        {
            throw new GitHubException(GitHubDiagnostics.NoReviewedPlan(name, isExpired
                ? $"the one of pull request #{pull.Number} has expired"
                : $"no run for pull request #{pull.Number} has left one for its last commit {pull.Head}"));
        }

        var zip = await api.DownloadAsync($"/repos/{api.Context.Repository}/actions/artifacts/{GitHubJson.Number(found, "id").ToString(System.Globalization.CultureInfo.InvariantCulture)}/zip", Fetch, cancellationToken);
        return await PlanInAsync(zip, name, cancellationToken);
    }

    /// <summary>Made for this commit, by a run of this repository: a fork may upload what it likes.</summary>
    private static bool IsOf(JsonElement artifact, string name, PullRequest pull)
    {
        var run = GitHubJson.Member(artifact, "workflow_run");
        return GitHubJson.Text(artifact, "name") == name
            && GitHubJson.Text(run, "head_sha") == pull.Head
            && GitHubJson.Number(run, "head_repository_id") == GitHubJson.Number(run, "repository_id");
    }

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
