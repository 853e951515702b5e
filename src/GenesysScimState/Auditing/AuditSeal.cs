using System.Security.Cryptography;
using System.Text.Json;

namespace GenesysScimState.Auditing;

/// <summary>What links a record into the chain; see <see cref="AuditChain"/>.</summary>
/// <param name="Hash">As the record says.</param>
/// <param name="Computed">As it is.</param>
internal sealed record AuditSeal(long Seq, string PreviousHash, string Hash, string Computed)
{
    /// <summary>In bytes: the comma, <c>"hash":</c>, 64 digits in quotes, and the brace.</summary>
    private const int TailLength = 75;

    public bool IsIntact => Hash == Computed;

    private static ReadOnlySpan<byte> TailBegin => ",\"hash\":\""u8;

    private static ReadOnlySpan<byte> TailEnd => "\"}"u8;

    /// <summary>Null when the line has not the form of a record.</summary>
    public static AuditSeal? Of(ReadOnlySpan<byte> line)
    {
        if (line.Length <= TailLength || !line[^TailLength..].StartsWith(TailBegin) || !line.EndsWith(TailEnd))
        {
            return null;
        }

        byte[] record = [.. line[..^TailLength], (byte)'}'];
        try
        {
            using var document = JsonDocument.Parse(record);
            return new AuditSeal(
                document.RootElement.GetProperty("seq").GetInt64(),
                document.RootElement.GetProperty("previousHash").GetString() ?? "",
                System.Text.Encoding.Latin1.GetString(line[^(TailLength - TailBegin.Length)..^TailEnd.Length]),
                Convert.ToHexStringLower(SHA256.HashData(record)));
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
