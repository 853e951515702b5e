using System.Buffers;
using System.Collections.Immutable;
using System.Text.Unicode;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Config;

/// <summary>
/// The text of a file, decoded. Bytes that are not UTF-8 are an error, never replaced: a name would change silently.
/// </summary>
internal sealed record SourceText(string File, string Text)
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public static Checked<SourceText> Decode(string file, ReadOnlySpan<byte> bytes)
    {
        var mark = bytes.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        var buffer = ArrayPool<char>.Shared.Rent(Math.Max(1, bytes.Length - mark));
        try
        {
            var status = Utf8.ToUtf16(bytes[mark..], buffer, out var read, out var written, replaceInvalidSequences: false);
            return status == OperationStatus.Done
                ? new(new(file, new string(buffer, 0, written)), [])
                : Failed(FileDiagnostics.NotUtf8(mark + read, bytes[mark + read], PlaceAfter(file, buffer.AsSpan(0, written))));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    /// <summary>The place right behind <paramref name="text"/>.</summary>
    private static SourceSpan PlaceAfter(string file, ReadOnlySpan<char> text) =>
        new(file, text.Count('\n') + 1, text.Length - text.LastIndexOf('\n'));

    private static Checked<SourceText> Failed(Diagnostic diagnostic) => new(null, ImmutableArray.Create(diagnostic));
}
