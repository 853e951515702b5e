using GenesysScimState.Rendering;

namespace GenesysScimState.Commands;

/// <summary><c>show</c>: a saved plan, as text, JSON or Markdown; needs neither files nor organization.</summary>
internal static class ShowCommand
{
    public static async Task<ExitCode> RunAsync(FileInfo file, FileInfo? markdown, Terminal terminal, CancellationToken cancellationToken)
    {
        var (plan, problem) = await SavedPlan.ReadAsync(file, cancellationToken);
        if (plan is null)
        {
            return terminal.Stop([problem!], ExitCode.Failed);
        }

        await OutputFile.WriteAsync(markdown, PlanMarkdown.Render(plan), cancellationToken);
        terminal.Result(terminal.Options.Json ? PlanJson.Render(plan) : PlanText.Render(plan));
        terminal.Report([.. plan.Refusals.Select(refusal => refusal.Problem)]);
        return ExitCode.Ok;
    }
}
