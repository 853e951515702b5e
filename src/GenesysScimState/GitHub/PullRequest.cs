using System.Text.Json;

namespace GenesysScimState.GitHub;

/// <summary>The pull request that a run belongs to: its own, or the one that brought its commit.</summary>
/// <param name="Head">The last commit of the branch that was reviewed.</param>
/// <param name="IsMerged">Whether it is what brought the commit; an open one may merely hold it.</param>
internal sealed record PullRequest(int Number, string Head, bool IsMerged)
{
    private static readonly GitHubPurpose Find = new("find the pull request of a commit", "pull-requests: read");

    /// <summary>Null when the commit came without one.</summary>
    /// <exception cref="GitHubException">GitHub does not tell.</exception>
    public static async Task<PullRequest?> OfCommitAsync(GitHubApi api, string commit, CancellationToken cancellationToken)
    {
        var found = new List<JsonElement>();
        var path = $"/repos/{api.Context.Repository}/commits/{Uri.EscapeDataString(commit)}/pulls";
        await foreach (var pull in api.ListAsync(path, null, Find, cancellationToken))
        {
            found.Add(pull);
        }

        // A commit can be in several: the one that was merged as this commit counts before one that merely holds it.
        return found
            .OrderByDescending(pull => GitHubJson.Text(pull, "merge_commit_sha") == commit)
            .ThenByDescending(pull => GitHubJson.Text(pull, "merged_at").Length > 0)
            .ThenByDescending(pull => GitHubJson.Number(pull, "number"))
            .Select(pull => new PullRequest((int)GitHubJson.Number(pull, "number"), GitHubJson.Text(GitHubJson.Member(pull, "head"), "sha"), GitHubJson.Text(pull, "merged_at").Length > 0))
            .FirstOrDefault();
    }
}
