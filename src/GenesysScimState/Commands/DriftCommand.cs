using System.Collections.Immutable;
using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Rendering;

namespace GenesysScimState.Commands;

/// <summary><c>drift</c>: the same plan, seen from the organization's side.</summary>
internal static class DriftCommand
{
    public static async Task<ExitCode> RunAsync(
        FileInfo? markdown,
        ImmutableArray<Address> accept,
        Terminal terminal,
        Func<Workspace, Checked<Connection>> connect,
        CancellationToken cancellationToken)
    {
        var (review, exit) = await Review.MakeAsync(terminal, connect, new ReviewOptions(ChecksNames: accept.IsEmpty), cancellationToken);
        if (review is null)
        {
            return exit;
        }

        using (review)
        {
            if (!accept.IsEmpty)
            {
                return await AcceptDrift.RunAsync(review, accept, terminal, cancellationToken);
            }

            var endings = Endings.Soon(review.Workspace.Desired, review.Document.Today);
            OutputFile.Write(markdown, () => DriftText.Markdown(review.Document, endings));
            terminal.Result(terminal.Options.Json ? PlanJson.Render(review.Document) : DriftText.Render(review.Document, endings));
            return review.Document.Plan.IsEmpty ? ExitCode.Ok : ExitCode.Differs;
        }
    }
}
