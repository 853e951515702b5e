using System.Globalization;
using System.Text;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Rendering;

/// <summary>The end of an apply for a terminal: what failed, by name, then the counts.</summary>
internal static class ReportText
{
    public static string Render(ApplyReport report)
    {
        var text = new StringBuilder();
        foreach (var change in report.Changes.Where(change => change.Outcome != Word(OutcomeKind.Done)))
        {
            text.Append(CultureInfo.InvariantCulture, $"  ! {Untrusted.Show(change.Address)}  {change.Operation} {change.Outcome}\n");
            text.Append(change.Problem is { } problem ? $"      {DiagnosticText.Line(problem)}\n" : "");
        }

        text.Append(report.IsComplete ? "Apply complete: " : "Apply incomplete: ");
        text.Append(Counts(report.Done)).Append('\n');
        if (!report.IsComplete)
        {
            text.Append(CultureInfo.InvariantCulture, $"{report.Count(OutcomeKind.Failed)} failed, {report.Count(OutcomeKind.Skipped)} skipped, {report.Count(OutcomeKind.NotAttempted)} not attempted. Run apply again to finish.\n");
        }

        if (report.Continues is { } earlier)
        {
            text.Append(CultureInfo.InvariantCulture, $"This went on from run {Untrusted.Show(earlier.Run)}, which was cut short; what it had done is counted.\n");
        }

        text.Append(Requests(report)).Append('\n');
        return text.ToString();
    }

    public static string Word(OutcomeKind kind) => kind switch
    {
        OutcomeKind.Done => "done",
        OutcomeKind.Failed => "failed",
        OutcomeKind.Skipped => "skipped",
        OutcomeKind.NotAttempted => "not attempted",
    };

    private static string Counts(PlanSummary done) =>
        $"{done.Create} created, {done.Update} updated, {done.Activate} activated, {done.Deactivate} deactivated, {done.Delete} deleted; {Words.Count(done.MembersAdded, "member")} added, {done.MembersRemoved} removed.";

    private static string Requests(ApplyReport report)
    {
        var methods = string.Join(", ", report.Requests.Select(method => $"{method.Value} {method.Key}"));
        var seconds = report.Duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        return $"{Words.Count(report.Requests.Values.Sum(), "request")} ({methods}) in {seconds} s.";
    }
}
