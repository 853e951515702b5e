using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GenesysScimState.Config;
using GenesysScimState.Rendering;

namespace GenesysScimState.Auditing;

/// <summary>
/// The end of the log so far: the number and the hash of its last record. A record's hash is the SHA-256 of the record as
/// written but for its own <c>hash</c>, and the record names the hash before it; so nothing can be edited, dropped or
/// moved without every later hash being wrong.
/// </summary>
internal sealed record AuditChain(long Seq, string Hash, bool EndsInTheMiddleOfALine)
{
    /// <summary>Bytes of the end that are read first: some dozen records.</summary>
    private const int Piece = 16 * 1024;

    public static AuditChain Start { get; } = new(0, new string('0', 64), EndsInTheMiddleOfALine: false);

    /// <summary>Reads a file from its end, in pieces, as far back as its last whole record.</summary>
    public static AuditChain LastOf(string path)
    {
        if (!File.Exists(path))
        {
            return Start;
        }

        RegularFile.Require(path);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] end = [];
        var last = (AuditChain?)null;
        for (var at = file.Length; at > 0 && last is null;)
        {
            var piece = new byte[Math.Min(at, Math.Max(Piece, end.Length))];
            at -= piece.Length;
            file.Position = at;
            file.ReadExactly(piece);
            end = [.. piece, .. end];
            last = LastIn(end, beginsWithALine: at == 0);
        }

        return (last ?? Start) with { EndsInTheMiddleOfALine = end is [.., not (byte)'\n'] };
    }

    /// <summary>The next line of the log, and the chain after it.</summary>
    public (string Line, AuditChain Next) Append(Action<Utf8JsonWriter, AuditChain> write)
    {
        var link = this with { Seq = Seq + 1 };
        var record = Json.Compact(writer =>
        {
            writer.WriteStartObject();
            write(writer, link);
            writer.WriteString("previousHash", Hash);
            writer.WriteEndObject();
        });
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(record)));
        return ($"{record[..^1]},\"hash\":\"{hash}\"}}\n", new AuditChain(Seq + 1, hash, EndsInTheMiddleOfALine: false));
    }

    private static AuditChain? LastIn(ReadOnlySpan<byte> text, bool beginsWithALine)
    {
        while (!text.IsEmpty)
        {
            var lineBreak = text.LastIndexOf((byte)'\n');
            if (lineBreak < 0 && !beginsWithALine)
            {
                return null;
            }

            if (Parse(Encoding.UTF8.GetString(text[(lineBreak + 1)..])) is { } link)
            {
                return link;
            }

            text = text[..Math.Max(0, lineBreak)];
        }

        return null;
    }

    private static AuditChain? Parse(string line)
    {
        try
        {
            using var record = JsonDocument.Parse(line);
            return new AuditChain(
                record.RootElement.GetProperty("seq").GetInt64(),
                record.RootElement.GetProperty("hash").GetString() ?? "",
                EndsInTheMiddleOfALine: false);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // A line that a crash cut short: the chain goes on from the last whole record.
            return null;
        }
    }
}
