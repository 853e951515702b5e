using System.Collections.Immutable;
using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Editing;
using GenesysScimState.Rendering;

namespace GenesysScimState.Commands;

/// <summary><c>export --from-csv</c>: a table of people as state files. The organization is not asked.</summary>
internal static class ImportTable
{
    public static async Task<ExitCode> RunAsync(FileInfo table, ExportOptions options, Terminal terminal, CancellationToken cancellationToken)
    {
        var read = await WorkspaceReader.ReadAsync(terminal.Folder, cancellationToken, Reading.MayBeEmpty);
        if (read.Value is not { } workspace || read.HasErrors)
        {
            return terminal.Stop(read.Diagnostics, ExitCode.Invalid);
        }

        var target = await ExportTarget.OfAsync(options.Folder, workspace, terminal.Folder, cancellationToken);
        if (target.Value is not { } place)
        {
            return terminal.Stop(target.Diagnostics, ExitCode.Invalid);
        }

        var order = new StateOrder(workspace.Dialect);
        if (!table.Exists)
        {
            return terminal.Stop([FileDiagnostics.Unreadable("no such file", new(table.Name, 1, 1))], ExitCode.Failed);
        }

        if (!RegularFile.IsFromShell(table.FullName) && RegularFile.OtherKind(table.FullName) is { } kind)
        {
            return terminal.Stop([FileDiagnostics.NotRegular(kind, new(table.Name, 1, 1))], ExitCode.Failed);
        }

        var parsed = CsvTable.Read(table.Name, await File.ReadAllBytesAsync(table.FullName, cancellationToken));
        if (parsed.Value is not { } rows)
        {
            return terminal.Stop(parsed.Diagnostics, ExitCode.Invalid);
        }

        var people = new CsvPeople(workspace.Dialect, order).Read(rows);
        if (people.Value is not { } all)
        {
            return terminal.Stop(people.Diagnostics, ExitCode.Invalid);
        }

        if (Repeated(all).ToImmutableArray() is { IsEmpty: false } repeated)
        {
            return terminal.Stop(repeated, ExitCode.Invalid);
        }

        return Write(all, options, workspace, place, order, terminal, cancellationToken);
    }

    private static ExitCode Write(
        IReadOnlyList<CsvPerson> all, ExportOptions options, Workspace workspace, ExportTarget place, StateOrder order, Terminal terminal, CancellationToken cancellationToken)
    {
        var declared = place.Desired.Users.ToDictionary(user => user.UserName, user => user, StringComparer.OrdinalIgnoreCase);
        ImmutableArray<Diagnostic> known =
            [.. all.Where(person => declared.ContainsKey(person.UserName.Text)).Select(person => TableDiagnostics.Declared(person.UserName.Text, declared[person.UserName.Text].At, person.UserName.At))];
        var added = all.Where(person => !declared.ContainsKey(person.UserName.Text)).ToArray();
        var adoption = new Adoption(place.Sources, place.Desired, workspace.Dialect, order);
        var files = StateExport.WriteInto(adoption, Entries(added, options.SplitBy, place));
        var (edited, obstacles) = adoption.Finish();
        ImmutableArray<SourceFile> written = [.. edited.Concat(files).OrderBy(file => file.Path, StringComparer.Ordinal)];
        var bound = WorkspaceReader.Bind(
            place.Sources.Where(source => !written.Any(file => file.Path == source.Path)).Concat(written), workspace.Dialect, cancellationToken);
        ImmutableArray<Diagnostic> problems = [.. obstacles.Select(obstacle => obstacle.Error), .. bound.Diagnostics.Where(finding => finding.Severity == Severity.Error),
            .. written.Where(file => !place.Holds(file.Path) && File.Exists(Path.Combine(terminal.Folder, file.Path))).Select(file => EditingDiagnostics.InTheWay(new(file.Path, 1, 1)))];
        if (!problems.IsEmpty)
        {
            return terminal.Stop(problems, ExitCode.Invalid);
        }

        ExportCommand.Write(written, terminal);
        terminal.Report([.. known, .. place.Unmatched(written)]);
        terminal.Result(terminal.Options.Json
            ? DiagnosticJson.Render(known)
            : ExportCommand.Lines(place, written) + $"Declared {Words.Count(added.Length, "user")} from {Words.Count(all.Count, "row")}. Next: scimstate plan\n");
        return ExitCode.Ok;
    }

    private static IEnumerable<Diagnostic> Repeated(IReadOnlyList<CsvPerson> all) => all
        .GroupBy(person => person.UserName.Text, StringComparer.OrdinalIgnoreCase)
        .SelectMany(group => group.Skip(1).Select(again => TableDiagnostics.RowTwice(again.UserName.Text, group.First().UserName.At, again.UserName.At)));

    /// <summary>The people, groups they name that no file declares yet, and managers who are declared by name alone.</summary>
    private static IEnumerable<(string Path, List<string> Users, List<string> Groups)> Entries(CsvPerson[] added, SplitBy split, ExportTarget place)
    {
        var folder = new StateFolder(place.Folder, added.Select(person => Of(person, split)).OfType<string>());
        var users = added.ToLookup(person => folder.Of(isActive: true, Of(person, split)), person => person.Text, StringComparer.Ordinal);
        var people = place.Desired.Users.SelectMany(user => new[] { user.UserName, user.ExternalId }).OfType<string>().Concat(added.Select(person => person.UserName.Text)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var managers = added.Select(person => person.Manager).OfType<string>().Where(people.Add).Select(manager => $"- userName: {YamlText.Of(manager)}").ToList();
        var names = place.Desired.Groups.Select(group => group.DisplayName).ToHashSet(StringComparer.Ordinal);
        var groups = added.SelectMany(person => person.Groups).Where(names.Add).Order(Comparer<string>.Create(StateOrder.ByName))
            .Select(group => $"- displayName: {YamlText.Of(group)}\n  membership: additive").ToList();
        var other = folder.Of(isActive: true, null);
        return users.Select(file => file.Key).Append(folder.Groups).Append(other).Distinct(StringComparer.Ordinal)
            .Select(path => (path, users[path].Concat(path == other ? managers : []).ToList(), path == folder.Groups ? groups : []))
            .Where(file => file.Item2.Count + file.Item3.Count > 0);
    }

    private static string? Of(CsvPerson person, SplitBy split) => split == SplitBy.Division ? person.Division : person.Department;
}
