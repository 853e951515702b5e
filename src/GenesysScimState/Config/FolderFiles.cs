using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Config;

/// <summary>
/// The files below a folder, by paths with forward slashes. Nothing outside is read and no link is followed: who may
/// propose a change to the files must not get to see others in the messages about it.
/// </summary>
internal sealed class FolderFiles(string path)
{
    private const int BytesMax = 50_000_000;

    /// <summary>Absolute.</summary>
    public string Path { get; } = path;

    public bool Exists(string file) => File.Exists(Absolute(file));

    /// <summary>The path without <c>./</c>; null when it leads out of the folder.</summary>
    public static string? Inside(string file)
    {
        var parts = file.Split('/').Where(part => part is not ("" or ".")).ToArray();
        return file.StartsWith('/') || file.AsSpan().ContainsAny('\\', ':', '\0')
            || parts.Length == 0 || parts.Contains("..", StringComparer.Ordinal)
            ? null
            : string.Join('/', parts);
    }

    /// <summary>Files that match, in ordinal order; a pattern that finds nothing is an error.</summary>
    public SortedSet<string> Match(YamlScalar pattern, ImmutableArray<Diagnostic>.Builder findings)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var links = new SortedSet<string>(StringComparer.Ordinal);
        if (FilePattern.Parse(pattern.Text) is not { } parsed)
        {
            findings.Add(FileDiagnostics.PatternOutside(pattern.Text, pattern.At));
            return found;
        }

        try
        {
            parsed.Find(new DirectoryInfo(Path), found, links);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            findings.Add(FileDiagnostics.Unreadable(exception.Message, pattern.At));
        }

        findings.AddRange(links.Select(link => FileDiagnostics.SymbolicLink(new(link, 1, 1))));
        if (found.Count + links.Count == 0)
        {
            findings.Add(FileDiagnostics.NothingMatched(pattern.Text, pattern.At));
        }

        return found;
    }

    /// <summary>Null when it cannot be read; the finding says why.</summary>
    public async Task<byte[]?> ReadAsync(
        string file, ImmutableArray<Diagnostic>.Builder findings, CancellationToken cancellationToken)
    {
        var at = new SourceSpan(file, 1, 1);
        try
        {
            if (IsLinked(file))
            {
                findings.Add(FileDiagnostics.SymbolicLink(at));
                return null;
            }

            var entry = new FileInfo(Absolute(file));

            if (entry.Length > BytesMax)
            {
                findings.Add(FileDiagnostics.TooLarge(entry.Length, BytesMax, at));
                return null;
            }

            return await File.ReadAllBytesAsync(entry.FullName, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            findings.Add(FileDiagnostics.Unreadable(exception.Message, at));
            return null;
        }
    }

    /// <summary>Whether the file or a folder on the way to it is a link.</summary>
    private bool IsLinked(string file)
    {
        for (var end = file.IndexOf('/', StringComparison.Ordinal); end >= 0; end = file.IndexOf('/', end + 1))
        {
            if (new DirectoryInfo(Absolute(file[..end])).LinkTarget is not null)
            {
                return true;
            }
        }

        return new FileInfo(Absolute(file)).LinkTarget is not null;
    }

    /// <summary>Where a file is, for the one who writes it.</summary>
    public string Absolute(string file) => System.IO.Path.Combine(Path, file);
}
