using System.Globalization;
using System.Text;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.GitHub;
using GenesysScimState.Rendering;

namespace GenesysScimState.Commands;

/// <param name="Result">What a command wrote with <c>--json</c>.</param>
/// <param name="IsDrift">Whether to tell it as drift.</param>
/// <param name="Save">Where it goes; null: to the summary of the job.</param>
internal sealed record SummaryOptions(FileInfo Result, bool IsDrift, FileInfo? Save);

/// <param name="Save">Where the plan goes.</param>
/// <param name="Artifact">Its name; null: <c>scimstate-plan-</c> and the organization.</param>
/// <param name="Workflow">The file name of the workflow that leaves it.</param>
internal sealed record FetchOptions(FileInfo Save, string? Artifact, string Workflow);

/// <summary><c>github summary</c> and <c>github fetch-plan</c>: the job summary and the outputs of a step; the reviewed plan.</summary>
internal static class GitHubRunCommands
{
    /// <summary>GitHub drops a summary of more than 1 MiB whole.</summary>
    private const int SummaryBytesMax = 1_000_000;

    public static async Task<ExitCode> SummaryAsync(SummaryOptions options, Terminal terminal, CancellationToken cancellationToken)
    {
        var (result, problem) = await RunResult.ReadAsync(options.Result, cancellationToken);
        var path = options.Save?.FullName ?? terminal.Host.Environment("GITHUB_STEP_SUMMARY");
        if (result is null || path is null)
        {
            return terminal.Stop([problem ?? GitHubDiagnostics.NoSummaryFile()], ExitCode.Failed);
        }

        if (options.IsDrift && result.Plan is null && result.Report is not null)
        {
            return terminal.Stop([GitHubDiagnostics.NotADrift(options.Result.Name)], ExitCode.Failed);
        }

        var place = await PublishedAs.ReadAsync(terminal, result, cancellationToken);
        var there = options.Save is null && File.Exists(path) ? (int)Math.Min(new FileInfo(path).Length, SummaryBytesMax) : 0;
        var form = place.Form(SummaryBytesMax - there, options.IsDrift ? "scimstate drift" : "scimstate");
        var text = options.IsDrift && result.Plan is { } document
            ? new DriftMarkdown(form, place.Writers).Render(document, DriftMemory.Empty)
            : result.Markdown(place.Organization, form);
        if (options.Save is null)
        {
            await File.AppendAllTextAsync(path, text + "\n", cancellationToken);
        }
        else
        {
            OutputFile.Write(options.Save, text);
        }

        await OutputsAsync(result, terminal.Host, cancellationToken);
        terminal.Result(result.Summary is { } summary ? $"{place.Shown}: {(result.Report is null ? Words.LastLine(summary) : Done(result.Report))}\n" : $"{place.Shown}: {Words.Count(result.Findings.Length, "finding")}.\n");
        return ExitCode.Ok;
    }

    public static Task<ExitCode> FetchPlanAsync(FetchOptions options, Terminal terminal, CancellationToken cancellationToken) =>
        GitHubCommands.WithApiAsync(terminal, async api =>
        {
            var name = options.Artifact ?? $"scimstate-plan-{(await PublishedAs.ReadAsync(terminal, new RunResult(), cancellationToken)).Organization}";
            if (api.Context.Commit is not { } commit || await PullRequest.OfCommitAsync(api, commit, cancellationToken) is not { IsMerged: true } pull)
            {
                return terminal.Stop([GitHubDiagnostics.NoReviewedPlan(name, api.Context.Commit is { } known ? $"no merged pull request brought the commit {known}" : "no commit is known; GITHUB_SHA names it")], ExitCode.Failed);
            }

            var plan = await PlanArtifact.FetchAsync(api, new(name, options.Workflow), pull, cancellationToken);
            OutputFile.Prepare(options.Save);
            OutputFile.Write(options.Save, Encoding.UTF8.GetString(plan));
            var (saved, problem) = SavedPlan.Read(options.Save);
            // The files of a pull request cannot vouch for an undo plan, and whoever may push a branch may upload an artifact.
            problem = saved?.Undoes is not null ? GitHubDiagnostics.UndoIsNotReviewed(name) : problem;
            if (problem is not null)
            {
                OutputFile.RemoveEarlier(options.Save);
                return terminal.Stop([problem], ExitCode.Failed);
            }

            terminal.Result($"The plan reviewed in pull request #{MarkdownRoom.Number(pull.Number)}: {Untrusted.Show(options.Save.ToString())}\n");
            return ExitCode.Ok;
        });

    /// <summary>The outputs of the step, by the names that other plan actions use.</summary>
    private static async Task OutputsAsync(RunResult result, Host host, CancellationToken cancellationToken)
    {
        if (host.Environment("GITHUB_OUTPUT") is { } path && result.Summary is { } summary)
        {
            var (add, change, destroy) = result.Report is null ? summary.Totals : Totals(result.Report);
            var changes = add + change + destroy > 0 || result.Plan is { Plan.IsEmpty: false };
            await File.AppendAllTextAsync(
                path,
                string.Create(CultureInfo.InvariantCulture, $"changes={(changes ? "true" : "false")}\nto_add={add}\nto_change={change}\nto_destroy={destroy}\n"),
                cancellationToken);
        }
    }

    /// <summary>Of what was done; a report counts members and not the groups they are in.</summary>
    private static (int Add, int Change, int Destroy) Totals(ApplyReport report) =>
        (report.Done.Create, report.Done.Update + report.Done.Activate + report.Changes.Count(change => change is { Outcome: "done", Operation: "add-members" or "remove-members" }), report.Done.Deactivate + report.Done.Delete);

    private static string Done(ApplyReport report)
    {
        var (add, change, destroy) = Totals(report);
        return string.Create(CultureInfo.InvariantCulture, $"{add} added, {change} changed, {destroy} destroyed.{(report.IsComplete ? "" : " Not everything is done.")}");
    }
}
