using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using GenesysScimState.Config;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Auditing;

/// <summary>
/// The audit log: one JSON object a line, only ever appended to, each record holding the hash of the one before it. An
/// intent is on the disk before its request is sent, so that after a crash the log says what may have happened.
/// </summary>
/// <remarks>
/// When the file has grown past its limit it becomes <c>audit.1.jsonl</c>, the one before <c>audit.2.jsonl</c>, and so on;
/// the chain runs across the files. The files of the last run, back to its <c>run-started</c>, and of the runs that it
/// continues, are kept until the next run has recorded its own: a run that is cut short is finished and reported from them.
/// A line that a crash cut short stays as it is and the next record begins on a line of
/// its own. A record that cannot be written whole is taken back, and nothing is written after it: what came later would
/// look as if nothing were missing. After each record the path must name a file of the length that was written; a log that
/// was removed, emptied, truncated or replaced ends the run.
/// </remarks>
internal sealed class AuditLog : IJournal, IDisposable
{
    private readonly Lock _gate = new();
    private readonly AuditSettings _settings;
    private readonly AuditRecord _record;
    private readonly Func<string, FileStream> _append;
    private FileStream _file;
    private AuditChain _chain;
    private Diagnostic? _failure;

    /// <summary>Bytes of the current file, as this run left it.</summary>
    private long _length;

    /// <summary>The number of the oldest file that the last run, or the run under way, is recorded in.</summary>
    private int _oldestOfRun;

    private AuditLog(AuditSettings settings, AuditRecord record, Func<string, FileStream> append, AuditChain chain)
    {
        _settings = settings;
        _record = record;
        _append = append;
        _file = append(settings.Path);
        _length = _file.Length;
        _chain = chain;
        _oldestOfRun = AuditHistory.OldestFileOfLastRun(settings.Path, record.Organization);
    }

    /// <param name="settings">Where it is.</param>
    /// <param name="stamp">What every record of the run begins with.</param>
    /// <param name="time">For the times in it.</param>
    /// <param name="append">Opens a file at its end, unbuffered; null: as the disk does.</param>
    /// <exception cref="JournalException">The file cannot be written; nothing may be applied then.</exception>
    public static AuditLog Open(AuditSettings settings, RunStamp stamp, TimeProvider time, Func<string, FileStream>? append = null) => Guarded(() =>
    {
        Directory.CreateDirectory(Path.GetDirectoryName(settings.Path)!);
        var chain = AuditChain.LastOf(settings.Path);
        if (chain.Seq == 0 && NumbersOf(settings.Path).FirstOrDefault(number => number > 0) is > 0 and var before)
        {
            // A rotation that was cut short, or has only just happened: the chain continues from the file before.
            chain = AuditChain.LastOf(PathOf(settings.Path, before)) with { EndsInTheMiddleOfALine = chain.EndsInTheMiddleOfALine };
        }

        return new AuditLog(settings, new AuditRecord(stamp, settings.PersonalData, time), append ?? Append, chain);
    });

    /// <param name="document">What is going to be applied.</param>
    /// <param name="run">What the next run is told if this one does not end: never that it managed more than those before.</param>
    /// <param name="continues">The run that was cut short and that this one finishes.</param>
    public void RunStarted(PlanDocument document, RecordedRun? run, string? continues = null)
    {
        Write((writer, link) => _record.RunStarted(writer, link, document, run, continues));
        lock (_gate)
        {
            // From here on the log tells what the last run told; what that run continued is needed to finish it.
            _oldestOfRun = continues is null ? 0 : _oldestOfRun;
            Guarded(() => DropOldFiles());
        }
    }

    /// <summary>An apply that guards refuse.</summary>
    public void Refused(PlanDocument document) => Write((writer, link) => _record.Refused(writer, link, document));

    /// <summary>What the organization says of a write whose end the log does not tell.</summary>
    public void Resolved(Resolution resolution) => Write((writer, link) => _record.Resolved(writer, link, resolution));

    /// <param name="result">What was done.</param>
    /// <param name="run">What the next run is told; null when this one did not get that far.</param>
    /// <param name="end">How the run ended; null: not known.</param>
    public void RunFinished(ApplyResult result, RecordedRun? run, RunEnd? end = null) =>
        Write((writer, link) => _record.RunFinished(writer, link, result, run, end));

    public Task IntentAsync(Change change)
    {
        Write((writer, link) => _record.Intent(writer, link, change));
        return Task.CompletedTask;
    }

    public Task OutcomeAsync(Change change, WriteResult result)
    {
        Write((writer, link) => _record.Outcome(writer, link, change, result));
        return Task.CompletedTask;
    }

