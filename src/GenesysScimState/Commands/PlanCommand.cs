using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Rendering;

namespace GenesysScimState.Commands;

/// <param name="Save">Where the plan goes as JSON; null: nowhere.</param>
/// <param name="Markdown">Where the plan goes as Markdown; null: nowhere.</param>
/// <param name="DetailedExitCode">Whether changes are an exit code of their own.</param>
/// <param name="Review">What is planned for, and when.</param>
internal sealed record PlanCommandOptions(FileInfo? Save, FileInfo? Markdown, bool DetailedExitCode, ReviewOptions Review);

/// <summary><c>plan</c>: reads everything, writes nothing, and shows what apply would do.</summary>
internal static class PlanCommand
{
    public static async Task<ExitCode> RunAsync(
        PlanCommandOptions options,
        Terminal terminal,
        Func<Workspace, Checked<Connection>> connect,
        CancellationToken cancellationToken)
    {
        var (review, exit) = await Review.MakeAsync(terminal, connect, options.Review, cancellationToken);
        if (review is null)
        {
            return exit;
        }

        using (review)
        {
            var document = review.Document;
            OutputFile.Write(options.Save, stream => PlanJson.Write(stream, document));
            OutputFile.Write(options.Markdown, () => PlanMarkdown.Render(document));
            terminal.Result(document, isWhole: terminal.Options.Verbose);
            if (terminal.Options.Verbose)
            {
                terminal.Note(NormalisationText.Render(Normalisation.Explain(review.Workspace.Desired, review.Actual, review.Workspace.Dialect)));
            }

            if (options.Save is { } file && document is { IsAllowed: true, Plan.IsEmpty: false })
            {
                terminal.Note($"Saved to {Untrusted.Show(file.ToString())}. Apply it with: scimstate apply {Untrusted.Show(file.ToString())}");
            }

            terminal.Report([.. document.Refusals.Select(refusal => refusal.Problem)]);
            // The result has them all; on GitHub those about a line are shown on it too.
            terminal.Annotate([.. document.Warnings.Where(warning => warning.At is not null && !CommandDiagnostics.IsAboutApproval(warning))]);
            return (document.IsAllowed, document.Plan.IsEmpty || !options.DetailedExitCode) switch
            {
                (false, _) => ExitCode.Refused,
                (true, true) => ExitCode.Ok,
                (true, false) => ExitCode.Differs,
            };
        }
    }
}
