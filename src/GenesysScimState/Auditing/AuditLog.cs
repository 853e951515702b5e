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
/// the chain runs across the files. A line that a crash cut short stays as it is and the next record begins on a line of
/// its own. A record that cannot be written whole is taken back, and nothing is written after it: what came later would
/// look as if nothing were missing.
/// </remarks>
internal sealed class AuditLog : IJournal, IDisposable
{
    private readonly Lock _gate = new();
    private readonly AuditSettings _settings;
    private readonly AuditRecord _record;
    private readonly Func<string, FileStream> _append;
    private FileStream _file;
    private AuditChain _chain;
    private string? _failure;

    private AuditLog(AuditSettings settings, AuditRecord record, Func<string, FileStream> append, AuditChain chain)
    {
        _settings = settings;
        _record = record;
        _append = append;
        _file = append(settings.Path);
        _chain = chain;
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
        if (chain.Seq == 0)
        {
            // A rotation that was cut short, or has only just happened: the chain goes on from the file before.
            chain = AuditChain.LastOf(PathOf(settings.Path, 1)) with { EndsInTheMiddleOfALine = chain.EndsInTheMiddleOfALine };
        }

        return new AuditLog(settings, new AuditRecord(stamp, settings.PersonalData, time), append ?? Append, chain);
    });

    /// <param name="document">What is going to be applied.</param>
    /// <param name="run">What the next run is told if this one does not end: never that it managed more than those before.</param>
    /// <param name="continues">The run that was cut short and that this one finishes.</param>
    public void RunStarted(PlanDocument document, RecordedRun? run, string? continues = null) =>
        Write((writer, link) => _record.RunStarted(writer, link, document, run, continues));

    /// <summary>What the organization says of a write whose end the log does not tell.</summary>
    public void Resolved(Resolution resolution) => Write((writer, link) => _record.Resolved(writer, link, resolution));

    /// <param name="result">What was done.</param>
    /// <param name="run">What the next run is told; null when this one did not get that far.</param>
    public void RunFinished(ApplyResult result, RecordedRun? run) =>
        Write((writer, link) => _record.RunFinished(writer, link, result, run));

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

    /// <summary>What was sent has its outcome already; this records what was not.</summary>
    public Task SettledAsync(Outcome outcome)
    {
        if (outcome.Attempts == 0)
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
                throw new JournalException(CommandDiagnostics.AuditUnwritable(_failure));
            }

            try
            {
                _chain = Guarded(() =>
                {
                    RotateWhenFull();
                    var (line, next) = _chain.Append(write);
                    WriteWhole(Encoding.UTF8.GetBytes(_chain.EndsInTheMiddleOfALine ? "\n" + line : line));
                    return next;
                });
            }
            catch (JournalException exception)
            {
                _failure = exception.InnerException!.Message;
                throw;
            }
        }
    }

    private void WriteWhole(byte[] line)
    {
        var length = _file.Length;
        try
        {
            _file.Write(line);
            _file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            TakeBack(length);
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
            throw new JournalException(CommandDiagnostics.AuditUnwritable(exception.Message), exception);
        }
    }

    private void RotateWhenFull()
    {
        if (_file.Length < _settings.MaxBytes)
        {
            return;
        }

        _file.Dispose();
        for (var number = _settings.MaxFiles; number > 0; number--)
        {
            var from = PathOf(_settings.Path, number - 1);
            if (File.Exists(from))
            {
                File.Move(from, PathOf(_settings.Path, number), overwrite: true);
            }
        }

        if (_settings.MaxFiles == 0)
        {
            File.Delete(_settings.Path);
        }

        _file = _append(_settings.Path);
        _chain = _chain with { EndsInTheMiddleOfALine = false };
    }

    /// <summary>Of the files of one log, number 0 is the current one and 1 the one before.</summary>
    public static string PathOf(string path, int number) =>
        number == 0 ? path : Path.ChangeExtension(path, $".{number}{Path.GetExtension(path)}");

    private static FileStream Append(string path) => new(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
}
