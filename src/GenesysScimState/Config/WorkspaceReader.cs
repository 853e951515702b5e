using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Config;

/// <summary>How much is asked of the state files of a folder.</summary>
internal enum Reading
{
    /// <summary>There are some, and together they make sense.</summary>
    Whole,

    /// <summary>The same, and it is no error that there are none yet.</summary>
    MayBeEmpty,

    /// <summary>Each is well-formed; what they declare is not looked at.</summary>
    FilesAlone,
}

/// <summary>
/// Reads a folder: configuration, dialect, every state file. Goes as far as it can after an error, so that one run
/// shows everything there is to fix, sorted by file and line.
/// </summary>
internal sealed class WorkspaceReader
{
    public const string ConfigFile = "scimstate.yaml";

    private readonly FolderFiles _folder;
    private readonly ImmutableArray<Diagnostic>.Builder _findings = ImmutableArray.CreateBuilder<Diagnostic>();

    private readonly Reading _reading;
    private bool _isEveryFileFound = true;

    private Action<Workspace>? FoundTarget { get; init; }

    private WorkspaceReader(string directory, Reading reading)
    {
        _folder = new(Path.GetFullPath(directory));
        _reading = reading;
    }

    /// <param name="directory">Where <c>scimstate.yaml</c> is; also what paths in findings start at.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <param name="reading">How much is asked of the state files.</param>
    /// <param name="foundTarget">Told configuration and dialect when both stand, before the state files are read.</param>
    public static async Task<Checked<Workspace>> ReadAsync(
        string directory, CancellationToken cancellationToken, Reading reading = Reading.Whole, Action<Workspace>? foundTarget = null)
    {
        var reader = new WorkspaceReader(directory, reading) { FoundTarget = foundTarget };
        var workspace = await reader.ReadAsync(cancellationToken);
        var findings = reader._findings
            .Distinct()
            .OrderBy(finding => finding.At ?? default)
            .ThenBy(finding => finding.Code, StringComparer.Ordinal)
            .ThenBy(finding => finding.Message, StringComparer.Ordinal)
            .ToImmutableArray();
        return new(findings.Any(finding => finding.Severity == Severity.Error) ? null : workspace, findings);
    }

    /// <summary>The configuration alone, for commands that look at neither state files nor the organization.</summary>
    public static async Task<Checked<Configuration>> ReadConfigurationAsync(string directory, CancellationToken cancellationToken)
    {
        var read = await ReadConfigurationWithErrorsAsync(directory, cancellationToken);
        return read.HasErrors ? read with { Value = null } : read;
    }

    /// <summary>
    /// What can be known of the configuration although it has errors: to name the organization when those are told of.
    /// </summary>
    public static async Task<Checked<Configuration>> ReadConfigurationWithErrorsAsync(string directory, CancellationToken cancellationToken)
    {
        var reader = new WorkspaceReader(directory, Reading.Whole);
        var (config, _) = await reader.ConfigAsync(cancellationToken);
        var configuration = config is null ? null : reader.Keep(ConfigBinder.Bind(config, reader._folder.Path, dialect: null));
        return new(configuration, reader._findings.ToImmutable());
    }

    /// <summary>What other files a configuration names, as far as it can be read, and the path of its dialect; findings are left to the command.</summary>
    public static async Task<(Configuration? Configuration, string? Dialect)> ReadPlacesAsync(string directory, CancellationToken cancellationToken)
    {
        var reader = new WorkspaceReader(directory, Reading.Whole);
        var (config, _) = await reader.ConfigAsync(cancellationToken);
        var configuration = config is null ? null : ConfigBinder.Bind(config, reader._folder.Path, dialect: null).Value;
        var dialect = config?.Values.Scalar(config.Root, "dialect")?.Text;
        return (configuration, dialect is not null && DialectReader.IsPath(dialect) ? FolderFiles.Inside(dialect) : null);
    }

