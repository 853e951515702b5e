using System.Collections.Immutable;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Rendering;

namespace GenesysScimState.Commands;

/// <summary>What <c>apply --undo FILE</c> leaves: the plan that takes back what was done.</summary>
/// <param name="Plan">Null when it could not be written.</param>
/// <param name="Findings">What cannot be taken back, or why nothing was written.</param>
internal sealed record UndoFile(FileInfo File, PlanDocument? Plan, ImmutableArray<Diagnostic> Findings)
{
    /// <summary>Whether files asked for what was done; of what takes back an undo plan they know nothing.</summary>
    private bool IsDeclared { get; init; }

    /// <param name="review">What was applied.</param>
    /// <param name="result">What became of it.</param>
    /// <param name="after">The organization afterwards, when it has been read already.</param>
    /// <param name="file">Null: nobody asked.</param>
    /// <param name="terminal">See <see cref="Review.UndoOf"/>.</param>
    public static async Task<UndoFile?> WriteAsync(Review review, ApplyResult result, Afterwards? after, FileInfo? file, Terminal terminal)
    {
        if (file is null)
        {
            return null;
        }

        try
        {
            // Not by the token of the run: whoever interrupts one wants to know the way back. A second Ctrl-C ends this as well.
            after ??= await review.ReadAgainAsync(CancellationToken.None);
            var (plan, findings) = PlanOf(review, result, after, file, terminal);
            OutputFile.Write(file, stream => PlanJson.Write(stream, plan));
            return new UndoFile(file, plan, findings) { IsDeclared = review.Document.Undoes is null };
        }
        catch (OrganizationException exception)
        {
            return new UndoFile(file, null, [exception.Problem, ApplyDiagnostics.NoUndoPlan(file.ToString(), "the organization could not be read after the run")]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new UndoFile(file, null, [ApplyDiagnostics.NoUndoPlan(file.ToString(), exception.Message)]);
        }
    }

    /// <summary>What was asked for and is not there is a failure, also when everything was applied.</summary>
    public static ExitCode ExitOf(ExitCode run, UndoFile? undo) => run == ExitCode.Ok && undo is { Plan: null } ? ExitCode.Failed : run;

    public void Say(Terminal terminal)
    {
        terminal.Report(Findings);
        if (Plan is { } plan)
        {
            var name = Untrusted.Show(File.ToString());
            terminal.Note(plan.Plan.IsEmpty
                ? $"Undo: nothing to undo. A plan without changes was saved to {name}."
                : $"Undo: {Counts(plan.Plan.Summary)}; saved to {name}. "
                    + (plan.IsAllowed ? $"Apply it with: scimstate apply {name}." : $"{Words.Count(plan.Refusals.Length, "guard")} would refuse it: see scimstate show {name}.")
                    + (IsDeclared ? " The state files still ask for what was applied: revert the commit as well, or the next apply does it again." : ""));
        }
    }

    private static (PlanDocument Plan, ImmutableArray<Diagnostic> Findings) PlanOf(
        Review review, ApplyResult result, Afterwards after, FileInfo file, Terminal terminal)
    {
        var applied = review.Saved ?? review.Document;
        // Who could not be created and is there all the same was created by somebody else.
        var others = result.Outcomes.Where(outcome => outcome is { Kind: OutcomeKind.Failed, Change.Operation: Operation.Create })
            .Select(outcome => outcome.Change.Address).ToHashSet();
        var done = applied.Plan with { Changes = [.. applied.Plan.Changes.Where(change => change.Operation != Operation.Create || !others.Contains(change.Address))] };
        var (earlier, _) = SavedPlan.Read(file);
        var (plan, findings) = review.UndoOf(done, after.Actual, earlier?.Undoes == applied.Digest ? earlier.Plan.Changes : [], terminal);
        ImmutableArray<Diagnostic> late = NotShown(result, after) is { IsEmpty: false } addresses ? [ApplyDiagnostics.NotShownYet(addresses)] : [];
        return (plan with { Warnings = [.. late, .. plan.Warnings] }, [.. late, .. findings]);
    }

    /// <summary>What was done and would be planned again: reads may lag behind writes.</summary>
    private static ImmutableArray<Address> NotShown(ApplyResult result, Afterwards after)
    {
        var left = after.Left.Value ?? Core.Planning.Plan.Empty;
        var done = new Plan([.. result.Outcomes.Where(outcome => outcome.Kind == OutcomeKind.Done).Select(outcome => outcome.Change)], []);
        var others = PlanComparison.Of(done, left).Unreviewed.ToHashSet();
        return [.. left.Changes.Where(change => !others.Contains(change)).Select(change => change.Address).Distinct()];
    }

    private static string Counts(PlanSummary summary) => string.Join(", ", new[]
    {
        (summary.Create, "user", "create"), (summary.Update, "user", "update"), (summary.Activate, "user", "activate"),
        (summary.Deactivate, "user", "deactivate"), (summary.MembersAdded, "member", "add"), (summary.MembersRemoved, "member", "remove"),
    }.Where(part => part.Item1 > 0).Select(part => $"{Words.Count(part.Item1, part.Item2)} to {part.Item3}"));
}
