using System.Collections.Immutable;
using System.Text;
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
        if (Utf8.IsValid(bytes[mark..]))
        {
            return new(new(file, Encoding.UTF8.GetString(bytes[mark..])), []);
        }

        var before = new char[bytes.Length];
        Utf8.ToUtf16(bytes[mark..], before, out var read, out var written, replaceInvalidSequences: false);
        return Failed(FileDiagnostics.NotUtf8(mark + read, bytes[mark + read], PlaceAfter(file, before.AsSpan(0, written))));
    }

    /// <summary>The place right behind <paramref name="text"/>.</summary>
    private static SourceSpan PlaceAfter(string file, ReadOnlySpan<char> text) =>
        new(file, text.Count('\n') + 1, text.Length - text.LastIndexOf('\n'));

    private static Checked<SourceText> Failed(Diagnostic diagnostic) => new(null, ImmutableArray.Create(diagnostic));
}
