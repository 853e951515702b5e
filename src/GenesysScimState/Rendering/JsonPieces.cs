using System.Buffers;
using System.Globalization;
using System.Text;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Rendering;

/// <summary>
/// JSON on its way out, a piece at a time, so that a large plan is never in memory as text. The writer hands over whole
/// tokens, and a piece ends between two of them.
/// </summary>
/// <remarks>
/// The encoder keeps names and plus signs readable, and direction marks raw; those are escaped here. They can only
/// stand inside strings, so the text stays the same JSON. So does the bracket of <c>##[</c>, with which a line of a log
/// would command the runner of a workflow, wherever in the line it stands.
/// </remarks>
internal sealed class JsonPieces(Action<ReadOnlySpan<byte>> to) : IBufferWriter<byte>
{
    private const int PieceBytes = 65_536;

    /// <summary>Which bytes are seen as what they are, whatever stands beside them.</summary>
    private static readonly SearchValues<byte> Plain = SearchValues.Create(
        [(byte)'\n', .. Enumerable.Range(' ', '~' - ' ' + 1).Select(character => (byte)character)]);

    private readonly ArrayBufferWriter<byte> _piece = new(PieceBytes);

    public Memory<byte> GetMemory(int sizeHint = 0) => _piece.GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => _piece.GetSpan(sizeHint);

    public void Advance(int count)
    {
        _piece.Advance(count);
        if (_piece.WrittenCount >= PieceBytes)
        {
            Finish();
        }
    }

    /// <summary>Hands over what there is.</summary>
    public void Finish()
    {
        var piece = _piece.WrittenSpan;
        if (piece.ContainsAnyExcept(Plain) || piece.IndexOf("##["u8) >= 0)
        {
            to(Encoding.UTF8.GetBytes(Visible(Encoding.UTF8.GetString(piece))));
        }
        else
        {
            to(piece);
        }

        _piece.ResetWrittenCount();
    }

    private static string Visible(string json)
    {
        StringBuilder? escaped = null;
        var done = 0;
        for (var index = 0; index < json.Length; index += Rune.GetRuneAt(json, index).Utf16SequenceLength)
        {
            var rune = Rune.GetRuneAt(json, index);
            if (rune.Value == '\n' || !(Untrusted.IsHidden(rune) || (rune.Value == '[' && json.AsSpan(0, index).EndsWith("##"))))
            {
                continue;
            }

            escaped ??= new StringBuilder(json.Length + 16);
            escaped.Append(json, done, index - done);
            done = index + rune.Utf16SequenceLength;
            foreach (var unit in json.AsSpan(index, rune.Utf16SequenceLength))
            {
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
            }
        }

        return escaped is null ? json : escaped.Append(json, done, json.Length - done).ToString();
    }
}
