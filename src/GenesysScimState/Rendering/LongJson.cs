using System.Buffers;
using System.Text;
using System.Text.Json;

namespace GenesysScimState.Rendering;

/// <summary>
/// JSON on its way in, a piece at a time, so that a large plan is never in memory as text: the elements of the root's long
/// lists are handed over one by one. The rest is a document as any other, in which those lists are empty.
/// </summary>
/// <param name="text">Read to its end.</param>
/// <param name="listOf">Told the name of each member of the root; takes the elements when it is a list, or is null.</param>
internal sealed class LongJson(TextReader text, Func<string, Action<JsonElement>?> listOf)
{
    private const int PieceCharacters = 16_384;

    private static readonly int PieceBytes = Encoding.UTF8.GetMaxByteCount(PieceCharacters);

    private readonly char[] _characters = new char[PieceCharacters];
    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();
    private readonly ArrayBufferWriter<byte> _rest = new();
    private byte[] _buffer = new byte[2 * PieceBytes];
    private int _length;
    private bool _isWhole;
    private bool _isFirstMember = true;
    private Action<JsonElement>? _list;

    /// <summary>The rest. The caller disposes it.</summary>
    /// <exception cref="JsonException">It is not JSON; with the place.</exception>
    public JsonDocument Read()
    {
        var state = default(JsonReaderState);
        while (!_isWhole)
        {
            Fill();
            var reader = new Utf8JsonReader(_buffer.AsSpan(0, _length), _isWhole, state);
            var taken = reader;
            while (TryTake(ref reader))
            {
                taken = reader;
            }

            state = taken.CurrentState;
            _buffer.AsSpan((int)taken.BytesConsumed, _length - (int)taken.BytesConsumed).CopyTo(_buffer);
            _length -= (int)taken.BytesConsumed;
        }

        return JsonDocument.Parse(_rest.WrittenMemory);
    }

    private void Fill()
    {
        if (_buffer.Length - _length < PieceBytes)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        var count = text.ReadBlock(_characters);
        _isWhole = count == 0;
        _length += _encoder.GetBytes(_characters.AsSpan(0, count), _buffer.AsSpan(_length), flush: _isWhole);
    }

    /// <summary>An element of a long list, a member of the root, or a bracket of either; false when there is no more, or not all of it came yet.</summary>
    private bool TryTake(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
        {
            return false;
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.EndArray:
                _list = null;
                return true;
            case var _ when _list is not null:
                return TryElement(ref reader, _list);
            case JsonTokenType.PropertyName:
                return TryMember(ref reader);
            case JsonTokenType.StartObject:
                _rest.Write("{"u8);
                return true;
            case JsonTokenType.EndObject:
                _rest.Write("}"u8);
                return true;
            default:
                return TryKeep(ref reader, before: []);
        }
    }

    private static bool TryElement(ref Utf8JsonReader reader, Action<JsonElement> list)
    {
        if (!JsonDocument.TryParseValue(ref reader, out var document))
        {
            return false;
        }

        using (document)
        {
            list(document.RootElement);
        }

        return true;
    }

    private bool TryMember(ref Utf8JsonReader reader)
    {
        var list = NameOf(reader) is { } name ? listOf(name) : null;
        var written = _buffer.AsSpan((int)reader.TokenStartIndex, (int)(reader.BytesConsumed - reader.TokenStartIndex));
        if (!reader.Read())
        {
            return false;
        }

        if (list is null || reader.TokenType != JsonTokenType.StartArray)
        {
            return TryKeep(ref reader, written);
        }

        _list = list;
        Keep(written, "[]"u8);
        return true;
    }

    /// <summary>Null for half a character, which nothing that is looked for has.</summary>
    private static string? NameOf(Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <param name="before">The name of a member, as it is written and with its colon.</param>
    private bool TryKeep(ref Utf8JsonReader reader, ReadOnlySpan<byte> before)
    {
        var start = (int)reader.TokenStartIndex;
        if (!reader.TrySkip())
        {
            return false;
        }

        Keep(before, _buffer.AsSpan(start, (int)reader.BytesConsumed - start));
        return true;
    }

    private void Keep(ReadOnlySpan<byte> before, ReadOnlySpan<byte> value)
    {
        if (!before.IsEmpty && !_isFirstMember)
        {
            _rest.Write(","u8);
        }

        _isFirstMember = false;
        _rest.Write(before);
        _rest.Write(value);
    }
}
