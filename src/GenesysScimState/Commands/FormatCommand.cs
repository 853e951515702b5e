using System.Collections.Immutable;
using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Editing;
using GenesysScimState.Rendering;

namespace GenesysScimState.Commands;

/// <summary><c>fmt</c>: writes the state files in their one form, or says which are not in it.</summary>
internal static class FormatCommand
{
    /// <param name="check">Write nothing, and exit with <see cref="ExitCode.Differs"/> when a file is not in its form.</param>
    /// <param name="terminal">Where it is said.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    public static async Task<ExitCode> RunAsync(bool check, Terminal terminal, CancellationToken cancellationToken)
    {
        var read = await WorkspaceReader.ReadAsync(terminal.Folder, cancellationToken, Reading.FilesAlone);
        if (read.Value is not { } workspace || read.HasErrors)
        {
            return terminal.Stop(read.Diagnostics, ExitCode.Invalid);
        }

        var files = await WorkspaceReader.StateFilesAsync(workspace, terminal.Folder, cancellationToken);
        if (files.Value is not { } sources)
        {
            return terminal.Stop(files.Diagnostics, ExitCode.Invalid);
        }

        var order = new StateOrder(workspace.Dialect);
        var changed = new List<SourceFile>();
        var unsafeFiles = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var source in sources)
        {
            if (StateText.Of(source) is not { } file)
            {
                continue;
            }

            var formatted = Formatted(file, order);
            if (StateText.Of(formatted) is not { } again || YamlMeaning.Of(again.Root) != YamlMeaning.Of(file.Root))
            {
                unsafeFiles.Add(EditingDiagnostics.FormatUnsafe(new(source.Path, 1, 1)));
            }
            else if (!source.Bytes.Span.SequenceEqual(formatted.Bytes.Span))
            {
                changed.Add(formatted);
            }
        }

        if (unsafeFiles.Count > 0)
        {
            return terminal.Stop(unsafeFiles.ToImmutable(), ExitCode.Failed);
        }

        foreach (var file in changed.Where(_ => !check))
        {
            OutputFile.Write(new FileInfo(Path.Combine(terminal.Folder, file.Path)), file.Text);
        }

        if (terminal.Options.Json)
        {
            terminal.Result(DiagnosticJson.Render([.. changed.Where(_ => check).Select(NotFormatted)]));
        }
        else
        {
            terminal.Result(string.Concat(changed.Select(file => $"{Untrusted.Show(file.Path)}\n")));
        }

        if (check)
        {
            terminal.Report([.. changed.Select(NotFormatted)]);
        }

        var count = sources.Count;
        terminal.Note(changed.Count == 0 ? $"{Words.Count(count, "state file")}, all formatted."
            : check ? $"{changed.Count} of {Words.Count(count, "state file")} not formatted."
            : $"{changed.Count} of {Words.Count(count, "state file")} rewritten.");
        return check && changed.Count > 0 ? ExitCode.Differs : ExitCode.Ok;
    }

    private static SourceFile Formatted(StateText file, StateOrder order) =>
        StateText.ToSource(file.Path, StateFormatter.Format(file.Root, file.Layout, order).ReplaceLineEndings(file.LineEnd));

    private static Diagnostic NotFormatted(SourceFile file) => EditingDiagnostics.NotFormatted(new(file.Path, 1, 1));
}
