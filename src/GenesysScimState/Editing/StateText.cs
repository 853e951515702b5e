using System.Collections.Immutable;
using System.Text;
using GenesysScimState.Config;

namespace GenesysScimState.Editing;

/// <summary>A state file that is to be changed: its text, what it says, and where everything stands.</summary>
internal sealed record StateText(string Path, YamlMapping Root, YamlLayout Layout)
{
    public List<YamlComment> Comments { get; } = Layout.Comments();

    /// <summary>Null for a file that is not text or not a mapping; whoever read the folder has reported it.</summary>
    public static StateText? Of(SourceFile source)
    {
        if (SourceText.Decode(source.Path, source.Bytes.Span).Value is not { } text)
        {
            return null;
        }

        var layout = new YamlLayout(text);
        return YamlReader.Read(text, layout) is { HasErrors: false, Value: YamlMapping root } ? new(source.Path, root, layout) : null;
    }

    public static SourceFile ToSource(string path, string text) => new(path, Encoding.UTF8.GetBytes(text));

    /// <summary>The entries under <c>users</c> or <c>groups</c>.</summary>
    public ImmutableArray<YamlMapping> Entries(string section) =>
        Root[section] is YamlSequence sequence ? [.. sequence.Items.OfType<YamlMapping>()] : [];
}
