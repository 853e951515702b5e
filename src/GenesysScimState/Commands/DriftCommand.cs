using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Rendering;

namespace GenesysScimState.Commands;

/// <summary><c>drift</c>: the same plan, seen from the organization's side.</summary>
internal static class DriftCommand
{
    public static async Task<ExitCode> RunAsync(
        FileInfo? markdown,
        Terminal terminal,
        Func<Workspace, Checked<Connection>> connect,
        CancellationToken cancellationToken)
    {
        var (review, exit) = await Review.MakeAsync(terminal, connect, new ReviewOptions(), cancellationToken);
        if (review is null)
        {
            return exit;
        }

        using (review)
        {
            var plan = review.Document.Plan;
            await OutputFile.WriteAsync(markdown, DriftText.Markdown(review.Document), cancellationToken);
            terminal.Result(terminal.Options.Json ? PlanJson.Render(review.Document) : DriftText.Render(review.Document));
            return plan.IsEmpty && plan.Unlisted.IsEmpty ? ExitCode.Ok : ExitCode.Differs;
        }
    }
}
