using System.Text.Json;
using GenesysScimState.Rendering;

namespace GenesysScimState.GitHub;

/// <summary>What became of a comment or an issue.</summary>
internal enum Posting
{
    Unchanged,
    Created,
    Updated,
    Reopened,
    Closed,
}

/// <summary>The one comment for an organization on a pull request: made once, then changed in place.</summary>
internal static class StickyComment
{
    /// <summary>How often it is looked for and made, where it is not known whether it was.</summary>
    private const int Attempts = 3;

    private static readonly GitHubPurpose Comment = new("comment on the pull request", "pull-requests: write");

    /// <summary>What became of it, and the comment as GitHub has it.</summary>
    /// <param name="body">Begins with the marker.</param>
    /// <exception cref="GitHubException">It cannot be read or written.</exception>
    public static async Task<(Posting Posting, JsonElement Post)> PutAsync(
        GitHubApi api, Authorship authorship, int number, string marker, string body, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await FindAsync(api, authorship, number, marker, cancellationToken) is { } existing)
            {
                return IsSame(GitHubJson.Text(existing, "body"), body)
                    ? (Posting.Unchanged, existing)
                    : (Posting.Updated, await api.WriteAsync(HttpMethod.Patch, $"/repos/{api.Context.Repository}/issues/comments/{GitHubJson.Number(existing, "id")}", Json(body), Comment, cancellationToken));
            }

            try
            {
                return (Posting.Created, await api.WriteAsync(HttpMethod.Post, $"/repos/{api.Context.Repository}/issues/{MarkdownRoom.Number(number)}/comments", Json(body), Comment, cancellationToken));
            }
            catch (GitHubException exception) when (exception.Status is 0 or >= 500 && attempt < Attempts)
            {
                // It may be there: the next round looks before it writes.
                await api.PauseAsync(attempt, cancellationToken);
            }
        }
    }

    /// <summary>GitHub may keep line breaks as browsers send them.</summary>
    public static bool IsSame(string there, string body) =>
        there.ReplaceLineEndings("\n").TrimEnd() == body.TrimEnd();

    private static async Task<JsonElement?> FindAsync(GitHubApi api, Authorship authorship, int number, string marker, CancellationToken cancellationToken)
    {
        await foreach (var comment in api.ListAsync($"/repos/{api.Context.Repository}/issues/{MarkdownRoom.Number(number)}/comments", null, Comment, cancellationToken))
        {
            if (authorship.IsOurs(comment, marker))
            {
                return comment;
            }
        }

        return null;
    }

    private static string Json(string body) => Rendering.Json.Compact(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("body", body);
        writer.WriteEndObject();
    });
}
