namespace GenesysScimState.Emulator.Storage;

/// <summary>
/// Keeps an organization on disk. The data file is written to a temporary file beside it, flushed, then renamed over it, so
/// that it is whole at any moment. That would take a second a write where there are a hundred thousand users; so to a large
/// one only what changed is added, in a file of its own, until the end or until that is large as well. Requests that wait here
/// together are saved by one write.
/// </summary>
/// <param name="path">The data file.</param>
/// <param name="saved">The revision that needs no saving: what was read.</param>
/// <param name="snapshot">The newest revision: all of it, or what changed since it was last asked for.</param>
internal sealed class Saver(string path, long saved, Func<bool, (long Revision, IReadOnlyList<ReadOnlyMemory<byte>> Text)> snapshot)
{
    /// <summary>Bytes up to which the data file is written whole: those of some five hundred users.</summary>
    private const int WholeMax = 1 << 20;

    /// <summary>Bytes of changes beyond which they go into the data file.</summary>
    private const int AddedMax = 1 << 26;

    private readonly Lock _writing = new();
    private long _saved = saved;
    private long _added;

    /// <summary>At first, because nobody knows what is left there; and after a failure.</summary>
    private bool _isWholeNext = true;

    public static string ChangesOf(string path) => $"{path}.changes";

    /// <summary>Returns when at least that revision is on disk.</summary>
    public void Save(long revision)
    {
        lock (_writing)
        {
            if (_saved < revision)
            {
                Write(_isWholeNext);
            }
        }
    }

    /// <summary>Leaves everything in the data file. Where that fails, all is in the two files.</summary>
    public void Finish()
    {
        lock (_writing)
        {
            try
            {
                if (_added > 0)
                {
                    Write(isWhole: true);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                _isWholeNext = true;
            }
        }
    }

    private void Write(bool isWhole)
    {
        _isWholeNext = true;
        var (newest, text) = snapshot(isWhole);
        var length = isWhole ? WriteWhole(text) : Add(text);
        _added = isWhole ? 0 : _added + length;
        _isWholeNext = isWhole ? length <= WholeMax : _added > AddedMax;
        _saved = newest;
    }

    private long WriteWhole(IReadOnlyList<ReadOnlyMemory<byte>> text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var temporary = $"{path}.tmp";
        var length = Write(temporary, FileMode.Create, text);
        File.Move(temporary, path, overwrite: true);
        File.Delete(ChangesOf(path));
        return length;
    }

    private long Add(IReadOnlyList<ReadOnlyMemory<byte>> text) => Write(ChangesOf(path), FileMode.Append, text);

    private static long Write(string file, FileMode mode, IReadOnlyList<ReadOnlyMemory<byte>> text)
    {
        using var stream = new FileStream(file, mode, FileAccess.Write, FileShare.Read, 1 << 16);
        foreach (var piece in text)
        {
            stream.Write(piece.Span);
        }

        stream.Flush(flushToDisk: true);
        return text.Sum(piece => (long)piece.Length);
    }
}
