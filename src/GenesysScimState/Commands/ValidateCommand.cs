using GenesysScimState.Config;
using GenesysScimState.Rendering;

namespace GenesysScimState.Commands;

/// <summary><c>validate</c>: everything that can be said about the files without the organization.</summary>
internal static class ValidateCommand
{
    public static async Task<ExitCode> RunAsync(Terminal terminal, CancellationToken cancellationToken)
    {
        var files = await WorkspaceReader.ReadAsync(terminal.Folder, cancellationToken);
        if (files.HasErrors)
        {
            return terminal.Stop(files.Diagnostics, ExitCode.Invalid);
        }

        terminal.Report(files.Diagnostics);
        var desired = files.Value!.Desired;
        terminal.Result(terminal.Options.Json
            ? DiagnosticJson.Render(files.Diagnostics)
            : $"Valid: {Words.Count(desired.Users.Length, "user")} and {Words.Count(desired.Groups.Length, "group")} in {Words.Count(files.Value.StateFiles.Count(), "state file")}.\n");
        return ExitCode.Ok;
    }
}
