using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GenesysScimState.Emulator.Resources;

namespace GenesysScimState.Emulator.Storage;

/// <summary>
/// The text of the data file: indented, in a fixed order. Each resource's lines are kept until its next version, so
/// that a write of one user among thousands only copies the others.
/// </summary>
internal sealed class DataWriter(Organization organization, Presentation presentation)
{
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public IReadOnlyList<ReadOnlyMemory<byte>> Write()
    {
        var text = new List<ReadOnlyMemory<byte>>();
        Add("{\n  \"users\": ");
        AddResources(organization.Users, presentation.User);
        Add(",\n  \"groups\": ");
        AddResources(organization.Groups, Presentation.Group);
        foreach (var (kind, names) in organization.Named)
        {
            Add($",\n  \"{DataSections.NameOf(kind)}\": ");
            text.Add(Indent(new JsonArray([.. names.Select(name => JsonValue.Create(name))]), "\n  "));
        }

        Add("\n}\n");
        return text;

        void Add(string piece) => text.Add(Encoding.UTF8.GetBytes(piece));

        void AddResources(Shelf shelf, Func<Resource, JsonObject> show)
        {
            Add("[");
            for (var at = 0; at < shelf.All.Count; at++)
            {
                Add(at == 0 ? "\n    " : ",\n    ");
                text.Add(shelf.All[at].FileText ??= Indent(Stored(shelf.All[at], show), "\n    "));
            }

            Add(shelf.All.Count == 0 ? "]" : "\n  ]");
        }
    }

    public byte[] WriteWhole()
    {
        var pieces = Write();
        var whole = new byte[pieces.Sum(piece => piece.Length)];
        var at = 0;
        foreach (var piece in pieces)
        {
            piece.Span.CopyTo(whole.AsSpan(at));
            at += piece.Length;
        }

        return whole;
    }

    /// <summary>As the API shows it, without a user's groups: the groups have that.</summary>
    private static JsonObject Stored(Resource resource, Func<Resource, JsonObject> show)
    {
        var shown = show(resource);
        shown.Remove("groups");
        if (resource.IsDeleted)
        {
            shown[DataSections.DeletedMark] = true;
        }

        return shown;
    }

    /// <summary>JSON strings hold no line breaks, so those of the text are all of its layout.</summary>
    private static byte[] Indent(JsonNode node, string lineBreak)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Indented))
        {
            node.WriteTo(writer);
        }

        var text = Encoding.UTF8.GetString(stream.ToArray());
        return Encoding.UTF8.GetBytes(text.Replace("\n", lineBreak, StringComparison.Ordinal));
    }
}
