using System.Globalization;
using GenesysScimState.Auditing;
using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Planning;
using GenesysScimState.Rendering;

namespace GenesysScimState.Commands;

/// <param name="Plan">A saved plan; null: plan now and ask.</param>
/// <param name="AutoApprove">Do not ask.</param>
/// <param name="Report">Where the report goes as JSON; null: nowhere.</param>
/// <param name="Approval">An approval of what guards refuse; null: only those in <c>approvals/</c>.</param>
/// <param name="Verify">Read and plan again at the end; nothing may be left to do.</param>
/// <param name="Undo">Where the plan goes that takes back what was done; null: nowhere.</param>
internal sealed record ApplyOptions(FileInfo? Plan, bool AutoApprove, FileInfo? Report, FileInfo? Approval, bool Verify, FileInfo? Undo);

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
        var (saved, problem) = SavedPlan.Read(options.Plan);
        if (problem is not null)
        {
            return terminal.Stop([problem], ExitCode.Failed);
        }

        using var turn = new AuditLock();
        var run = terminal.Host.NewRunId();
        var (review, exit) = await Review.MakeAsync(
            terminal,
            workspace => (SavedPlan.ForAnother(saved, workspace, terminal.Host) ?? Locked(turn, workspace, run, terminal.Host)) is { } problem
                ? new(null, [problem])
                : connect(workspace),
            ReviewOf(saved, options),
            cancellationToken);
        if (review is null)
        {
            return exit;
        }

        using (review)
        {
            var stale = saved is null ? [] : SavedPlan.Stale(saved, review.Document, review.Actual);
            // An empty plan of today would be headed "nothing to do", which is not why the run stops.
            if (!terminal.Options.Json && (stale.IsEmpty || !review.Document.Plan.IsEmpty))
            {
                terminal.Result(review.Document, isWhole: terminal.Options.Verbose);
            }

            var stamp = ApplyRun.StampOf(review.Document, run, terminal.Host);
            return !stale.IsEmpty ? terminal.Stop(stale, ExitCode.Stale) : Objection(saved, review, stamp, terminal)
                ?? await AskAsync(saved, review.Document, options, terminal, cancellationToken)
                ?? await ApplyRun.ApplyAsync(review, stamp, options, terminal, started, cancellationToken);
        }
    }

    /// <summary>Why nothing may be written, told to the user; null when it may.</summary>
    private static ExitCode? Objection(PlanDocument? saved, Review review, RunStamp stamp, Terminal terminal)
    {
        var document = review.Document;
        if (saved is not null)
        {
            var done = PlanComparison.Of(saved.Plan, document.Plan).Done.Length;
            terminal.Note($"Reviewed plan of {Words.Count(saved.Plan.Changes.Length, "change")}: {done} done already, {document.Plan.Changes.Length} to do.");
        }

        if (document.IsAllowed)
        {
            return null;
        }

        ApplyRun.Refuse(review, stamp, terminal);
        return terminal.Stop([.. document.Refusals.Select(refusal => refusal.Problem)], ExitCode.Refused);
    }

    /// <summary>
    /// A saved plan is held against a plan of today for the same part, and keeps its own approvals. What has ended since it
    /// was made is a difference that nobody reviewed.
    /// </summary>
    private static ReviewOptions ReviewOf(PlanDocument? saved, ApplyOptions options) => saved is null
        ? new ReviewOptions(Approval: options.Approval)
        : new ReviewOptions(Only: saved.Part?.Only ?? default, Approval: options.Approval, Saved: saved);

    /// <summary>Null when it may go on: somebody said yes, or nobody has to.</summary>
    private static async Task<ExitCode?> AskAsync(
        PlanDocument? saved, PlanDocument document, ApplyOptions options, Terminal terminal, CancellationToken cancellationToken)
    {
        if (document.Plan.IsEmpty || saved is not null || options.AutoApprove)
        {
            return null;
        }

        if (!terminal.Host.IsInteractive)
        {
            return terminal.Stop([CommandDiagnostics.NobodyToAsk()], ExitCode.Failed);
        }

        terminal.Host.Error.Write("\nApply these changes? Only \"yes\" is taken for a yes: ");
        var answer = await Task.Run(terminal.Host.In.ReadLine, CancellationToken.None).WaitAsync(cancellationToken);
        return answer?.Trim() is "yes" ? null : terminal.Stop([CommandDiagnostics.NotAgreed()], ExitCode.Failed);
    }

    /// <summary>Before anything is read: what another apply is about to write would not be seen.</summary>
    private static Diagnostic? Locked(AuditLock turn, Workspace workspace, string run, Host host)
    {
        var configuration = workspace.Configuration;
        var actor = PersonalText.Of(configuration.Audit.PersonalData, configuration.Organization, ApplyRun.ActorOf(host));
        var since = host.Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return turn.Take(configuration.Audit.Path, new AuditHolder(run, host.ProcessId, actor, since));
    }
}
