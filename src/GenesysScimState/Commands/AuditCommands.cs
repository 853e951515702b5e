using System.Collections.Immutable;
using GenesysScimState.Auditing;
using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Rendering;

namespace GenesysScimState.Commands;

/// <summary><c>audit verify</c>, <c>audit show</c> and <c>audit report</c>: the log, read and never written.</summary>
internal static class AuditCommands
{
    /// <param name="files">The files of a copied log, oldest first; none: those of the folder.</param>
    /// <param name="head">A record that must be in it.</param>
    public static Task<ExitCode> VerifyAsync(
        IReadOnlyList<FileInfo> files, AuditHead? head, Terminal terminal, CancellationToken cancellationToken) => files.Count > 0
        ? Task.FromResult(Verify([.. files.Select(file => file.FullName)], head, isWhole: false, terminal))
        : WithLogAsync(terminal, settings => Verify([.. AuditLine.FilesOf(settings)], head, isWhole: AuditLog.NumbersOf(settings.Path) is [0], terminal), cancellationToken);

    public static Task<ExitCode> ShowAsync(AuditQuery query, Terminal terminal, CancellationToken cancellationToken) => WithLogAsync(
        terminal,
        settings =>
        {
            var (entries, unreadable) = AuditEntry.ReadAll(settings);
            terminal.Report(unreadable > 0 ? [AuditDiagnostics.UnreadableRecords(unreadable)] : []);
            var found = query.Find(entries);
            terminal.Result(terminal.Options.Json ? AuditJson.Render(found) : AuditText.Render(found));
            return ExitCode.Ok;
        },
        cancellationToken);

    /// <param name="run">The run to report on; null: the last.</param>
    /// <param name="save">Where the report goes; null: to stdout.</param>
    public static async Task<ExitCode> ReportAsync(string? run, FileInfo? save, Terminal terminal, CancellationToken cancellationToken)
    {
        ApplyReport? report = null;
        var exit = await WithLogAsync(
            terminal,
            settings =>
            {
                report = LoggedRun.Report(AuditEntry.ReadAll(settings).Entries, run, App.Version);
                return report is null ? terminal.Stop([AuditDiagnostics.NoRun(run)], ExitCode.Failed) : ExitCode.Ok;
            },
            cancellationToken);
        if (report is not null)
        {
            OutputFile.Write(save, () => ReportJson.Render(report));
            terminal.Result(terminal.Options.Json || save is null ? ReportJson.Render(report) : ReportText.Render(report));
        }

        return exit;
    }

    private static ExitCode Verify(ImmutableArray<string> paths, AuditHead? head, bool isWhole, Terminal terminal)
    {
        var lines = paths.SelectMany(path => AuditLine.OfFile(path, Relative(path, terminal))).ToList();
        var verdict = AuditVerifier.Verify(lines, head, isWhole);
        terminal.Report(verdict.Findings);
        terminal.Result(terminal.Options.Json ? AuditJson.Render(verdict) : Text(verdict));
        return verdict.IsSound ? ExitCode.Ok : ExitCode.Failed;
    }

    private static string Text(AuditVerdict verdict)
    {
        var records = Words.Count(verdict.Records, "record");
        if (!verdict.IsSound)
        {
            var errors = verdict.Findings.Where(finding => finding.Severity == Severity.Error).ToList();
            return $"Broken: {Words.Count(errors.Count, "error")} in {records}{(errors[0].At is { } at ? $", the first at {at.File}:{at.Line}" : "")}.\n";
        }

        return verdict.Head is { } head ? $"Sound: {records}, {verdict.First} to {head.Seq}.\nHead: {head}\n" : "Sound: no records.\n";
    }

    private static string Relative(string path, Terminal terminal) => Path.GetRelativePath(terminal.Folder, path).Replace('\\', '/');

    private static async Task<ExitCode> WithLogAsync(Terminal terminal, Func<AuditSettings, ExitCode> use, CancellationToken cancellationToken)
    {
        var configuration = await WorkspaceReader.ReadConfigurationAsync(terminal.Folder, cancellationToken);
        if (configuration.Value is not { Audit: var settings })
        {
            return terminal.Stop(configuration.Diagnostics, ExitCode.Invalid);
        }

        return AuditLine.FilesOf(settings).Any()
            ? use(settings)
            : terminal.Stop([AuditDiagnostics.NoLog(Relative(settings.Path, terminal))], ExitCode.Failed);
    }
}
