using System.Collections.Immutable;
using System.Text;
using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Editing;

/// <summary>A state file that is to be changed: its text, what it says, and where everything stands.</summary>
internal sealed record StateText(string Path, YamlMapping Root, YamlLayout Layout)
{
    /// <summary>CR LF where the first line of the file ends so, as in a checkout on Windows; else LF.</summary>
    public string LineEnd { get; } = Layout.Text.IndexOf('\n') is > 0 and var end && Layout.Text[end - 1] == '\r' ? "\r\n" : "\n";

    public List<YamlComment> Comments { get; } = Layout.Comments();

    /// <summary>Null for a file that is not text or not a mapping; whoever read the folder has reported it.</summary>
    public static StateText? Of(SourceFile source)
    {
        if (SourceText.Decode(source.Path, source.Bytes).Value is not { } text)
        {
            return null;
        }

        var layout = new YamlLayout(text);
        return YamlReader.Read(text, layout) is { HasErrors: false, Value: YamlMapping root } ? new(source.Path, root, layout) : null;
    }

    public static SourceFile ToSource(string path, string text) => new(path, Encoding.UTF8.GetBytes(text));

    /// <summary>What stays as it is as a whole or not at all: users, groups, templates, and the defaults of the file.</summary>
    public IEnumerable<YamlMapping> Parts => Entries("users").Concat(Entries("groups")).Concat(Shared);

    /// <summary>Templates, and the defaults of the file.</summary>
    public IEnumerable<YamlMapping> Shared =>
        ((Root[Inheritance.Templates] as YamlMapping)?.Pairs.Select(pair => pair.Value) ?? []).Append(Root[Inheritance.Defaults]).OfType<YamlMapping>();

    /// <summary>Where a user or group has its name, or a template begins.</summary>
    public static SourceSpan PlaceOf(YamlMapping part) => (part["userName"] ?? part["displayName"] ?? part).At;

    /// <summary>A member of a list in brackets under another name, with all else it says.</summary>
    public string Renamed(YamlPiece member, string name) => member.Children.Count == 0
        ? YamlText.Of(name)
        : YamlText.Flow('{', member.Children.Select(part => part.Name == "user" ? $"user: {YamlText.Of(name)}" : Slice(part)));

    /// <summary>A key with its value, or an item, as it is written.</summary>
    public string Slice(YamlPiece piece) =>
        Layout.Text[Layout[piece.Key ?? piece.Value].Start..Math.Max(Layout[piece.Key ?? piece.Value].End, Layout[piece.Value].End)];

    /// <summary>The entries of a group's <c>members</c>.</summary>
    public static List<YamlPiece> Members(YamlMapping group) => group["members"] is YamlSequence members ? YamlPiece.Of(null, members).Children : [];

    /// <summary>Whether a value names a user by this userName.</summary>
    public static bool Says(YamlNode? node, string userName) => node is YamlScalar scalar && IsSame(scalar.Text, userName);

    public static bool IsSame(string name, string userName) => string.Equals(name, userName, StringComparison.OrdinalIgnoreCase);

    /// <summary>The entries under <c>users</c> or <c>groups</c>.</summary>
    public ImmutableArray<YamlMapping> Entries(string section) =>
        Root[section] is YamlSequence sequence ? [.. sequence.Items.OfType<YamlMapping>()] : [];
}
