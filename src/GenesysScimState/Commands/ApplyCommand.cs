using System.Collections.Immutable;
using System.Globalization;
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

        using var turn = new AuditLock();
        var run = terminal.Host.NewRunId();
        var (review, exit) = await Review.MakeAsync(
            terminal,
            workspace => Locked(turn, workspace, run, terminal.Host) is { } locked ? new(null, [locked]) : connect(workspace),
            ReviewOf(saved, options),
            cancellationToken);
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
                ?? await ApplyAsync(review, StampOf(review.Document, run, terminal.Host), options, terminal, started, cancellationToken);
        }
    }

    /// <summary>Why nothing may be written, told to the user; null when it may.</summary>
    private static ExitCode? Objection(PlanDocument? saved, PlanDocument document, ApplyOptions options, Terminal terminal)
    {
        if (saved is not null && SavedPlan.Stale(saved, document) is { IsEmpty: false } stale)
        {
            return terminal.Stop(stale, ExitCode.Stale);
        }

        if (!document.IsAllowed)
        {
            return terminal.Stop([.. document.Refusals.Select(refusal => refusal.Problem)], ExitCode.Refused);
        }

        var isAgreed = document.Plan.IsEmpty || saved is not null || options.AutoApprove || Confirmed(terminal);
        return isAgreed ? null : ExitCode.Failed;
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

    /// <summary>Before anything is read: what another apply is about to write would not be seen.</summary>
    private static Diagnostic? Locked(AuditLock turn, Workspace workspace, string run, Host host)
    {
        var configuration = workspace.Configuration;
        var actor = PersonalText.Of(configuration.Audit.PersonalData, configuration.Organization, ActorOf(host));
        var since = host.Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return turn.Take(configuration.Audit.Path, new AuditHolder(run, host.ProcessId, actor, since));
    }

    private static async Task<ExitCode> ApplyAsync(
        Review review,
        RunStamp stamp,
        ApplyOptions options,
        Terminal terminal,
        long started,
        CancellationToken cancellationToken)
    {
        var cutShort = CutShort.Read(review.Workspace.Configuration.Audit, stamp.Organization);
        var resolutions = cutShort?.Resolve(review.Whole) ?? [];
        terminal.Report([.. resolutions.Select(resolution => resolution.Note)]);
        var (result, unwritable) = await CarryOutAsync(review, stamp, (cutShort?.Run, resolutions), terminal, cancellationToken);
        var exit = cancellationToken.IsCancellationRequested && !result.IsComplete ? ExitCode.Interrupted
            : !result.IsComplete ? ExitCode.Partial
            : unwritable is null ? ExitCode.Ok
            : ExitCode.Failed;
        var report = new ApplyReport(result)
        {
            Tool = App.Version,
            Organization = stamp.Organization,
            Run = stamp.Run,
            Plan = stamp.Plan,
            Started = terminal.Host.Time.GetUtcNow() - terminal.Host.Time.GetElapsedTime(started),
            Duration = terminal.Host.Time.GetElapsedTime(started),
            Requests = review.Connection.Requests,
            ExitCode = (int)exit,
            Continues = cutShort?.Reported(resolutions),
        };
        await OutputFile.WriteAsync(options.Report, ReportJson.Render(report), CancellationToken.None);
        terminal.Result(terminal.Options.Json ? ReportJson.Render(report) : "\n" + ReportText.Render(report));
        terminal.Report(unwritable is null ? [] : [unwritable]);
        return exit;
    }

    /// <summary>What was done, and why the log could not be ended, if it could not.</summary>
    private static async Task<(ApplyResult Result, Diagnostic? Unwritable)> CarryOutAsync(
        Review review,
        RunStamp stamp,
        (string? Run, ImmutableArray<Resolution> Resolutions) earlier,
        Terminal terminal,
        CancellationToken cancellationToken)
    {
        var document = review.Document;
        using var audit = AuditLog.Open(review.Workspace.Configuration.Audit, stamp, terminal.Host.Time);
        audit.RunStarted(document, review.Recorded with { Users = review.Actual.Users.Length }, earlier.Run);
        foreach (var resolution in earlier.Resolutions)
        {
            audit.Resolved(resolution);
        }

        IJournal journal = terminal.Options.Quiet
            ? audit
            : new Journals(audit, new Progress(terminal.Host.Error, document.Plan.Changes.Length));
        var applier = new Applier(review.Connection.Organization, journal, review.Workspace.Dialect.Capabilities, terminal.Host.Concurrency);
        var result = await applier.ApplyAsync(document.Plan, cancellationToken);
        try
        {
            audit.RunFinished(result, result.IsComplete && document.Part is null ? review.Recorded : null);
            return (result, null);
        }
        catch (JournalException exception)
        {
            return (result, exception.Problem);
        }
    }

    private static RunStamp StampOf(PlanDocument document, string run, Host host) => new()
    {
        Organization = document.Organization,
        Run = run,
        Actor = ActorOf(host),
        Commit = document.Source.Commit,
        Plan = document.Digest,
    };

    private static string ActorOf(Host host) => host.Environment("GITHUB_ACTOR") ?? host.Environment("GITLAB_USER_LOGIN")
        ?? host.Environment("USER") ?? host.Environment("USERNAME") ?? "unknown";
}
