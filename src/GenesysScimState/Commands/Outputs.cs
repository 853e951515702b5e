using System.Collections.Immutable;
using GenesysScimState.Auditing;
using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Commands;

/// <summary>A file that a command was asked to write.</summary>
/// <param name="Option">The option that names it, such as <c>--report</c>.</param>
/// <param name="KeepsEarlier">Whether a file of an earlier run stays until it is replaced.</param>
internal sealed record Output(string Option, FileInfo File, bool KeepsEarlier);

/// <summary>
/// All files that a command is asked to write, checked before it begins: none may replace the audit log, what scimstate reads,
/// or another output. Then what an earlier run left in their place is removed, so that a run that fails leaves no result.
/// </summary>
internal static class Outputs
{
    private static readonly StringComparison Paths =
        OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    /// <summary>Why the command may not run; empty when it may, and then earlier results are gone.</summary>
    /// <param name="inputs">Files that the command line names to be read.</param>
    /// <exception cref="IOException">An earlier result cannot be removed.</exception>
    public static async Task<ImmutableArray<Diagnostic>> PrepareAsync(
        IReadOnlyList<Output> outputs, IReadOnlyList<FileInfo> inputs, string folder, CancellationToken cancellationToken)
    {
        var files = outputs.Where(output => !OutputFile.IsDevice(output.File)).ToArray();
        if (files.Length == 0)
        {
            return [];
        }

        var protection = new Protection(folder, await WorkspaceReader.ReadPlacesAsync(folder, cancellationToken), inputs);
        var findings = ImmutableArray.CreateBuilder<Diagnostic>();
        for (var index = 0; index < files.Length; index++)
        {
            var (output, place) = (files[index], Placed(files[index].File.FullName));
            if (files.Take(index).FirstOrDefault(other => string.Equals(Placed(other.File.FullName), place, Paths)) is { } same)
            {
                findings.Add(CommandDiagnostics.OutputTwice(same.Option, output.Option, output.File.ToString()));
            }
            else if ((protection.RoleOf(place) ?? protection.RoleOf(Real(output.File.FullName))) is { } role)
            {
                findings.Add(CommandDiagnostics.OutputOver(output.Option, output.File.ToString(), role));
            }
        }

        foreach (var output in findings.Count > 0 ? [] : files.Where(output => !output.KeepsEarlier))
        {
            OutputFile.RemoveEarlier(output.File);
        }

        return findings.ToImmutable();
    }

    /// <summary>The path of what is replaced: links on the way are followed, and one in its place is not.</summary>
    private static string Placed(string path) =>
        Path.GetDirectoryName(path) is { } parent ? Path.Combine(Real(parent), Path.GetFileName(path)) : path;

    /// <summary>The path with every link followed, as far as it exists.</summary>
    private static string Real(string path)
    {
        var real = Path.GetPathRoot(path)!;
        foreach (var part in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            try
            {
                real = new FileInfo(real).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? real;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // A link to itself, or a folder that may not be looked into: writing there fails and is reported then.
            }
        }

        return real;
    }

    /// <summary>What must not be replaced, by its role.</summary>
    private sealed class Protection
    {
        private readonly string _folder;
        private readonly Configuration? _configuration;
        private readonly List<(string Path, string Role)> _files = [];

        public Protection(string folder, (Configuration? Configuration, string? Dialect) places, IEnumerable<FileInfo> inputs)
        {
            _folder = Real(folder);
            _configuration = places.Configuration;
            Add(Path.Combine(folder, WorkspaceReader.ConfigFile), "the configuration");
            Add(places.Dialect is { } dialect ? Path.Combine(folder, dialect) : null, "the dialect");
            Add(_configuration?.Target.Data, "the emulator's data");
            Add(_configuration?.Target.Data is { } data ? $"{data}.changes" : null, "the emulator's data");
            Add(_configuration?.Target.Seed, "the emulator's seed");
            Add(_configuration?.Target.Faults, "the emulator's faults");
            foreach (var path in AuditFiles(_configuration?.Audit ?? new() { Path = Path.Combine(folder, ".scimstate", "audit.jsonl") }))
            {
                Add(path, "the audit log");
            }

            foreach (var input in inputs)
            {
                Add(input.FullName, "a file that this command reads");
            }
        }

        public string? RoleOf(string path)
        {
            var listed = _files.FirstOrDefault(file => string.Equals(file.Path, path, Paths)).Role;
            var relative = Path.GetRelativePath(_folder, path).Replace(Path.DirectorySeparatorChar, '/');
            return listed ?? (FolderFiles.Inside(relative) is not { } inside ? null
                : IsBelow("approvals/") ? "an approval"
                : IsBelow("policies/") ? "a policy"
                : IsBelow(".git/") ? "a file of Git"
                : _configuration?.State.Any(pattern => FilePattern.Parse(pattern)?.IsMatch(inside) == true) == true ? "a state file"
                : null);

            bool IsBelow(string start) => inside.StartsWith(start, Paths);
        }

        /// <summary>The files there are, which may be more than the settings keep, and those that a rotation makes.</summary>
        private static IEnumerable<string> AuditFiles(AuditSettings audit) => AuditLine.FilesOf(audit)
            .Concat(Enumerable.Range(0, audit.MaxFiles + 1).Select(number => AuditLog.PathOf(audit.Path, number)))
            .Concat([$"{audit.Path}.lock", $"{audit.Path}.lock.json"]);

        /// <summary>Where the file is, and what it leads to if it is a link.</summary>
        private void Add(string? path, string role)
        {
            if (path is not null)
            {
                _files.Add((Placed(path), role));
                _files.Add((Real(path), role));
            }
        }
    }
}
