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

        OutputFile.Write(markdown, () => PlanMarkdown.Render(plan));
        OutputFile.Write(html, () => PlanHtml.Render(plan));
        terminal.Result(plan, isWhole: true);
        terminal.Report([.. plan.Refusals.Select(refusal => refusal.Problem)]);
        return ExitCode.Ok;
    }
}
