using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Scim;

/// <summary>
/// What was made of JSON that came before, found by its bytes: most titles, roles and skills are somebody else's too, and are
/// then neither read again nor kept twice. What comes for the first time is not kept, so that names and numbers of one user
/// cost nothing; a newer one takes the place of an older one, so that it stays small. Pages are read side by side: of two at
/// once one is forgotten.
/// </summary>
internal sealed class KnownJson<T>
    where T : notnull
{
    private const int Places = 2_048;

    /// <summary>Longer JSON is hardly ever the same.</summary>
    private const int BytesMax = 512;

    private readonly int[] _seen = new int[Places];
    private readonly Known?[] _known = new Known?[Places];

    private sealed record Known(byte[] Json, AttributeRow Row, T Value);

    /// <param name="json">Of a document that is still open.</param>
    /// <param name="row">The same JSON means something else in another one.</param>
    /// <param name="read">Makes it, from the JSON and the row alone.</param>
    public T Read(JsonElement json, AttributeRow row, Func<JsonElement, AttributeRow, T> read)
    {
        var bytes = JsonMarshal.GetRawUtf8Value(json);
        if (bytes.Length > BytesMax)
        {
            return read(json, row);
        }

        var hash = new HashCode();
        hash.AddBytes(bytes);
        hash.Add(RuntimeHelpers.GetHashCode(row));
        var code = hash.ToHashCode();
        var place = code & (Places - 1);
        if (_known[place] is { } known && ReferenceEquals(known.Row, row) && bytes.SequenceEqual(known.Json))
        {
            return known.Value;
        }

        var value = read(json, row);
        if (_seen[place] == code)
        {
            _known[place] = new(bytes.ToArray(), row, value);
        }

        _seen[place] = code;
        return value;
    }
}
