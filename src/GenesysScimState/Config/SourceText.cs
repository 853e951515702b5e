using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Config;

/// <summary>
/// The text of a file, decoded. Bytes that are not UTF-8 are an error, never replaced: a name would change silently.
/// </summary>
internal sealed class SourceText
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private string? _text;

    private SourceText(string file, ReadOnlyMemory<byte> bytes) => (File, _bytes) = (file, bytes);

    public string File { get; }

    /// <summary>All of it at once, which a large file takes much memory for.</summary>
    public string Text => _text ??= Encoding.UTF8.GetString(_bytes.Span);

    /// <summary>The most characters that it can be.</summary>
    public int LengthMax => _bytes.Length;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>From its beginning, some at a time.</summary>
    public TextReader Open()
    {
        if (_text is not null || !MemoryMarshal.TryGetArray(_bytes, out var array))
        {
            return new StringReader(Text);
        }

        var stream = new MemoryStream(array.Array!, array.Offset, array.Count, writable: false);
        return new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: false);
    }

    /// <param name="file">For findings.</param>
    /// <param name="bytes">Must stay as they are as long as the text is used.</param>
    public static Checked<SourceText> Decode(string file, ReadOnlyMemory<byte> bytes)
    {
        var text = bytes.Span.StartsWith(ByteOrderMark) ? bytes[ByteOrderMark.Length..] : bytes;
        if (Utf8.IsValid(text.Span))
        {
            return new(new(file, text), []);
        }

        var before = new char[text.Length];
        Utf8.ToUtf16(text.Span, before, out var read, out var written, replaceInvalidSequences: false);
        return Failed(FileDiagnostics.NotUtf8(
            bytes.Length - text.Length + read, text.Span[read], PlaceAfter(file, before.AsSpan(0, written))));
    }

    /// <summary>The place right behind <paramref name="text"/>.</summary>
    private static SourceSpan PlaceAfter(string file, ReadOnlySpan<char> text) =>
        new(file, text.Count('\n') + 1, text.Length - text.LastIndexOf('\n'));

    private static Checked<SourceText> Failed(Diagnostic diagnostic) => new(null, ImmutableArray.Create(diagnostic));
}
