using System.Collections.Immutable;
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
/// <param name="Verify">Read and plan again at the end; nothing may be left to do.</param>
internal sealed record ApplyOptions(FileInfo? Plan, bool AutoApprove, FileInfo? Report, FileInfo? Approval, bool Verify);

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
            if (!terminal.Options.Json)
            {
                terminal.Result(PlanText.Render(review.Document));
            }

            return Objection(saved, review.Document, options, terminal)
                ?? await ApplyAsync(review, options, terminal, started, cancellationToken);
        }
    }

    /// <summary>Why nothing may be written, told to the user; null when it may.</summary>
    private static ExitCode? Objection(PlanDocument? saved, PlanDocument document, ApplyOptions options, Terminal terminal)
    {
        if (saved is not null)
        {
            if (SavedPlan.Stale(saved, document) is { IsEmpty: false } stale)
            {
                return terminal.Stop(stale, ExitCode.Stale);
            }

            var done = PlanComparison.Of(saved.Plan, document.Plan).Done.Length;
            terminal.Note($"Reviewed plan of {Words.Count(saved.Plan.Changes.Length, "change")}: {done} done already, {document.Plan.Changes.Length} to do.");
        }

        if (!document.IsAllowed)
        {
            return terminal.Stop([.. document.Refusals.Select(refusal => refusal.Problem)], ExitCode.Refused);
        }

        return document.Plan.IsEmpty || saved is not null || options.AutoApprove ? null : Ask(terminal);
    }

    /// <summary>A saved plan is held against a plan of the same day and the same part, and keeps its own approvals.</summary>
    private static ReviewOptions ReviewOf(PlanDocument? saved, ApplyOptions options) => saved is null
        ? new ReviewOptions(Approval: options.Approval)
        : new ReviewOptions(saved.Today, saved.Part?.Only ?? default, options.Approval, saved.Digest);

    private static ExitCode? Ask(Terminal terminal)
    {
        if (!terminal.Host.IsInteractive)
        {
            return terminal.Stop([CommandDiagnostics.NobodyToAsk()], ExitCode.Failed);
        }

        terminal.Host.Error.Write("\nApply these changes? Only \"yes\" is taken for a yes: ");
        return terminal.Host.In.ReadLine()?.Trim() is "yes" ? null : terminal.Stop([CommandDiagnostics.NotAgreed()], ExitCode.Failed);
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
        await using var interrupted = cancellationToken.Register(() =>
            terminal.Note("Interrupted: finishing what is under way. Once more stops at once."));
        var result = await CarryOutAsync(review, stamp, terminal, cancellationToken);
        var exit = cancellationToken.IsCancellationRequested && !result.IsComplete ? ExitCode.Interrupted
            : result.IsComplete ? ExitCode.Ok
            : ExitCode.Partial;
        ImmutableArray<Change>? left = null;
        if (options.Verify && exit == ExitCode.Ok)
        {
            (exit, left) = await VerifyAsync(review, terminal, cancellationToken);
        }

        var report = new ApplyReport(result)
        {
            Tool = App.Version,
            Organization = document.Organization,
            Run = stamp.Run,
            Plan = document.Digest,
            Started = terminal.Host.Time.GetUtcNow() - terminal.Host.Time.GetElapsedTime(started),
            Duration = terminal.Host.Time.GetElapsedTime(started),
            Requests = review.Connection.Requests,
            Left = left,
            ExitCode = (int)exit,
        };
        await OutputFile.WriteAsync(options.Report, ReportJson.Render(report), CancellationToken.None);
        terminal.Result(terminal.Options.Json ? ReportJson.Render(report) : "\n" + ReportText.Render(report));
        return exit;
    }

    /// <summary>Everything was written by now, so whatever keeps this from being known is a partial success.</summary>
    private static async Task<(ExitCode Exit, ImmutableArray<Change>? Left)> VerifyAsync(
        Review review, Terminal terminal, CancellationToken cancellationToken)
    {
        try
        {
            var planned = await review.AgainAsync(cancellationToken);
            terminal.Report(planned.Diagnostics);
            return planned.Value is { } plan
                ? (plan.IsEmpty ? ExitCode.Ok : ExitCode.Partial, plan.Changes)
                : (ExitCode.Partial, null);
        }
        catch (OrganizationException exception)
        {
            terminal.Report([exception.Problem]);
            return (ExitCode.Partial, null);
        }
        catch (OperationCanceledException)
        {
            terminal.Note("Interrupted: everything was applied, and not verified.");
            return (ExitCode.Interrupted, null);
        }
    }

    private static async Task<ApplyResult> CarryOutAsync(Review review, RunStamp stamp, Terminal terminal, CancellationToken cancellationToken)
    {
        var document = review.Document;
        using var audit = AuditLog.Open(review.Workspace.Configuration.Audit, stamp, terminal.Host.Time);
        audit.RunStarted(document, review.Recorded with { Users = review.Actual.Users.Length });
        IJournal journal = terminal.Options.Quiet
            ? audit
            : new Journals(audit, new Progress(terminal.Host.Error, document.Plan.Changes.Length, terminal.Host.Time, terminal.Host.ErrorIsTerminal));
        var applier = new Applier(review.Connection.Organization, journal, review.Workspace.Dialect.Capabilities, terminal.Host.Concurrency);
        var result = await applier.ApplyAsync(document.Plan, cancellationToken);
        try
        {
            audit.RunFinished(result, result.IsComplete && document.Part is null ? review.Recorded : null);
        }
        catch (JournalException exception)
        {
            // What was done is done, and has to be reported.
            terminal.Report([exception.Problem]);
        }

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
