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
        foreach (var outcome in report.Result.Outcomes.Where(outcome => outcome.Kind != OutcomeKind.Done))
        {
            text.Append(CultureInfo.InvariantCulture, $"  ! {Untrusted.Show(outcome.Change.Address.ToString())}  {Words.Of(outcome.Change.Operation)} {Word(outcome.Kind)}\n");
            text.Append(CultureInfo.InvariantCulture, $"      {(outcome.Problem is { } problem ? DiagnosticText.Line(problem) : "")}\n");
        }

        var done = report.Result.Done;
        text.Append(report.Result.IsComplete ? "Apply complete: " : "Apply incomplete: ");
        text.Append(Counts(done)).Append('\n');
        if (!report.Result.IsComplete)
        {
            text.Append(CultureInfo.InvariantCulture, $"{report.Result.Count(OutcomeKind.Failed)} failed, {report.Result.Count(OutcomeKind.Skipped)} skipped, {report.Result.Count(OutcomeKind.NotAttempted)} not attempted. Run apply again to finish.\n");
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
