using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GenesysScimState.Emulator.Resources;
using GenesysScimState.Emulator.Schema;

namespace GenesysScimState.Emulator.Storage;

/// <summary>
/// The text of the data file: indented, in a fixed order. Each resource's lines are kept until its next version, so
/// that a write of one user among thousands only copies the others.
/// </summary>
internal sealed class DataWriter(Organization organization, Presentation presentation, Dialect dialect)
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
        AddResources(Users());
        Add(",\n  \"groups\": ");
        AddResources(Groups());
        foreach (var (kind, names) in organization.Named)
        {
            Add($",\n  \"{DataSections.NameOf(kind)}\": ");
            text.Add(Indent(new JsonArray([.. names.Select(name => JsonValue.Create(name))]), "\n  "));
        }

        Add("\n}\n");
        return text;

        void Add(string piece) => text.Add(Encoding.UTF8.GetBytes(piece));

        void AddResources(ReadOnlyMemory<byte>[] resources)
        {
            Add("[");
            for (var at = 0; at < resources.Length; at++)
            {
                Add(at == 0 ? "\n    " : ",\n    ");
                text.Add(resources[at]);
            }

            Add(resources.Length == 0 ? "]" : "\n  ]");
        }
    }

    public ReadOnlyMemory<byte>[] Users() => Texts(dialect.KeepsDeleted ? organization.Users.All : organization.Users.Living, User);

    public ReadOnlyMemory<byte>[] Groups() => Texts(organization.Groups.Living, presentation.Group);

    /// <summary>What changed, one resource a line: <c>{"users": {…}}</c> or <c>{"groups": {…}}</c>.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> WriteLines(IEnumerable<(Shelf Shelf, Resource Resource)> changed)
    {
        using var stream = new MemoryStream();
        foreach (var (shelf, resource) in changed)
        {
            var isUser = shelf == organization.Users;
            using (var writer = new Utf8JsonWriter(stream, Indented with { Indented = false }))
            {
                new JsonObject { [isUser ? "users" : "groups"] = Stored(resource, isUser ? User : presentation.Group) }.WriteTo(writer);
            }

            stream.WriteByte((byte)'\n');
        }

        return [stream.ToArray()];
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

    /// <summary>Without the user's groups: the groups have that.</summary>
    private JsonObject User(Resource user)
    {
        var shown = presentation.User(user);
        shown.Remove(dialect.MembersInUser ? "members" : "groups");
        return shown;
    }

    private static ReadOnlyMemory<byte>[] Texts(IReadOnlyList<Resource> resources, Func<Resource, JsonObject> show) =>
        [.. resources.Select(resource => (ReadOnlyMemory<byte>)(resource.FileText ??= Indent(Stored(resource, show), "\n    ")))];

    private static JsonObject Stored(Resource resource, Func<Resource, JsonObject> show)
    {
        var shown = show(resource);
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
