using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Config;

/// <summary>
/// Files in the folders of "state" that look like state files and that no pattern matches: another ending or case, a name or
/// folder that begins with a dot, a subfolder that the pattern does not go into.
/// </summary>
internal static class UnreadFiles
{
    /// <summary>Bytes of a file that are looked at.</summary>
    private const int BeginningMax = 64 * 1024;

    private static readonly string[] Sections = ["users", "groups", "templates", "defaults"];

    /// <param name="folder">The configuration's folder, absolute.</param>
    /// <param name="patterns">The configuration's.</param>
    /// <param name="known">Files that are read, as state or as something else.</param>
    public static IEnumerable<Diagnostic> Find(string folder, ImmutableArray<string> patterns, IReadOnlySet<string> known) => patterns
        .Select(pattern => BaseOf(pattern))
        .Distinct(StringComparer.Ordinal)
        .SelectMany(path => Candidates(new DirectoryInfo(Path.Combine(folder, path)), path.Length == 0 ? "" : path + "/", isRoot: path.Length == 0))
        .Distinct(StringComparer.Ordinal)
        .Where(path => !known.Contains(path) && LooksLikeState(Path.Combine(folder, path)))
        .Select(path => FileDiagnostics.NotRead(Renamed(path, patterns), new(path, 1, 1)));

    /// <summary>The folder that a pattern names before its first wildcard.</summary>
    private static string BaseOf(string pattern) => FilePattern.Parse(pattern) is null ? "" : string.Join('/', pattern
        .Split('/', StringSplitOptions.RemoveEmptyEntries)
        .SkipLast(1)
        .TakeWhile(part => !part.AsSpan().ContainsAny('*', '?'))
        .Where(part => part != "."));

    /// <summary>Below the configuration's own folder only its files are looked at: its subfolders may hold anything.</summary>
    private static IEnumerable<string> Candidates(DirectoryInfo folder, string path, bool isRoot)
    {
        FileSystemInfo[] entries;
        try
        {
            entries = folder.Exists ? folder.GetFileSystemInfos() : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            entries = [];
        }

        foreach (var entry in entries.Where(entry => entry.LinkTarget is null).OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            if (entry is DirectoryInfo subfolder)
            {
                foreach (var file in isRoot || entry.Name is ".git" or ".scimstate" ? [] : Candidates(subfolder, $"{path}{entry.Name}/", isRoot: false))
                {
                    yield return file;
                }
            }
            else if (Path.GetExtension(entry.Name).ToLowerInvariant() is ".yaml" or ".yml")
            {
                yield return path + entry.Name;
            }
        }
    }

    private static bool LooksLikeState(string path)
    {
        try
        {
            if (RegularFile.OtherKind(path) is not null)
            {
                return false;
            }

            using var reader = new StreamReader(path);
            var beginning = new char[BeginningMax];
            var length = reader.ReadBlock(beginning);
            return beginning.AsSpan(0, length).ToString().Split('\n').Any(line => Sections.Any(section =>
                line.StartsWith(section, StringComparison.Ordinal) && line[section.Length..].TrimStart().StartsWith(':')));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The name that a pattern matches, when only ending, case or a dot in front differ.</summary>
    private static string? Renamed(string path, ImmutableArray<string> patterns)
    {
        var parts = path.Split('/').Select(part => part.TrimStart('.')).ToArray();
        parts[^1] = Path.GetFileNameWithoutExtension(parts[^1]) + ".yaml";
        var renamed = string.Join('/', parts);
        return patterns.Any(pattern => FilePattern.Parse(pattern)?.IsMatch(renamed) == true) ? renamed : null;
    }
}
