using System.Collections.Immutable;
using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Editing;

/// <summary>The folder that is exported to and the state files that count as there already.</summary>
/// <param name="Folder">From the configuration's folder, with forward slashes.</param>
/// <param name="Sources">The configuration's state files; those of the folder alone when the configuration does not read it.</param>
/// <param name="Desired">What they declare.</param>
/// <param name="Patterns">The configuration's.</param>
internal sealed record ExportTarget(
    string Folder, ImmutableArray<SourceFile> Sources, DesiredState Desired, ImmutableArray<string> Patterns)
{
    public bool Holds(string path) => Sources.Any(source => source.Path == path);

    /// <summary>Files that are written and that no plan will read.</summary>
    public IEnumerable<Diagnostic> Unmatched(IEnumerable<SourceFile> files) => files
        .Where(file => !IsRead(file.Path, Patterns))
        .Take(1)
        .Select(file => EditingDiagnostics.NotMatched(file.Path, Patterns));

    /// <param name="folder">As given on the command line; null: what the first pattern names.</param>
    /// <param name="workspace">The configuration and its state files.</param>
    /// <param name="directory">The configuration's folder, absolute.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<Checked<ExportTarget>> OfAsync(string? folder, Workspace workspace, string directory, CancellationToken cancellationToken)
    {
        var patterns = workspace.Configuration.State;
        var path = folder is null ? StateFolder.Of(patterns) : Path.GetRelativePath(directory, Path.GetFullPath(folder)).Replace('\\', '/');
        path = path == "." ? "" : path;
        if (IsRead($"{path}/groups.yaml".TrimStart('/'), patterns))
        {
            var read = await WorkspaceReader.StateFilesAsync(workspace, directory, cancellationToken);
            return new(read.Value is { } files ? new(path, [.. files], workspace.Desired, patterns) : null, read.Diagnostics);
        }

        var sources = ImmutableArray.CreateBuilder<SourceFile>();
        var full = Path.Combine(directory, path);
        foreach (var file in (Directory.Exists(full) ? Directory.GetFiles(full, "*.yaml") : []).Order(StringComparer.Ordinal))
        {
            var name = $"{path}/{Path.GetFileName(file)}".TrimStart('/');
            if (name != WorkspaceReader.ConfigFile)
            {
                sources.Add(new SourceFile(name, await File.ReadAllBytesAsync(file, cancellationToken)));
            }
        }

        var bound = WorkspaceReader.Bind(sources, workspace.Dialect, cancellationToken);
        return new(bound.Value is { } desired ? new(path, sources.ToImmutable(), desired, patterns) : null, bound.Diagnostics);
    }

    private static bool IsRead(string path, ImmutableArray<string> patterns) => patterns.Any(pattern => FilePattern.Parse(pattern)?.IsMatch(path) == true);
}