    /// <summary>What was sent has its outcome already; this records what was not, of a membership also the rest of the batches.</summary>
    public Task SettledAsync(Outcome outcome)
    {
        if (outcome.Attempts == 0 || outcome.Kind == OutcomeKind.NotAttempted)
        {
            Write((writer, link) => _record.NotSent(writer, link, outcome));
        }

        return Task.CompletedTask;
    }

    public void Dispose() => _file.Dispose();

    private void Write(Action<Utf8JsonWriter, AuditChain> write)
    {
        lock (_gate)
        {
            if (_failure is not null)
            {
                throw new JournalException(_failure);
            }

            try
            {
                _chain = Guarded(() =>
                {
                    StopWhenChanged();
                    RotateWhenFull();
                    var (line, next) = _chain.Append(write);
                    WriteWhole(Encoding.UTF8.GetBytes(_chain.EndsInTheMiddleOfALine ? "\n" + line : line));
                    StopWhenChanged();
                    return next;
                });
            }
            catch (JournalException exception)
            {
                _failure = exception.Problem;
                throw;
            }
        }
    }

    /// <summary>What was written counts only when it is in the file that the path names.</summary>
    private void StopWhenChanged()
    {
        if (LengthOf(_settings.Path) != _length)
        {
            throw new JournalException(AuditDiagnostics.LogChanged(_settings.Path));
        }
    }

    /// <summary>In bytes; null when there is no file. The file is opened: the length of a link is not the log's.</summary>
    private static long? LengthOf(string path)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return RandomAccess.GetLength(file);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private void WriteWhole(byte[] line)
    {
        try
        {
            _file.Write(line);
            _file.Flush(flushToDisk: true);
            _length += line.Length;
        }
        catch (IOException)
        {
            TakeBack(_length);
            throw;
        }
    }

    private void TakeBack(long length)
    {
        try
        {
            _file.SetLength(length);
        }
        catch (IOException)
        {
            // Then a torn line stays, which the next run goes on from.
        }
    }

    private static T Guarded<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new JournalException(CommandDiagnostics.AuditUnwritable(IoProblem.Of(exception)), exception);
        }
    }

    private void RotateWhenFull()
    {
        if (_length < _settings.MaxBytes)
        {
            return;
        }

        _file.Dispose();
        // A number that is not in use, which a rotation that was cut short leaves, is filled.
        var numbers = NumbersOf(_settings.Path).TakeWhile((number, index) => number == index).ToArray();
        foreach (var number in numbers.Reverse())
        {
            File.Move(PathOf(_settings.Path, number), PathOf(_settings.Path, number + 1));
        }

        _oldestOfRun += numbers.Length > _oldestOfRun ? 1 : 0;
        DropOldFiles();
        _file = _append(_settings.Path);
        _length = _file.Length;
        _chain = _chain with { EndsInTheMiddleOfALine = false };
    }

    /// <summary>Those beyond the number that is kept, the oldest first, without those of the last run.</summary>
    private int DropOldFiles()
    {
        var old = NumbersOf(_settings.Path).Where(number => number > Math.Max(_settings.MaxFiles, _oldestOfRun)).Reverse().ToArray();
        foreach (var number in old)
        {
            File.Delete(PathOf(_settings.Path, number));
        }

        return old.Length;
    }

    /// <summary>Of the files of one log, number 0 is the current one and 1 the one before.</summary>
    public static string PathOf(string path, int number) =>
        number == 0 ? path : Path.ChangeExtension(path, string.Create(CultureInfo.InvariantCulture, $".{number}{Path.GetExtension(path)}"));

    /// <summary>
    /// The numbers of the files there are, the current one first. There may be more than are kept, while a long run is the
    /// last one, and a rotation that was cut short may have left a number out.
    /// </summary>
    public static ImmutableArray<int> NumbersOf(string path)
    {
        var (folder, begin, end) = (Path.GetDirectoryName(path)!, $"{Path.GetFileNameWithoutExtension(path)}.", Path.GetExtension(path));
        int[] rotated = Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder).Select(Path.GetFileName).OfType<string>()
                .Where(name => name.Length > begin.Length + end.Length && name.StartsWith(begin, StringComparison.Ordinal) && name.EndsWith(end, StringComparison.Ordinal))
                .Select(name => int.TryParse(name.AsSpan(begin.Length..^end.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
                .Where(number => number > 0 && File.Exists(PathOf(path, number)))]
            : [];
        return [.. rotated.Concat(File.Exists(path) ? [0] : []).Distinct().Order()];
    }

    private static FileStream Append(string path) => new(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
}
