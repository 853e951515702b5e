using GenesysScimState.Rendering;

namespace GenesysScimState.Commands;

/// <summary><c>show</c>: a saved plan, as text, JSON, Markdown or a page; needs neither files nor organization.</summary>
internal static class ShowCommand
{
    public static async Task<ExitCode> RunAsync(
        FileInfo file, FileInfo? markdown, FileInfo? html, Terminal terminal, CancellationToken cancellationToken)
    {
        var (plan, problem) = SavedPlan.Read(file);
        if (plan is null)
        {
            return terminal.Stop([problem!], ExitCode.Failed);
        }

        await OutputFile.WriteAsync(markdown, () => PlanMarkdown.Render(plan), cancellationToken);
        await OutputFile.WriteAsync(html, () => PlanHtml.Render(plan), cancellationToken);
        terminal.Result(plan, isWhole: true);
        terminal.Report([.. plan.Refusals.Select(refusal => refusal.Problem)]);
        return ExitCode.Ok;
    }
}
