using System.Collections.Immutable;
using GenesysScimState.Auditing;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Planning;
using GenesysScimState.Rendering;

namespace GenesysScimState.Commands;

/// <summary>The part of <c>apply</c> that writes: carries a plan out, and says what became of it.</summary>
internal static class ApplyRun
{
    public static async Task<ExitCode> ApplyAsync(
        Review review,
        RunStamp stamp,
        ApplyOptions options,
        Terminal terminal,
        long started,
        CancellationToken cancellationToken)
    {
        using var writing = terminal.Host.Write?.Invoke();
        OutputFile.Prepare(options.Report);
        OutputFile.Prepare(options.Undo);
        var cutShort = CutShort.Read(review.Workspace.Configuration.Audit, stamp.Organization);
        var resolutions = cutShort?.Resolve(review.Whole, review.Actual) ?? [];
        var interruptedRun = cutShort is { IsFinished: false } ? cutShort : null;
        terminal.Report([.. resolutions.Select(resolution => resolution.Note)]);
        await using var interrupted = cancellationToken.Register(() =>
            terminal.Note("Interrupted: finishing what is under way. Once more stops at once."));
        var (result, unwritable) = await CarryOutAsync(review, stamp, (interruptedRun?.Run, resolutions), terminal, cancellationToken);
        var exit = cancellationToken.IsCancellationRequested && !result.IsComplete ? ExitCode.Interrupted
            : !result.IsComplete ? ExitCode.Partial
            : unwritable is null ? ExitCode.Ok
            : ExitCode.Failed;
        Afterwards? after = null;
        if (options.Verify && exit == ExitCode.Ok)
        {
            (exit, after) = await VerifyAsync(review, terminal, cancellationToken);
        }

        // Whoever interrupted may not wait for another read of the organization, so the report comes first then.
        var isHurried = cancellationToken.IsCancellationRequested;
        var undo = isHurried ? null : await UndoFile.WriteAsync(review, result, after, options.Undo, terminal);
        exit = UndoFile.ExitOf(exit, undo);
        var report = ReportOf(review, stamp, result, exit, terminal.Host.Time, started) with { Left = after?.Left.Value?.Changes, Continues = interruptedRun?.Reported(resolutions) };
        try
        {
            terminal.Result(terminal.Options.Json ? ReportJson.Render(report) : "\n" + ReportText.Render(report));
        }
        finally
        {
            // Also where stdout is on a disk that is full: what was done is told wherever it can be.
            OutputFile.Write(options.Report, () => ReportJson.Render(report));
        }

        // What the organization says of a change belongs on the line that asks for it.
        terminal.Annotate([.. report.Changes.Where(change => change.Problem is not null).Select(change => change.Problem! with { At = change.Problem.At ?? change.At })]);
        terminal.Report(unwritable is null ? [] : [unwritable]);
        undo ??= isHurried ? await UndoFile.WriteAsync(review, result, after, options.Undo, terminal) : null;
        undo?.Say(terminal);
        return UndoFile.ExitOf(exit, undo);
    }

    private static ApplyReport ReportOf(Review review, RunStamp stamp, ApplyResult result, ExitCode exit, TimeProvider time, long started) => new(result)
    {
        Tool = App.Version,
        Organization = stamp.Organization,
        Run = stamp.Run,
        Plan = stamp.Plan,
        Started = time.GetUtcNow() - time.GetElapsedTime(started),
        Duration = time.GetElapsedTime(started),
        Requests = review.Connection.Requests,
        ExitCode = (int)exit,
    };

    /// <summary>Everything was written by now, so whatever keeps this from being known is a partial success.</summary>
    private static async Task<(ExitCode Exit, Afterwards? After)> VerifyAsync(
        Review review, Terminal terminal, CancellationToken cancellationToken)
    {
        try
        {
            var after = await review.ReadAgainAsync(cancellationToken);
            terminal.Report(after.Left.Diagnostics);
            return (after.Left.Value is { IsEmpty: true } ? ExitCode.Ok : ExitCode.Partial, after);
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

    /// <summary>What was done, and why the log could not be ended, if it could not.</summary>
    private static async Task<(ApplyResult Result, Diagnostic? Unwritable)> CarryOutAsync(
        Review review,
        RunStamp stamp,
        (string? Run, ImmutableArray<Resolution> Resolutions) earlier,
        Terminal terminal,
        CancellationToken cancellationToken)
    {
        var document = review.Document;
        using var audit = AuditLog.Open(review.Workspace.Configuration.Audit, stamp, terminal.Host.Time, terminal.Host.Append);
        // A run that is cut short may have deleted already: the next one must not take that for a loss.
        var users = review.Actual.Users.Length - document.Plan.Summary.Delete;
        audit.RunStarted(document, review.Last is { } last ? last with { Users = users } : null, earlier.Run);
        foreach (var resolution in earlier.Resolutions)
        {
            audit.Resolved(resolution);
        }

        IJournal journal = terminal.Options.Quiet
            ? audit
            : new Journals(audit, new Progress(terminal.Host.Error, document.Plan.Changes.Length, terminal.Host.Time, terminal.Host.ErrorIsTerminal));
        var applier = new Applier(review.Connection.Organization, journal, review.Workspace.Dialect.Capabilities, review.Workspace.Concurrency ?? terminal.Host.Concurrency);
        var result = await applier.ApplyAsync(document.Plan, cancellationToken);
        try
        {
            var exit = cancellationToken.IsCancellationRequested && !result.IsComplete ? ExitCode.Interrupted : result.IsComplete ? ExitCode.Ok : ExitCode.Partial;
            audit.RunFinished(result, result.IsComplete ? review.Recorded : null, new RunEnd((int)exit, review.Connection.Requests));
            return (result, null);
        }
        catch (JournalException exception)
        {
            return (result, exception.Problem);
        }
    }

    /// <summary>An apply that guards refuse is recorded; that it cannot be is a finding of its own, and does not change the refusal.</summary>
    public static void Refuse(Review review, RunStamp stamp, Terminal terminal)
    {
        try
        {
            using var audit = AuditLog.Open(review.Workspace.Configuration.Audit, stamp, terminal.Host.Time, terminal.Host.Append);
            audit.Refused(review.Document);
        }
        catch (JournalException exception)
        {
            terminal.Report([exception.Problem]);
        }
    }

    public static RunStamp StampOf(PlanDocument document, string run, Host host) => new()
    {
        Organization = document.Organization,
        Run = run,
        Actor = ActorOf(host),
        Commit = document.Source.Commit,
        Plan = document.Digest,
    };

    public static string ActorOf(Host host) => host.Environment("GITHUB_ACTOR") ?? host.Environment("GITLAB_USER_LOGIN")
        ?? host.Environment("USER") ?? host.Environment("USERNAME") ?? (host.Account.Length > 0 ? host.Account : "unknown");
}
