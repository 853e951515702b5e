namespace GenesysScimState.Emulator.Storage;

/// <summary>
/// Writes the data file: to a temporary file beside it, flushed, then renamed over it, so that the file is whole at any
/// moment. Requests that wait here together are saved by one write.
/// </summary>
/// <param name="path">The data file.</param>
/// <param name="saved">The revision that needs no saving: what was read.</param>
internal sealed class Saver(string path, long saved)
{
    private readonly Lock _writing = new();
    private long _saved = saved;

    /// <summary>
    /// Returns when at least that revision is on disk; <paramref name="snapshot"/> gives the newest one.
    /// </summary>
    public void Save(long revision, Func<(long Revision, IReadOnlyList<ReadOnlyMemory<byte>> Text)> snapshot)
    {
        lock (_writing)
        {
            if (_saved >= revision)
            {
                return;
            }

            var (newest, text) = snapshot();
            Write(text);
            _saved = newest;
        }
    }

    private void Write(IReadOnlyList<ReadOnlyMemory<byte>> text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var temporary = $"{path}.tmp";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
        {
            foreach (var piece in text)
            {
                stream.Write(piece.Span);
            }

            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