    /// <summary>Configuration and dialect, for commands that look at the organization and at no state file.</summary>
    public static async Task<Checked<Workspace>> ReadTargetAsync(string directory, CancellationToken cancellationToken)
    {
        var reader = new WorkspaceReader(directory, Reading.Whole);
        var (config, _) = await reader.ConfigAsync(cancellationToken);
        var (dialect, _) = config is null ? default : await reader.DialectAsync(config, cancellationToken);
        var configuration = config is null ? null : reader.Keep(ConfigBinder.Bind(config, reader._folder.Path, dialect));
        var findings = reader._findings.ToImmutable();
        return new(
            findings.Any(finding => finding.Severity == Severity.Error) ? null : new(configuration!, dialect!, DesiredState.Empty, []), findings);
    }

    private async Task<(YamlFile? Config, SourceFile? Source)> ConfigAsync(CancellationToken cancellationToken)
    {
        if (!_folder.Exists(ConfigFile))
        {
            _findings.Add(FileDiagnostics.ConfigMissing(_folder.Path));
            return default;
        }

        return await BytesAsync(ConfigFile, cancellationToken) is { } source
            ? (Keep(YamlFile.Parse(ConfigFile, source.Bytes, EmbeddedFiles.Schema("config"), FileDiagnostics.EmptyFile)), source)
            : default;
    }

