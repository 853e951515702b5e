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
    /// <summary>Of one outcome, the changes that are named; the JSON report has them all.</summary>
    private const int Named = 20;

    public static string Render(ApplyReport report)
    {
        var text = new StringBuilder();
        var notAttempted = Word(OutcomeKind.NotAttempted);
        var named = report.Changes.Where(change => change.Outcome != Word(OutcomeKind.Done) && change.Outcome != notAttempted).ToArray();
        foreach (var change in named.Take(Named))
        {
            Append(text, $"{Untrusted.Show(change.Address)}  {change.Operation} {change.Outcome}", change.Problem);
        }

        text.Append(named.Length > Named ? $"  ! and {named.Length - Named} more, which the report as JSON names\n" : "");
        // What did not start is said once, not a thousand times.
        if (report.Count(OutcomeKind.NotAttempted) is > 0 and var waiting)
        {
            var first = report.Changes.FirstOrDefault(change => change.Outcome == notAttempted);
            Append(text, $"{Words.Count(waiting, "change")} not attempted", first?.Problem is { } problem ? problem with { At = null } : null);
        }

        text.Append(report.IsComplete ? "Apply complete: " : "Apply incomplete: ").Append(Counts(report.Done)).Append('\n');
        text.Append(report.IsComplete ? "" : $"{NotDone(report)} Run apply again to finish.\n");
        text.Append(report.Continues is { } earlier
            ? $"This went on from run {Untrusted.Show(earlier.Run)}, which was cut short; what it had done is counted.\n"
            : "");
        return text.Append(Requests(report)).Append(Left(report.Left)).ToString();
    }

    public static string Word(OutcomeKind kind) => kind switch
    {
        OutcomeKind.Done => "done",
        OutcomeKind.Unverified => "unverified",
        OutcomeKind.Failed => "failed",
        OutcomeKind.Unknown => "unknown",
        OutcomeKind.Skipped => "skipped",
        OutcomeKind.NotAttempted => "not attempted",
    };

    private static void Append(StringBuilder text, string what, Diagnostic? problem) =>
        text.Append(CultureInfo.InvariantCulture, $"  ! {what}\n{(problem is null ? "" : $"      {DiagnosticText.Line(problem)}\n")}");

    private static string Counts(PlanSummary done) =>
        $"{done.Create} created, {done.Update} updated, {done.Activate} activated, {done.Deactivate} deactivated, {done.Delete} deleted; {Words.Count(done.MembersAdded, "member")} added, {done.MembersRemoved} removed.";

    private static string NotDone(ApplyReport report)
    {
        var unverified = report.Count(OutcomeKind.Unverified) is > 0 and var count ? $", {count} unverified" : "";
        var unknown = report.Count(OutcomeKind.Unknown) is > 0 and var open ? $", {open} unknown" : "";
        return $"{report.Count(OutcomeKind.Failed)} failed{unverified}{unknown}, {report.Count(OutcomeKind.Skipped)} skipped, {report.Count(OutcomeKind.NotAttempted)} not attempted.";
    }

    private static string Left(ImmutableArray<Change>? left) => left switch
    {
        null => "",
        { IsEmpty: true } => "Verified: nothing is left to do.\n",
        { } some => $"Not verified: {Words.Count(some.Length, "change")} left to do.\n{string.Concat(some.Select(change => $"  {Words.Symbol(change.Operation)} {Untrusted.Show(change.Address.ToString())}  {Words.Phrase(change)}\n"))}",
    };

    private static string Requests(ApplyReport report)
    {
        if (report.Requests is null)
        {
            return "";
        }

        var methods = string.Join(", ", report.Requests.Select(method => $"{method.Value} {method.Key}"));
        var seconds = report.Duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        return $"{Words.Count(report.Requests.Values.Sum(), "request")} ({methods}) in {seconds} s.\n";
    }
}
