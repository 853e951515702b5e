using System.Globalization;
using System.Text.Json;
using GenesysScimState.Rendering;

namespace GenesysScimState.GitHub;

/// <summary>The one issue for the drift of an organization: opened, kept up to date, closed when there is none, opened again.</summary>
/// <param name="label">What it is found by.</param>
/// <param name="marker">The line that its text begins with.</param>
internal sealed class DriftIssue(GitHubApi api, Authorship authorship, string label, string marker)
{
    private const int Attempts = 3;

    private static readonly GitHubPurpose Purpose = new("keep the drift issue", "issues: write");

    private string Issues => $"/repos/{api.Context.Repository}/issues";

    /// <summary>The open one, else the one that was closed last; null when there never was one.</summary>
    /// <exception cref="GitHubException">Issues cannot be read.</exception>
    public async Task<JsonElement?> FindAsync(CancellationToken cancellationToken)
    {
        JsonElement? closed = null;
        await foreach (var issue in api.ListAsync($"{Issues}?state=all&sort=updated&direction=desc&labels={Uri.EscapeDataString(label)}", null, Purpose, cancellationToken))
        {
            if (GitHubJson.Member(issue, "pull_request").ValueKind == JsonValueKind.Object || !authorship.IsOurs(issue, marker))
            {
                continue;
            }

            if (IsOpen(issue))
            {
                return issue;
            }

            closed ??= issue;
        }

        return closed;
    }

    public static bool IsOpen(JsonElement issue) => GitHubJson.Text(issue, "state") == "open";

    /// <summary>Makes the issue what it should be, with one write at most; what became of it, and the issue where there is one.</summary>
    /// <param name="existing">As <see cref="FindAsync"/> gave it.</param>
    /// <param name="body">Begins with the marker.</param>
    /// <param name="isClean">Whether there is no drift.</param>
    /// <exception cref="GitHubException">It cannot be written.</exception>
    public async Task<(Posting Posting, JsonElement Post)> PutAsync(
        JsonElement? existing, string title, string body, bool isClean, CancellationToken cancellationToken)
    {
        if (existing is not { } issue)
        {
            return isClean ? (Posting.Unchanged, default) : await CreateAsync(title, body, cancellationToken);
        }

        var isOpen = IsOpen(issue);
        if ((isClean && !isOpen) || (isOpen != isClean && StickyComment.IsSame(GitHubJson.Text(issue, "body"), body)))
        {
            return (Posting.Unchanged, issue);
        }

        var number = GitHubJson.Number(issue, "number").ToString(CultureInfo.InvariantCulture);
        var written = await api.WriteAsync(HttpMethod.Patch, $"{Issues}/{number}", Body(null, body, isClean ? "closed" : "open"), Purpose, cancellationToken);
        return (isClean ? Posting.Closed : isOpen ? Posting.Updated : Posting.Reopened, written);
    }

    private async Task<(Posting Posting, JsonElement Post)> CreateAsync(string title, string body, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return (Posting.Created, await api.WriteAsync(HttpMethod.Post, Issues, Body(title, body, null), Purpose, cancellationToken));
            }
            catch (GitHubException exception) when (exception.Status is 0 or >= 500 && attempt < Attempts)
            {
                await api.PauseAsync(attempt, cancellationToken);
                if (await FindAsync(cancellationToken) is { } made && IsOpen(made))
                {
                    return (Posting.Created, made);
                }
            }
        }
    }

    private string Body(string? title, string body, string? state) => Json.Compact(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("body", body);
        if (title is not null)
        {
            writer.WriteString("title", title);
            writer.WriteStartArray("labels");
            writer.WriteStringValue(label);
            writer.WriteEndArray();
        }

        if (state is not null)
        {
            writer.WriteString("state", state);
            writer.WriteString("state_reason", state == "closed" ? "completed" : "reopened");
        }

        writer.WriteEndObject();
    });
}
