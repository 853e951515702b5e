using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text.Json;
using GenesysScimState.Config;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Auditing;

/// <summary>A line of the log, byte for byte: what cannot be seen in a text still breaks a hash.</summary>
/// <param name="HasLineBreak">False for a file's last line only, when nothing follows it.</param>
internal sealed record AuditLine(SourceSpan At, ReadOnlyMemory<byte> Bytes, bool HasLineBreak)
{
    /// <summary>The lines of all files of a log, oldest first. A rotation that was cut short may have left a number out.</summary>
    /// <param name="shown">How a file is named in findings.</param>
    public static ImmutableArray<AuditLine> OfLog(AuditSettings settings, Func<string, string> shown) =>
        [.. FilesOf(settings).SelectMany(path => OfFile(path, shown(path)))];

    /// <summary>The files there are, oldest first.</summary>
    public static IEnumerable<string> FilesOf(AuditSettings settings) =>
        AuditLog.NumbersOf(settings.Path).Reverse().Select(number => AuditLog.PathOf(settings.Path, number));

    public static IEnumerable<AuditLine> OfFile(string path, string shown)
    {
        using var file = Open(path);
        var content = new byte[file.Length];
        file.ReadExactly(content);
        return Of(shown, content);
    }

    /// <summary>A file of the log, to be read while somebody may be writing to it.</summary>
    /// <exception cref="JournalException">It cannot be read.</exception>
    public static FileStream Open(string path)
    {
        try
        {
            RegularFile.Require(path);
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new JournalException(AuditDiagnostics.LogUnreadable(IoProblem.Of(exception)), exception);
        }
    }

    public static IEnumerable<AuditLine> Of(string file, ReadOnlyMemory<byte> content)
    {
        for (var number = 1; !content.IsEmpty; number++)
        {
            var end = content.Span.IndexOf((byte)'\n');
            yield return new AuditLine(new SourceSpan(file, number, 1), end < 0 ? content : content[..end], end >= 0);
            content = end < 0 ? default : content[(end + 1)..];
        }
    }

    /// <summary>
    /// Whether the line is the beginning of a record and not a whole one: what is left when a crash comes between two bytes.
    /// </summary>
    public bool IsTorn()
    {
        var line = Bytes.Span;
        var begin = "{\"timestamp\":\""u8;
        if (line.IsEmpty || (!line.StartsWith(begin) && !begin.StartsWith(line)))
        {
            return false;
        }

        var reader = new Utf8JsonReader(line, isFinalBlock: false, state: default);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == 0)
                {
                    return false;
                }
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The number in a torn line; null when it was cut before that.</summary>
    public long? SeqOfTorn()
    {
        var name = "\"seq\":"u8;
        var at = Bytes.Span.IndexOf(name);
        return at >= 0
            && Utf8Parser.TryParse(Bytes.Span[(at + name.Length)..], out long seq, out var used)
            && at + name.Length + used < Bytes.Length
                ? seq
                : null;
    }
}
