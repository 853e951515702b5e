using System.Text;
using System.Text.Json;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.GitHub;
using GenesysScimState.Rendering;

namespace GenesysScimState.Commands;

/// <param name="Result">What a command wrote with <c>--json</c>.</param>
/// <param name="PullRequest">Its number; null: the one of the event, else of the commit.</param>
/// <param name="Author">The account of the token; null: found out.</param>
internal sealed record CommentOptions(FileInfo Result, int? PullRequest, string? Author);

/// <param name="Result">What drift wrote with <c>--json</c>.</param>
/// <param name="Label">What the issue is found by.</param>
/// <param name="Author">The account of the token; null: found out.</param>
internal sealed record DriftIssueOptions(FileInfo Result, string Label, string? Author);

/// <summary><c>github comment</c> and <c>github drift-issue</c>: the result of another command, for people who work on GitHub.</summary>
internal static class GitHubCommands
{
    /// <summary>GitHub takes 65,536 characters; what is kept free is for what it may add by itself.</summary>
    private const int PostBytesMax = 65_000;

    public static async Task<ExitCode> CommentAsync(CommentOptions options, Terminal terminal, CancellationToken cancellationToken)
    {
        var (result, problem) = await RunResult.ReadAsync(options.Result, cancellationToken);
        if (result is null)
        {
            return terminal.Stop([problem!], ExitCode.Failed);
        }

        return await WithApiAsync(terminal, async api =>
        {
            var (number, exit) = await NumberAsync(options.PullRequest, api, terminal, cancellationToken);
            if (number is not { } pull)
            {
                return exit;
            }

            var place = await PublishedAs.ReadAsync(terminal, result, cancellationToken);
            var marker = Authorship.Marker("comment", place.Organization);
            var body = marker + result.Markdown(place.Organization, place.Form(PostBytesMax - marker.Length, "scimstate"));
            var authorship = await Authorship.OfAsync(api, options.Author, cancellationToken);
            var (posting, post) = await StickyComment.PutAsync(api, authorship, pull, marker, body, cancellationToken);
            terminal.Result($"Comment on pull request #{MarkdownRoom.Number(pull)} {Word(posting)}: {UrlOf(post)}\n");
            Doubt(terminal, authorship, posting, post);
            return ExitCode.Ok;
        });
    }

    public static async Task<ExitCode> DriftIssueAsync(DriftIssueOptions options, Terminal terminal, CancellationToken cancellationToken)
    {
        var (result, problem) = await RunResult.ReadAsync(options.Result, cancellationToken);
        if (result?.Plan is not { } document)
        {
            // A drift that could not be read says nothing about the issue: it stays as it is.
            return terminal.Stop([problem ?? GitHubDiagnostics.NotADrift(options.Result.Name), .. result?.Findings ?? []], ExitCode.Failed);
        }

        return await WithApiAsync(terminal, async api =>
        {
            var place = await PublishedAs.ReadAsync(terminal, result, cancellationToken);
            var marker = Authorship.Marker("drift", document.Organization);
            var authorship = await Authorship.OfAsync(api, options.Author, cancellationToken);
            var issue = new DriftIssue(api, authorship, options.Label, marker);
            var existing = await issue.FindAsync(cancellationToken);
            var today = DateOnly.FromDateTime(terminal.Host.Time.GetUtcNow().UtcDateTime);
            var memory = DriftMemory.Of(existing is { } known ? GitHubJson.Text(known, "body") : "")
                .After(Difference.Of(document.Plan).Select(difference => difference.Key(document.Organization)), today);
            var form = place.Form(PostBytesMax - Encoding.UTF8.GetByteCount($"{marker}{memory}"), "scimstate drift");
            var body = $"{marker}{new DriftMarkdown(form, place.Writers).Render(document, memory)}{memory}";
            var isClean = document.Plan.IsEmpty;
            var title = $"scimstate drift: {Untrusted.Show(document.Organization)}";
            var (posting, post) = await issue.PutAsync(existing, title, body, isClean, cancellationToken);
            terminal.Result(post.ValueKind == JsonValueKind.Undefined ? "No drift, and no issue.\n" : $"Drift issue {Word(posting)}: {UrlOf(post)}\n");
            Doubt(terminal, authorship, posting, post);
            return ExitCode.Ok;
        });
    }

    /// <summary>Runs with GitHub, and tells what it does not do.</summary>
    public static async Task<ExitCode> WithApiAsync(Terminal terminal, Func<GitHubApi, Task<ExitCode>> use)
    {
        var context = GitHubContext.Of(terminal.Host);
        if (context.Value is not { } known)
        {
            return terminal.Stop(context.Diagnostics, ExitCode.Failed);
        }

        using var api = new GitHubApi(known, terminal.Host, terminal.Note);
        try
        {
            return await use(api);
        }
        catch (GitHubException exception) when (exception.Status == 403 && known.IsFork)
        {
            return terminal.Stop([GitHubDiagnostics.Fork()], ExitCode.Ok);
        }
        catch (GitHubException exception)
        {
            return terminal.Stop([exception.Problem], ExitCode.Failed);
        }
    }

    private static async Task<(int? Number, ExitCode Exit)> NumberAsync(int? given, GitHubApi api, Terminal terminal, CancellationToken cancellationToken)
    {
        if ((given ?? api.Context.PullRequest) is { } number)
        {
            return (number, ExitCode.Ok);
        }

        if (api.Context.Commit is not { } commit)
        {
            return (null, terminal.Stop([GitHubDiagnostics.NoPullRequest()], ExitCode.Failed));
        }

        return await PullRequest.OfCommitAsync(api, commit, cancellationToken) is { } pull
            ? (pull.Number, ExitCode.Ok)
            : (null, terminal.Stop([GitHubDiagnostics.NoPullRequestOfCommit(commit)], ExitCode.Ok));
    }

    private static string UrlOf(JsonElement post) => Untrusted.Show(GitHubJson.Text(post, "html_url"));

    private static void Doubt(Terminal terminal, Authorship authorship, Posting posting, JsonElement post) =>
        terminal.Report(posting == Posting.Created && authorship.Doubt(post) is { } doubt ? [doubt] : []);

    private static string Word(Posting posting) => posting switch
    {
        Posting.Unchanged => "left as it is",
        Posting.Created => "written",
        Posting.Updated => "updated",
        Posting.Reopened => "opened again",
        Posting.Closed => "closed",
    };
}
