using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Rendering;

/// <summary>The end of an apply for a terminal: what failed, by name, then the counts.</summary>
internal static class ReportText
{
    public static string Render(ApplyReport report)
    {
        var text = new StringBuilder();
        var stopped = report.Result.Stopped;
        foreach (var outcome in report.Result.Outcomes.Where(outcome => outcome.Kind != OutcomeKind.Done && !IsCollective(outcome, stopped)))
        {
            Append(text, $"{Untrusted.Show(outcome.Change.Address.ToString())}  {Words.Of(outcome.Change.Operation)} {Word(outcome.Kind)}", outcome.Problem);
        }

        if (report.Result.Outcomes.Count(outcome => IsCollective(outcome, stopped)) is > 0 and var count)
        {
            Append(text, $"{Words.Count(count, "change")} not attempted", stopped);
        }

        var done = report.Result.Done;
        text.Append(report.Result.IsComplete ? "Apply complete: " : "Apply incomplete: ");
        text.Append(Counts(done)).Append('\n');
        if (!report.Result.IsComplete)
        {
            text.Append(NotDone(report.Result)).Append(" Run apply again to finish.\n");
        }

        text.Append(Requests(report)).Append('\n').Append(Left(report.Left));
        return text.ToString();
    }

    /// <summary>What did not start because the run stopped is said once, not a thousand times.</summary>
    private static bool IsCollective(Outcome outcome, Diagnostic? stopped) =>
        stopped is not null && outcome is { Kind: OutcomeKind.NotAttempted, PeopleDone: 0 };

    private static void Append(StringBuilder text, string what, Diagnostic? problem) =>
        text.Append(CultureInfo.InvariantCulture, $"  ! {what}\n      {(problem is null ? "" : DiagnosticText.Line(problem))}\n");

    public static string Word(OutcomeKind kind) => kind switch
    {
        OutcomeKind.Done => "done",
        OutcomeKind.Unverified => "unverified",
        OutcomeKind.Failed => "failed",
        OutcomeKind.Skipped => "skipped",
        OutcomeKind.NotAttempted => "not attempted",
    };

    private static string Counts(PlanSummary done) =>
        $"{done.Create} created, {done.Update} updated, {done.Activate} activated, {done.Deactivate} deactivated, {done.Delete} deleted; {Words.Count(done.MembersAdded, "member")} added, {done.MembersRemoved} removed.";

    private static string NotDone(ApplyResult result)
    {
        var unverified = result.Count(OutcomeKind.Unverified) is > 0 and var count ? $", {count} unverified" : "";
        return $"{result.Count(OutcomeKind.Failed)} failed{unverified}, {result.Count(OutcomeKind.Skipped)} skipped, {result.Count(OutcomeKind.NotAttempted)} not attempted.";
    }

    private static string Left(ImmutableArray<Change>? left) => left switch
    {
        null => "",
        { IsEmpty: true } => "Verified: nothing is left to do.\n",
        { } some => $"Not verified: {Words.Count(some.Length, "change")} left to do.\n{string.Concat(some.Select(change => $"  {Words.Symbol(change.Operation)} {Untrusted.Show(change.Address.ToString())}  {Words.Phrase(change)}\n"))}",
    };

    private static string Requests(ApplyReport report)
    {
        var methods = string.Join(", ", report.Requests.Select(method => $"{method.Value} {method.Key}"));
        var seconds = report.Duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        return $"{Words.Count(report.Requests.Values.Sum(), "request")} ({methods}) in {seconds} s.";
    }
}
