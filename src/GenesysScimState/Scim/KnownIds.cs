using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace GenesysScimState.Scim;

/// <summary>
/// Ids that were read before, each kept once: a user's stands in every group he is a member of, and is longer than all else
/// that is known of a membership. Pages may be read side by side.
/// </summary>
internal sealed class KnownIds
{
    /// <summary>Longer ones are made a text first.</summary>
    private const int CharactersMax = 128;

    private readonly ConcurrentDictionary<string, string> _ids = new(StringComparer.Ordinal);

    /// <param name="id">Of a document that is still open.</param>
    /// <returns>Null for what is no scalar.</returns>
    public string? Read(JsonElement id)
    {
        if (id.ValueKind == JsonValueKind.String && JsonMarshal.GetRawUtf8Value(id) is { Length: <= CharactersMax + 2 } raw && !raw.Contains((byte)'\\'))
        {
            Span<char> text = stackalloc char[CharactersMax];
            if (Ascii.ToUtf16(raw[1..^1], text, out var length) == OperationStatus.Done)
            {
                return _ids.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out var known)
                    ? known : Keep(text[..length].ToString());
            }
        }

        return ResourceJson.Text(id) is { } other ? Keep(other) : null;
    }

    public string Keep(string id) => _ids.GetOrAdd(id, id);
}
