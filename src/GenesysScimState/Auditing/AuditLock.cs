using System.Text.Json;
using GenesysScimState.Config;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Rendering;

namespace GenesysScimState.Auditing;

/// <summary>
/// Lets one apply at a time write, on one machine. What locks is an open file, so the lock ends with the process, however
/// it ends; whether the file is there says nothing, and it stays.
/// </summary>
/// <remarks>
/// A locked file cannot be read by others, so who holds the lock stands in a file beside it.
/// </remarks>
internal sealed class AuditLock : IDisposable
{
    /// <summary>EWOULDBLOCK on Linux and macOS; on Windows a sharing and a lock violation.</summary>
    private static readonly int[] Held = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];

    private FileStream? _file;
    private string _holder = "";

    /// <summary>Null when the lock is taken; otherwise why it is not.</summary>
    /// <exception cref="JournalException">There can be no file: the log could not be written either.</exception>
    public Diagnostic? Take(string log, AuditHolder holder)
    {
        if (_file is not null)
        {
            return null;
        }

        var path = log + ".lock";
        _holder = path + ".json";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            // A link in its place is removed, not followed.
            File.Delete(_holder);
            using var companion = new StreamWriter(new FileStream(_holder, FileMode.CreateNew, FileAccess.Write, FileShare.Read));
            companion.Write(holder.Render());
            return null;
        }
        catch (IOException exception) when (_file is null && Held.Contains(exception.HResult))
        {
            return AuditDiagnostics.Locked(AuditHolder.Read(_holder)?.ToString(), path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It may be asked for once more, and must not find itself in the way.
            _file?.Dispose();
            _file = null;
            throw new JournalException(CommandDiagnostics.AuditUnwritable(IoProblem.Of(exception)), exception);
        }
    }

    public void Dispose()
    {
        if (_file is null)
        {
            return;
        }

        try
        {
            File.Delete(_holder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is overwritten by the next holder.
        }

        _file.Dispose();
    }
}

/// <summary>Who holds the lock.</summary>
/// <param name="Since">UTC, ISO 8601.</param>
internal sealed record AuditHolder(string Run, int Process, string Actor, string Since)
{
    public string Render() => Json.Indented(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("run", Run);
        writer.WriteNumber("process", Process);
        writer.WriteString("actor", Actor);
        writer.WriteString("since", Since);
        writer.WriteEndObject();
    });

    /// <summary>Null when it has not been written yet, or not whole.</summary>
    public static AuditHolder? Read(string path)
    {
        try
        {
            RegularFile.Require(path);
            using var document = JsonDocument.Parse(File.ReadAllText(path));
            var root = document.RootElement;
            return new AuditHolder(
                root.GetProperty("run").GetString() ?? "",
                root.GetProperty("process").GetInt32(),
                root.GetProperty("actor").GetString() ?? "",
                root.GetProperty("since").GetString() ?? "");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException
            or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    public override string ToString() => $"{Run}, started by {Actor} at {Since} (process {Process})";
}
