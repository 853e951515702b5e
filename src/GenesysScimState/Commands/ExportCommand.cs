using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GenesysScimState.Config;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Editing;
using GenesysScimState.Rendering;

namespace GenesysScimState.Commands;

/// <param name="Folder">Where the files go; null: the folder that <c>state</c> names.</param>
/// <param name="SplitBy">What users are spread over files by.</param>
/// <param name="Only">What is exported; empty: everything.</param>
internal sealed record ExportOptions(string? Folder, SplitBy SplitBy, ImmutableArray<Address> Only);

/// <summary><c>export</c>: the organization as state files, from one read; files that exist are brought up to date.</summary>
internal static class ExportCommand
{
    public static async Task<ExitCode> RunAsync(
        ExportOptions options,
        Terminal terminal,
        Func<Workspace, Checked<Connection>> connect,
        CancellationToken cancellationToken)
    {
        var read = await WorkspaceReader.ReadAsync(terminal.Folder, cancellationToken, Reading.MayBeEmpty);
        if (read.Value is not { } workspace || read.HasErrors)
        {
            return terminal.Stop(read.Diagnostics, ExitCode.Invalid);
        }

        terminal.Report(read.Diagnostics);
        var opened = connect(workspace);
        if (opened.Value is not { } connection)
        {
            return terminal.Stop(opened.Diagnostics);
        }

        using (connection)
        {
            try
            {
                var actual = await connection.Organization.ReadAsync(cancellationToken);
                return await WriteAsync(options, workspace, actual, terminal, cancellationToken);
            }
            catch (OrganizationException exception)
            {
                return terminal.Stop([exception.Problem], ExitCode.Failed);
            }
        }
    }

    private static async Task<ExitCode> WriteAsync(
        ExportOptions options, Workspace workspace, ActualState actual, Terminal terminal, CancellationToken cancellationToken)
    {
        var target = await ExportTarget.OfAsync(options.Folder, workspace, terminal.Folder, cancellationToken);
        if (target.Value is not { } place)
        {
            return terminal.Stop(target.Diagnostics, ExitCode.Invalid);
        }

        var (only, unknown) = PartialPlan.Resolve(options.Only, place.Desired, actual);
        if (!unknown.IsEmpty)
        {
            return terminal.Stop([.. unknown.Select(CommandDiagnostics.UnknownAddress)], ExitCode.Failed);
        }

        var export = StateExport.Make(workspace, place, actual, options.SplitBy, only, terminal.Today);
        if (export.Value is not { } result)
        {
            return terminal.Stop(export.Diagnostics, ExitCode.Invalid);
        }

        if (result.Files.Where(file => !place.Holds(file.Path) && File.Exists(Path.Combine(terminal.Folder, file.Path))).ToArray() is { Length: > 0 } blocking)
        {
            return terminal.Stop([.. blocking.Select(file => EditingDiagnostics.InTheWay(new(file.Path, 1, 1)))], ExitCode.Failed);
        }

        Write(result.Files, terminal);
        terminal.Report([.. export.Diagnostics, .. place.Unmatched(result.Files)]);
        terminal.Result(terminal.Options.Json ? DiagnosticJson.Render(export.Diagnostics) : Text(place, result, actual));
        return ExitCode.Ok;
    }

    /// <summary>The files, and the schema that the first line of each points editors at.</summary>
    public static void Write(ImmutableArray<SourceFile> files, Terminal terminal)
    {
        foreach (var file in files)
        {
            OutputFile.Write(new FileInfo(Path.Combine(terminal.Folder, file.Path)), file.Text);
        }

        var schema = new FileInfo(Path.Combine(terminal.Folder, StateExport.SchemaFile));
        if (!schema.Exists)
        {
            OutputFile.Write(schema, Encoding.UTF8.GetString(EmbeddedFiles.SchemaBytes("state").Span));
        }
    }

    /// <summary>A line for each file, new or changed, and an empty one.</summary>
    public static string Lines(ExportTarget place, ImmutableArray<SourceFile> files) =>
        string.Concat(files.Select(file => $"  {(place.Holds(file.Path) ? "~" : "+")} {Untrusted.Show(file.Path)}\n")) + (files.IsEmpty ? "" : "\n");

    private static string Text(ExportTarget place, StateExport result, ActualState actual)
    {
        var text = new StringBuilder(Lines(place, result.Files));
        text.Append(CultureInfo.InvariantCulture, $"Read {Words.Count(actual.Users.Length, "user")} and {Words.Count(actual.Groups.Length, "group")} in {Words.Count(actual.Requests, "request")}; ");
        text.Append(CultureInfo.InvariantCulture, $"declared {Words.Count(result.Users, "user")} and {Words.Count(result.Groups, "group")} anew, brought {Words.Count(result.Updated, "difference")} up to date.\n");
        if (result.LeftOut > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"Left out what no state file can say, with a comment in its place: {result.LeftOut}.\n");
        }

        var (add, change, destroy) = result.Left.Summary.Totals;
        return text.Append(CultureInfo.InvariantCulture, $"Plan against what was written: {add} to add, {change} to change, {destroy} to destroy.\n").ToString();
    }
}
