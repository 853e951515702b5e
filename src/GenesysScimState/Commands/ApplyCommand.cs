using GenesysScimState.Auditing;
using GenesysScimState.Config;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Planning;
using GenesysScimState.Rendering;

namespace GenesysScimState.Commands;

/// <param name="Plan">A saved plan; null: plan now and ask.</param>
/// <param name="AutoApprove">Do not ask.</param>
/// <param name="Report">Where the report goes as JSON; null: nowhere.</param>
/// <param name="Approval">An approval of what guards refuse; null: only those in <c>approvals/</c>.</param>
internal sealed record ApplyOptions(FileInfo? Plan, bool AutoApprove, FileInfo? Report, FileInfo? Approval);

/// <summary><c>apply</c>: makes the organization what the files declare.</summary>
internal static class ApplyCommand
{
    public static async Task<ExitCode> RunAsync(
        ApplyOptions options,
        Terminal terminal,
        Func<Workspace, Checked<Connection>> connect,
        CancellationToken cancellationToken)
    {
        var started = terminal.Host.Time.GetTimestamp();
        var (saved, problem) = await SavedPlan.ReadAsync(options.Plan, cancellationToken);
        if (problem is not null)
        {
            return terminal.Stop([problem], ExitCode.Failed);
        }

        var (review, exit) = await Review.MakeAsync(terminal, connect, ReviewOf(saved, options), cancellationToken);
        if (review is null)
        {
            return exit;
        }

        using (review)
        {
            var document = review.Document;
            if (!terminal.Options.Json)
            {
                terminal.Result(PlanText.Render(document));
            }

            if (saved is not null && SavedPlan.Stale(saved, document) is { IsEmpty: false } stale)
            {
                return terminal.Stop(stale, ExitCode.Stale);
            }

            if (!document.IsAllowed)
            {
                return terminal.Stop([.. document.Refusals.Select(refusal => refusal.Problem)], ExitCode.Refused);
            }

            if (!document.Plan.IsEmpty && saved is null && !options.AutoApprove && !Confirmed(terminal))
            {
                return ExitCode.Failed;
            }

            return await ApplyAsync(review, options, terminal, started, cancellationToken);
        }
    }

    /// <summary>A saved plan is held against a plan of the same day and the same part, and keeps its own approvals.</summary>
    private static ReviewOptions ReviewOf(PlanDocument? saved, ApplyOptions options) => saved is null
        ? new ReviewOptions(Approval: options.Approval)
        : new ReviewOptions(saved.Today, saved.Part?.Only ?? default, options.Approval, saved.Digest);

    private static bool Confirmed(Terminal terminal)
    {
        if (!terminal.Host.IsInteractive)
        {
            terminal.Report([CommandDiagnostics.NobodyToAsk()]);
            return false;
        }

        terminal.Host.Error.Write("\nApply these changes? Only \"yes\" is taken for a yes: ");
        if (terminal.Host.In.ReadLine()?.Trim() is "yes")
        {
            return true;
        }

        terminal.Note("Nothing was changed.");
        return false;
    }

    private static async Task<ExitCode> ApplyAsync(
        Review review,
        ApplyOptions options,
        Terminal terminal,
        long started,
        CancellationToken cancellationToken)
    {
        var document = review.Document;
        var stamp = StampOf(document, terminal.Host);
        var result = await CarryOutAsync(review, stamp, terminal, cancellationToken);
        var exit = cancellationToken.IsCancellationRequested && !result.IsComplete ? ExitCode.Interrupted
            : result.IsComplete ? ExitCode.Ok
            : ExitCode.Partial;
        var report = new ApplyReport(result)
        {
            Tool = App.Version,
            Organization = document.Organization,
            Run = stamp.Run,
            Plan = document.Digest,
            Started = terminal.Host.Time.GetUtcNow() - terminal.Host.Time.GetElapsedTime(started),
            Duration = terminal.Host.Time.GetElapsedTime(started),
            Requests = review.Connection.Requests,
            ExitCode = (int)exit,
        };
        await OutputFile.WriteAsync(options.Report, ReportJson.Render(report), CancellationToken.None);
        terminal.Result(terminal.Options.Json ? ReportJson.Render(report) : "\n" + ReportText.Render(report));
        return exit;
    }

    private static async Task<ApplyResult> CarryOutAsync(Review review, RunStamp stamp, Terminal terminal, CancellationToken cancellationToken)
    {
        var document = review.Document;
        using var audit = AuditLog.Open(review.Workspace.Configuration.Audit, stamp, terminal.Host.Time);
        // Deletions come before creations: wherever this run ends, there are no fewer users than these.
        audit.RunStarted(document, review.Recorded with { Users = review.Actual.Users.Length - document.Plan.Summary.Delete });
        IJournal journal = terminal.Options.Quiet
            ? audit
            : new Journals(audit, new Progress(terminal.Host.Error, document.Plan.Changes.Length));
        var applier = new Applier(review.Connection.Organization, journal, review.Workspace.Dialect.Capabilities, terminal.Host.Concurrency);
        var result = await applier.ApplyAsync(document.Plan, cancellationToken);
        audit.RunFinished(result, result.IsComplete && document.Part is null ? review.Recorded : null);
        return result;
    }

    private static RunStamp StampOf(PlanDocument document, Host host) => new()
    {
        Organization = document.Organization,
        Run = host.NewRunId(),
        Actor = host.Environment("GITHUB_ACTOR") ?? host.Environment("GITLAB_USER_LOGIN")
            ?? host.Environment("USER") ?? host.Environment("USERNAME") ?? "unknown",
        Commit = document.Source.Commit,
        Plan = document.Digest,
    };
}
