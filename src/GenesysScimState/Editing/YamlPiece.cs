using GenesysScimState.Config;

namespace GenesysScimState.Editing;

/// <summary>
/// A key with its value, or an item of a list, and the comments and blank lines that go with it: what a file is made of
/// when it is written in another order.
/// </summary>
internal sealed class YamlPiece(YamlScalar? key, YamlNode value)
{
    public YamlScalar? Key { get; } = key;

    public YamlNode Value { get; } = value;

    /// <summary>Of a list or mapping what is in it; else empty.</summary>
    public List<YamlPiece> Children { get; } = [];

    /// <summary>Comment lines above it, without indentation; an empty text is a blank line.</summary>
    public List<string> Above { get; } = [];

    /// <summary>Comments behind it, each with the column it began in, from 0.</summary>
    public List<(int Column, string Text)> Behind { get; } = [];

    /// <summary>Comment lines at the end of the list or mapping.</summary>
    public List<string> Below { get; } = [];

    /// <summary>Written in lines of its own, not in brackets on one.</summary>
    public bool IsOpen { get; set; }

    /// <summary>What it is known by in its list or mapping: its key, its text, or of a member the user.</summary>
    public string Name => (Key ?? Value) switch
    {
        YamlScalar scalar => scalar.Text,
        YamlMapping mapping when mapping["user"] is YamlScalar user => user.Text,
        _ => "",
    };

    /// <summary>The tree below a value, in the order written.</summary>
    public static YamlPiece Of(YamlScalar? key, YamlNode value)
    {
        var piece = new YamlPiece(key, value);
        if (value is YamlMapping mapping)
        {
            piece.Children.AddRange(mapping.Pairs.Select(pair => Of(pair.Key, pair.Value)));
        }
        else if (value is YamlSequence sequence)
        {
            piece.Children.AddRange(sequence.Items.Select(item => Of(null, item)));
        }

        return piece;
    }
}
