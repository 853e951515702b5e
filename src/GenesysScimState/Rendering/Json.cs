using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GenesysScimState.Rendering;

/// <summary>How all JSON is written: UTF-8, <c>\n</c>, members in the order they are written.</summary>
internal static class Json
{
    private static readonly JsonWriterOptions Lines = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions Line = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>For people and tools that read files: two spaces, a line break at the end.</summary>
    public static string Indented(Action<Utf8JsonWriter> write) => Whole(write, Lines) + "\n";

    /// <summary>The same, in pieces.</summary>
    public static void Indented(Action<ReadOnlySpan<byte>> to, Action<Utf8JsonWriter> write)
    {
        Write(to, write, Lines);
        to("\n"u8);
    }

    /// <summary>One line, for logs and digests.</summary>
    public static string Compact(Action<Utf8JsonWriter> write) => Whole(write, Line);

    /// <summary>The same, in pieces.</summary>
    public static void Compact(Action<ReadOnlySpan<byte>> to, Action<Utf8JsonWriter> write) => Write(to, write, Line);

    public static void StringOrNull(this Utf8JsonWriter writer, string name, string? value)
    {
        if (value is null)
        {
            writer.WriteNull(name);
        }
        else
        {
            writer.WriteString(name, value);
        }
    }

    private static string Whole(Action<Utf8JsonWriter> write, JsonWriterOptions options)
    {
        using var whole = new MemoryStream();
        Write(whole.Write, write, options);
        return Encoding.UTF8.GetString(whole.GetBuffer().AsSpan(0, (int)whole.Length));
    }

    private static void Write(Action<ReadOnlySpan<byte>> to, Action<Utf8JsonWriter> write, JsonWriterOptions options)
    {
        var pieces = new JsonPieces(to);
        using (var writer = new Utf8JsonWriter(pieces, options))
        {
            write(writer);
        }

        pieces.Finish();
    }
}
