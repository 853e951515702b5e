using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Rendering;

namespace GenesysScimState.Commands;

/// <summary><c>check</c>: whether the organization can be worked with, as far as looking tells.</summary>
internal static class CheckCommand
{
    public static async Task<ExitCode> RunAsync(
        Terminal terminal, Func<Workspace, Checked<Connection>> connect, CancellationToken cancellationToken)
    {
        var files = await WorkspaceReader.ReadTargetAsync(terminal.Folder, cancellationToken);
        if (files.Value is not { } workspace)
        {
            return terminal.Stop(files.Diagnostics, ExitCode.Invalid);
        }

        terminal.Report(files.Diagnostics);
        var opened = connect(workspace);
        if (opened.Value is not { } connection)
        {
            return terminal.Stop(opened.Diagnostics);
        }

        using (connection)
        {
            var probes = await connection.ProbeAsync(cancellationToken);
            var configuration = workspace.Configuration;
            var target = Review.Label(configuration.Target, terminal.Host);
            terminal.Annotate([.. probes.Select(probe => probe.Problem).OfType<Diagnostic>()]);
            terminal.Result(terminal.Options.Json
                ? CheckText.Json(configuration.Organization, target, workspace.Dialect.Name, probes)
                : CheckText.Render(configuration.Organization, target, workspace.Dialect.Name, probes));
            return probes.Any(probe => probe.Problem?.Severity == Severity.Error) ? ExitCode.Failed : ExitCode.Ok;
        }
    }
}
