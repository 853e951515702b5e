using System.Buffers;
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
    /// <summary>Findings of one file: a binary file would have thousands.</summary>
    private const int ForbiddenMax = 20;

    private readonly ReadOnlyMemory<byte> _bytes;
    private string? _text;

    private SourceText(string file, ReadOnlyMemory<byte> bytes) => (File, _bytes) = (file, bytes);

    public string File { get; }

    /// <summary>All of it at once, which a large file takes much memory for.</summary>
    public string Text => _text ??= Encoding.UTF8.GetString(_bytes.Span);

    /// <summary>The most characters that it can be.</summary>
    public int LengthMax => _bytes.Length;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Control characters, and the first bytes of all other characters that a file may not hold.</summary>
    private static SearchValues<byte> Suspicious { get; } = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(code => code is not ('\t' or '\n' or '\r')).Select(code => (byte)code), 0x7F, 0xC2, 0xE2, 0xEF]);

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
        var text = bytes;
        while (text.Span.StartsWith(ByteOrderMark))
        {
            text = text[ByteOrderMark.Length..];
        }

        if (Utf8.IsValid(text.Span))
        {
            var forbidden = Forbidden(file, text.Span);
            return forbidden.IsEmpty ? new(new(file, text), []) : new(null, forbidden);
        }

        var before = new char[text.Length];
        Utf8.ToUtf16(text.Span, before, out var read, out var written, replaceInvalidSequences: false);
        return Failed(FileDiagnostics.NotUtf8(
            bytes.Length - text.Length + read, text.Span[read], PlaceAfter(file, before.AsSpan(0, written))));
    }

    /// <summary>
    /// Characters that YAML 1.2 §5.1 does not allow or that other readers take for line ends (§5.4): a diff, an editor and
    /// scimstate would see different lines.
    /// </summary>
    private static ImmutableArray<Diagnostic> Forbidden(string file, ReadOnlySpan<byte> text)
    {
        var findings = ImmutableArray.CreateBuilder<Diagnostic>();
        for (var at = text.IndexOfAny(Suspicious); at >= 0 && findings.Count < ForbiddenMax;)
        {
            Rune.DecodeFromUtf8(text[at..], out var rune, out var length);
            if (IsForbidden(rune.Value))
            {
                findings.Add(YamlDiagnostics.ForbiddenCharacter(rune.Value, PlaceAfter(file, Encoding.UTF8.GetString(text[..at]))));
            }

            at += length;
            var next = text[at..].IndexOfAny(Suspicious);
            at = next < 0 ? -1 : at + next;
        }

        return findings.ToImmutable();
    }

    /// <summary>Control characters but tab, LF and CR; line and paragraph separators; a byte order mark; noncharacters.</summary>
    public static bool IsForbidden(int code) => code is (< 0x20 and not ('\t' or '\n' or '\r')) or (>= 0x7F and <= 0x9F)
        or 0x2028 or 0x2029 or 0xFEFF or 0xFFFE or 0xFFFF;

    /// <summary>The place right behind <paramref name="text"/>. Lines end with LF, CR or both.</summary>
    private static SourceSpan PlaceAfter(string file, ReadOnlySpan<char> text)
    {
        var line = 1;
        var start = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\n' || (text[at] == '\r' && (at + 1 == text.Length || text[at + 1] != '\n')))
            {
                line++;
                start = at + 1;
            }
        }

        return new(file, line, text.Length - start + 1);
    }

    private static Checked<SourceText> Failed(Diagnostic diagnostic) => new(null, ImmutableArray.Create(diagnostic));
}
