using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Config;

/// <summary>
/// Reads a folder: configuration, dialect, every state file. Goes as far as it can after an error, so that one run
/// shows everything there is to fix, sorted by file and line.
/// </summary>
internal sealed class WorkspaceReader
{
    public const string ConfigFile = "scimstate.yaml";

    private readonly FolderFiles _folder;
    private readonly ImmutableArray<Diagnostic>.Builder _findings = ImmutableArray.CreateBuilder<Diagnostic>();

    private bool _isEveryFileFound = true;

    private WorkspaceReader(string directory) => _folder = new(Path.GetFullPath(directory));

    /// <param name="directory">Where <c>scimstate.yaml</c> is; also what paths in findings start at.</param>
    public static async Task<Checked<Workspace>> ReadAsync(string directory, CancellationToken cancellationToken)
    {
        var reader = new WorkspaceReader(directory);
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
        var reader = new WorkspaceReader(directory);
        var (config, _) = await reader.ConfigAsync(cancellationToken);
        var configuration = config is null ? null : reader.Keep(ConfigBinder.Bind(config, reader._folder.Path, dialect: null));
        return new(configuration, reader._findings.ToImmutable());
    }

    /// <summary>Configuration and dialect, for commands that look at the organization and at no state file.</summary>
    public static async Task<Checked<Workspace>> ReadTargetAsync(string directory, CancellationToken cancellationToken)
    {
        var reader = new WorkspaceReader(directory);
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

        return await BytesAsync(ConfigFile, SourceRole.Config, cancellationToken) is { } source
            ? (Keep(YamlFile.Parse(ConfigFile, source.Bytes.Span, EmbeddedFiles.Schema("config"), FileDiagnostics.EmptyFile)), source)
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
        var sources = await StateSourcesAsync(config, dialectSource?.Path, cancellationToken);
        var desired = State(sources, dialect, cancellationToken);

        ImmutableArray<SourceFile> files =
        [
            .. sources.Append(source).Concat(dialectSource is null ? [] : [dialectSource])
                .OfType<SourceFile>()
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

        var source = await BytesAsync(path, SourceRole.Dialect, cancellationToken);
        return source is null ? default : (Keep(DialectReader.Parse(path, source.Bytes.Span)), source);
    }

    /// <summary>One for each matched file; null where it could not be read.</summary>
    private async Task<List<SourceFile?>> StateSourcesAsync(
        YamlFile config, string? dialectPath, CancellationToken cancellationToken)
    {
        var paths = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var pattern in ConfigBinder.Patterns(config.Root, config.Values))
        {
            var before = _findings.Count;
            var found = _folder.Match(pattern, _findings);
            _isEveryFileFound &= _findings.Count == before;
            found.Remove(ConfigFile);
            found.Remove(dialectPath ?? ConfigFile);
            paths.UnionWith(found);
        }

        var sources = new List<SourceFile?>(paths.Count);
        foreach (var path in paths)
        {
            sources.Add(await BytesAsync(path, SourceRole.State, cancellationToken));
        }

        return sources;
    }

    private DesiredState? State(List<SourceFile?> sources, Dialect? dialect, CancellationToken cancellationToken)
    {
        var schema = dialect is null ? EmbeddedFiles.Schema("state") : EmbeddedFiles.StateSchema(dialect);
        // Nearly all the time goes into this, and up to here files do not know of each other.
        var read = sources.OfType<SourceFile>()
            .AsParallel().AsOrdered().WithCancellation(cancellationToken)
            .Select(source => Bind(YamlFile.Parse(source.Path, source.Bytes.Span, schema, FileDiagnostics.EmptyStateFile), dialect))
            .ToList();
        var files = read.Select(Keep).OfType<FileDraft>().ToList();
        var isComplete = _isEveryFileFound && files.Count == sources.Count;
        return dialect is null ? null : Keep(StateBinder.Bind(files, isComplete));
    }

    /// <summary>Without a dialect it is only known which files are well-formed.</summary>
    private static Checked<FileDraft> Bind(Checked<YamlFile> file, Dialect? dialect) =>
        dialect is null ? new(null, file.Diagnostics) : FileDraft.Bind(file, dialect);

    private async Task<SourceFile?> BytesAsync(string path, SourceRole role, CancellationToken cancellationToken)
    {
        var bytes = await _folder.ReadAsync(path, _findings, cancellationToken);
        return bytes is null ? null : new(path, bytes) { Role = role };
    }

    private T? Keep<T>(Checked<T> result)
        where T : class
    {
        _findings.AddRange(result.Diagnostics);
        return result.Value;
    }
}