    private async Task<Workspace?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await ConfigAsync(cancellationToken) is not ({ } config, { } source))
        {
            return null;
        }

        var (dialect, dialectSource) = await DialectAsync(config, cancellationToken);
        var configuration = Keep(ConfigBinder.Bind(config, _folder.Path, dialect));
        if (configuration is not null && dialect is not null && !_findings.Any(finding => finding.Severity == Severity.Error))
        {
            FoundTarget?.Invoke(new(configuration, dialect, DesiredState.Empty, []));
        }

        var (desired, stateFiles) = State(StatePaths(config, dialectSource?.Path), dialect, cancellationToken);
        ImmutableArray<WorkspaceFile> files =
        [
            .. stateFiles.Append(WorkspaceFile.Of(source.Path, SourceRole.Config, source.Bytes))
                .Concat(dialectSource is null ? [] : [WorkspaceFile.Of(dialectSource.Path, SourceRole.Dialect, dialectSource.Bytes)])
                .OrderBy(file => file.Path, StringComparer.Ordinal),
        ];
        return configuration is null || dialect is null || desired is null
            ? null
            : new(configuration, dialect, desired, files);
    }

    private async Task<(Dialect? Dialect, SourceFile? Source)> DialectAsync(
        YamlFile config, CancellationToken cancellationToken)
    {
        var scalar = config.Values.Scalar(config.Root, "dialect");
        var name = scalar?.Text ?? DialectReader.Default;
        var at = scalar?.At ?? config.Root.At;
        if (config.Root["dialect"] is not null && scalar is null)
        {
            return default;
        }

        if (!DialectReader.IsPath(name))
        {
            return (Keep(DialectReader.Embedded(name, at)), null);
        }

        if (FolderFiles.Inside(name) is not { } path)
        {
            _findings.Add(FileDiagnostics.PatternOutside(name, at));
            return default;
        }

        if (!_folder.Exists(path))
        {
            _findings.Add(FileDiagnostics.NothingMatched(name, at));
            return default;
        }

        var source = await BytesAsync(path, cancellationToken);
        return source is null ? default : (Keep(DialectReader.Parse(path, source.Bytes)), source);
    }

    private SortedSet<string> StatePaths(YamlFile config, string? dialectPath)
    {
        var paths = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var pattern in ConfigBinder.Patterns(config.Root, config.Values))
        {
            var before = _findings.Count;
            var found = _folder.Match(pattern, _findings);
            if (_reading == Reading.MayBeEmpty && found.Count == 0 && _findings.Count == before + 1)
            {
                _findings.RemoveAt(before);
            }

            _isEveryFileFound &= _findings.Count == before;
            found.Remove(ConfigFile);
            found.Remove(dialectPath ?? ConfigFile);
            paths.UnionWith(found);
        }

        var patterns = ConfigBinder.Patterns(config.Root, config.Values).Select(pattern => pattern.Text).ToImmutableArray();
        _findings.AddRange(UnreadFiles.Find(_folder.Path, patterns, paths.Append(ConfigFile).Append(dialectPath ?? ConfigFile).ToHashSet(StringComparer.Ordinal)));
        return paths;
    }

    /// <summary>Nearly all the time goes into this, and until they are bound together files do not know of each other.</summary>
    private (DesiredState? Desired, IEnumerable<WorkspaceFile> Files) State(
        SortedSet<string> paths, Dialect? dialect, CancellationToken cancellationToken)
    {
        var schema = dialect is null ? EmbeddedFiles.Schema("state") : EmbeddedFiles.StateSchema(dialect);
        var isBound = dialect is not null && _reading != Reading.FilesAlone;
        var read = SideBySide([.. paths], path => _folder.Lend<StateFile>(path, bytes =>
        {
            var draft = isBound ? FileDraft.Read(new(path, bytes), schema, dialect!)
                : new(null, YamlFile.Parse(path, bytes, schema, FileDiagnostics.EmptyStateFile).Diagnostics);
            return new(new(WorkspaceFile.Of(path, SourceRole.State, bytes), draft.Value), draft.Diagnostics);
        }), cancellationToken);
        var files = read.Select(Keep).OfType<StateFile>().ToList();
        var drafts = files.Select(file => file.Draft).OfType<FileDraft>().ToList();
        var desired = dialect is null ? null
            : _reading == Reading.FilesAlone ? DesiredState.Empty
            : Keep(StateBinder.Bind(drafts, dialect, isComplete: _isEveryFileFound && drafts.Count == paths.Count));
        return (desired, files.Select(file => file.File));
    }

    private sealed record StateFile(WorkspaceFile File, FileDraft? Draft);

    /// <summary>State files that are in memory, read and bound as if they were the folder's.</summary>
    public static Checked<DesiredState> Bind(IEnumerable<SourceFile> sources, Dialect dialect, CancellationToken cancellationToken)
    {
        var schema = EmbeddedFiles.StateSchema(dialect);
        var read = SideBySide([.. sources], source => FileDraft.Read(source, schema, dialect), cancellationToken);
        var files = read.Select(file => file.Value).OfType<FileDraft>().ToList();
        var bound = StateBinder.Bind(files, dialect, isComplete: files.Count == read.Length);
        ImmutableArray<Diagnostic> findings = [.. read.SelectMany(file => file.Diagnostics), .. bound.Diagnostics];
        return new(findings.Any(finding => finding.Severity == Severity.Error) ? null : bound.Value, findings);
    }

    /// <summary>As many at once as there are processors; the results in the order of the files.</summary>
    private static Checked<TResult>[] SideBySide<TFile, TResult>(
        TFile[] files, Func<TFile, Checked<TResult>> read, CancellationToken cancellationToken)
        where TResult : class
    {
        var results = new Checked<TResult>[files.Length];
        Parallel.For(0, files.Length, new() { CancellationToken = cancellationToken }, index => results[index] = read(files[index]));
        return results;
    }

    /// <summary>The state files once more, with their bytes, for who edits them: they must be what the workspace was made of.</summary>
    public static async Task<Checked<IReadOnlyList<SourceFile>>> StateFilesAsync(Workspace workspace, string directory, CancellationToken cancellationToken)
    {
        var folder = new FolderFiles(Path.GetFullPath(directory));
        var findings = ImmutableArray.CreateBuilder<Diagnostic>();
        var sources = new List<SourceFile>();
        foreach (var file in workspace.StateFiles)
        {
            if (await folder.ReadAsync(file.Path, findings, cancellationToken) is not { } bytes)
            {
                continue;
            }

            sources.Add(new(file.Path, bytes));
            if (WorkspaceFile.DigestOf(bytes) != file.Digest)
            {
                findings.Add(FileDiagnostics.ChangedMeanwhile(new(file.Path, 1, 1)));
            }
        }

        return new(findings.Count > 0 ? null : sources, findings.ToImmutable());
    }

    private async Task<SourceFile?> BytesAsync(string path, CancellationToken cancellationToken)
    {
        var bytes = await _folder.ReadAsync(path, _findings, cancellationToken);
        return bytes is null ? null : new(path, bytes);
    }

    private T? Keep<T>(Checked<T> result)
        where T : class
    {
        _findings.AddRange(result.Diagnostics);
        return result.Value;
    }
}
