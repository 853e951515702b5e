using System.Collections.Immutable;
using System.Globalization;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Auditing;

/// <summary>
/// The number and the hash of a record, as <c>12:9f2c…</c>. Whoever writes down the last one elsewhere can later see whether
/// the log still holds it: an end that was cut off leaves no trace in the log itself.
/// </summary>
/// <param name="Seq">Null: any.</param>
internal sealed record AuditHead(long? Seq, string Hash)
{
    /// <summary>From <c>HASH</c> or <c>SEQ:HASH</c>; null when it is neither.</summary>
    public static AuditHead? Parse(string text)
    {
        var (seq, hash) = text.Split(':') switch
        {
            [var only] => ("", only),
            [var number, var digits] => (number, digits),
            _ => ("", ""),
        };
        var isNumber = long.TryParse(seq, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        return hash.Length == 64 && hash.All(char.IsAsciiHexDigitLower) && (isNumber || seq.Length == 0)
            ? new AuditHead(isNumber ? value : null, hash)
            : null;
    }

    public bool IsOf(AuditSeal seal) => seal.IsIntact && seal.Hash == Hash && (Seq is null || Seq == seal.Seq);

    public override string ToString() => Seq is null ? Hash : string.Create(CultureInfo.InvariantCulture, $"{Seq}:{Hash}");
}

/// <summary>What a log turned out to be.</summary>
/// <param name="First">The number of the first record; null when there is none.</param>
/// <param name="Head">The last record of the chain; null when there is none.</param>
internal sealed record AuditVerdict(int Records, long? First, AuditHead? Head, ImmutableArray<Diagnostic> Findings)
{
    public bool IsSound => Findings.All(finding => finding.Severity != Severity.Error);
}
