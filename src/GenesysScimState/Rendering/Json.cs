using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Rendering;

/// <summary>How all JSON is written: UTF-8, <c>\n</c>, members in the order they are written.</summary>
internal static class Json
{
    /// <summary>For people and tools that read files: two spaces, a line break at the end.</summary>
    public static string Indented(Action<Utf8JsonWriter> write) =>
        Write(write, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n";

    /// <summary>One line, for logs and digests.</summary>
    public static string Compact(Action<Utf8JsonWriter> write) =>
        Write(write, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

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

    private static string Write(Action<Utf8JsonWriter> write, JsonWriterOptions options)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            write(writer);
        }

        return Visible(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    /// <summary>
    /// The encoder keeps names and plus signs readable, and direction marks raw; those are escaped here. They can only
    /// stand inside strings, so the text stays the same JSON. So does the bracket of <c>##[</c>, with which a line of a log
    /// would command the runner of a workflow, wherever in the line it stands.
    /// </summary>
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
