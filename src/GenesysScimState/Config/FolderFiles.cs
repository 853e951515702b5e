using System.Buffers;
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
            findings.Add(FileDiagnostics.Unreadable(IoProblem.Of(exception), pattern.At));
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
        try
        {
            if (Refused(file) is not { } refused)
            {
                return await File.ReadAllBytesAsync(Absolute(file), cancellationToken);
            }

            findings.Add(refused);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            findings.Add(FileDiagnostics.Unreadable(IoProblem.Of(exception), new(file, 1, 1)));
        }

        return null;
    }

    /// <summary>Makes something of a file's bytes, which are another file's afterwards; nothing when it cannot be read.</summary>
    public Checked<T> Lend<T>(string file, Func<ReadOnlyMemory<byte>, Checked<T>> use)
        where T : class
    {
        try
        {
            if (Refused(file) is { } refused)
            {
                return new(null, [refused]);
            }

            using var stream = File.OpenRead(Absolute(file));
            using var lent = MemoryPool<byte>.Shared.Rent((int)stream.Length + 1);
            var length = stream.ReadAtLeast(lent.Memory.Span, lent.Memory.Length, throwOnEndOfStream: false);
            if (length < lent.Memory.Length)
            {
                return use(lent.Memory[..length]);
            }

            // It grows, or is none whose length the system knows.
            using var whole = new MemoryStream();
            whole.Write(lent.Memory.Span);
            stream.CopyTo(whole);
            return use(whole.ToArray());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new(null, [FileDiagnostics.Unreadable(IoProblem.Of(exception), new(file, 1, 1))]);
        }
    }

    /// <summary>Why a file is not read; null when it may be.</summary>
    /// <param name="file">From the folder, with forward slashes.</param>
    /// <param name="shown">Its name in the finding; null: the same.</param>
    public Diagnostic? Refused(string file, string? shown = null)
    {
        var at = new SourceSpan(shown ?? file, 1, 1);
        return IsLinked(file) ? FileDiagnostics.SymbolicLink(at)
            : RegularFile.OtherKind(Absolute(file)) is { } kind ? FileDiagnostics.NotRegular(kind, at)
            : new FileInfo(Absolute(file)).Length is var length and > BytesMax ? FileDiagnostics.TooLarge(length, BytesMax, at)
            : null;
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
