using System.Text;
using GenesysScimState.Config;

namespace GenesysScimState.Editing;

/// <summary>
/// A state file in its one form: keys in the schema's order, sets by name, two spaces a level, no quotes that are not
/// needed, brackets where they were and fit. Comments and blank lines stay. Formatted again nothing changes.
/// </summary>
/// <remarks>
/// A list with comment lines or blank lines of its own keeps its order: they may speak of what follows them. So does a
/// file with anchors, where an alias must come after what it names.
/// </remarks>
internal sealed class StateFormatter
{
    /// <summary>Characters of a line up to which brackets stay on one line.</summary>
    public const int WidthMax = 120;

    private const int Step = 2;

    private readonly YamlLayout _layout;
    private readonly StateOrder _order;
    private readonly StringBuilder _text = new();

    private StateFormatter(YamlLayout layout, StateOrder order)
    {
        _layout = layout;
        _order = order;
    }

    /// <summary>The text in its one form, lines ended by line feeds.</summary>
    public static string Format(YamlMapping root, YamlLayout layout, StateOrder order)
    {
        var formatter = new StateFormatter(layout, order);
        var tree = YamlPieces.Of(root, layout);
        formatter.Header(tree);
        if (!layout.HasAnchors)
        {
            formatter.Arrange(tree, StateOrder.Root);
        }

        foreach (var section in tree.Children)
        {
            if (section != tree.Children[0] && !section.Above.Contains(""))
            {
                section.Above.Insert(0, "");
            }
            else if (formatter._text.Length == 0)
            {
                section.Above.RemoveRange(0, section.Above.TakeWhile(line => line.Length == 0).Count());
            }

            section.IsOpen |= section.Children.Count > 0;
            formatter.Pair(section, 0);
        }

        formatter.Lines(tree.Below, 0);
        return formatter._text.ToString();
    }

    /// <summary>What is said of the whole file stays on top, whatever section comes first.</summary>
    private void Header(YamlPiece tree)
    {
        if (tree.Children is not [{ Above: var above }, ..])
        {
            return;
        }

        above.RemoveRange(0, above.TakeWhile(line => line.Length == 0).Count());
        var blank = above.LastIndexOf("");
        var header = blank >= 0 ? blank + 1 : above.TakeWhile(line => line.Contains("yaml-language-server:", StringComparison.Ordinal)).Count();
        Lines(above.Take(header), 0);
        above.RemoveRange(0, header);
    }

    private void Arrange(YamlPiece piece, string owner)
    {
        var isSet = owner != StateOrder.Root && piece.Key is { } key && _order.IsSet(key.Text);
        if (piece.Value is YamlMapping)
        {
            Sort(piece.Children, (left, right) => _order.Compare(KindOf(piece, owner), left.Name, right.Name));
        }
        else if (isSet && !piece.Children.Exists(child => child.Above.Count > 0))
        {
            Sort(piece.Children, (left, right) => StateOrder.ByName(left.Name, right.Name));
        }

        foreach (var child in piece.Children)
        {
            Arrange(child, piece.Key?.Text ?? owner);
        }
    }

    /// <summary>Templates and defaults have the keys of users.</summary>
    private static string KindOf(YamlPiece piece, string owner) =>
        owner == "templates" || (owner == StateOrder.Root && piece.Key?.Text == "defaults") ? "users" : piece.Key?.Text ?? owner;

    private static void Sort(List<YamlPiece> pieces, Comparison<YamlPiece> comparison)
    {
        var sorted = pieces.Order(Comparer<YamlPiece>.Create(comparison)).ToArray();
        pieces.Clear();
        pieces.AddRange(sorted);
    }

    private void Pair(YamlPiece piece, int indent, bool isBehindDash = false)
    {
        if (!isBehindDash)
        {
            Lines(piece.Above, indent);
            _text.Append(' ', indent);
        }

        _text.Append(Name(piece.Key!)).Append(':');
        Value(piece, indent + Step);
    }

    private void Item(YamlPiece piece, int indent)
    {
        Lines(piece.Above, indent);
        // Behind an anchor on the same line a key would have the anchor, and not the mapping.
        if (IsOpen(piece, indent + Step) && piece.Children[0].Key is not null && _layout[piece.Value].Anchor is null)
        {
            Lines(piece.Children[0].Above, indent);
            piece.Children[0].Behind.AddRange(piece.Behind);
            _text.Append(' ', indent).Append("- ");
            foreach (var (child, index) in piece.Children.Select((child, index) => (child, index)))
            {
                Pair(child, indent + Step, isBehindDash: index == 0);
            }

            Lines(piece.Below, indent + Step);
            return;
        }

        _text.Append(' ', indent).Append('-');
        Value(piece, indent + Step);
    }

    private void Value(YamlPiece piece, int indent)
    {
        if (!IsOpen(piece, indent))
        {
            var text = Inline(piece, indent);
            _text.Append(AnchorOf(piece.Value)).Append(text.Length > 0 ? " " : "").Append(text);
            Behind(piece);
            return;
        }

        _text.Append(AnchorOf(piece.Value));
        Behind(piece);
        foreach (var child in piece.Children)
        {
            if (child.Key is null)
            {
                Item(child, indent);
            }
            else
            {
                Pair(child, indent);
            }
        }

        Lines(piece.Below, indent);
    }

    /// <summary>Whether what is in it gets lines of its own; brackets that become too long do.</summary>
    private bool IsOpen(YamlPiece piece, int indent) => piece.Children.Count > 0
        && (piece.IsOpen || indent + (piece.Key?.Text.Length ?? 0) + Inline(piece, indent).Length > WidthMax);

    private string Inline(YamlPiece piece, int indent) => piece.Value switch
    {
        YamlAlias alias => $"*{alias.Name} ".TrimEnd(),
        YamlScalar scalar when _layout[scalar].Style == YamlStyle.Lines => TextLines(scalar, indent),
        YamlScalar scalar => Scalar(scalar),
        YamlMapping => YamlText.Flow('{', piece.Children.Select(child => $"{Name(child.Key!)}:{AnchorOf(child.Value)} {Inline(child, indent)}".TrimEnd())),
        _ => YamlText.Flow('[', piece.Children.Select(child => $"{AnchorOf(child.Value)} {Inline(child, indent)}".Trim())),
    };

    /// <summary>A key, with its anchor if it has one.</summary>
    private string Name(YamlScalar key) => _layout[key].Anchor is { } anchor ? $"&{anchor} {Scalar(key)}" : Scalar(key);

    private static string Scalar(YamlScalar scalar) => scalar.Kind switch
    {
        ScalarKind.Text => YamlText.Of(scalar.Text),
        ScalarKind.Boolean => scalar.Text.ToLowerInvariant(),
        ScalarKind.Null => scalar.Text.Length == 0 ? "" : "~",
        _ => scalar.Text,
    };

    /// <summary>A text on lines of its own, moved to its new indentation; in quotes where the header says how deep it is.</summary>
    private string TextLines(YamlScalar scalar, int indent)
    {
        var lines = _layout.Text[_layout[scalar].Start.._layout[scalar].End].ReplaceLineEndings("\n").Split('\n');
        var header = lines[0][lines[0].IndexOfAny(['|', '>'])..].Split(' ', 2, StringSplitOptions.TrimEntries);
        var comment = header.Length > 1 && header[1].Length > 0 ? $"  {header[1]}" : "";
        var texts = lines.Skip(1).ToArray();
        var depth = texts.Where(line => !string.IsNullOrWhiteSpace(line)).Select(line => line.Length - line.TrimStart(' ').Length).DefaultIfEmpty(0).Min();
        return header[0] is not ("|" or ">" or "|-" or ">-") || texts.Length == 0
            ? YamlText.Of(scalar.Text) + comment
            : header[0] + comment + "\n" + string.Join('\n', texts.Select(line => string.IsNullOrWhiteSpace(line) ? "" : new string(' ', indent) + line[depth..]));
    }

    private string AnchorOf(YamlNode node) => _layout[node].Anchor is { } anchor ? $" &{anchor}" : "";

    /// <summary>In the column they had where that is free.</summary>
    private void Behind(YamlPiece piece)
    {
        foreach (var (column, text) in piece.Behind)
        {
            var line = _text.ToString(Math.Max(0, _text.Length - 400), Math.Min(400, _text.Length));
            var end = line.Length - 1 - line.LastIndexOf('\n');
            _text.Append(' ', Math.Max(2, column > WidthMax ? 0 : column - end)).Append(text);
        }

        _text.Append('\n');
    }

    private void Lines(IEnumerable<string> lines, int indent)
    {
        foreach (var line in lines)
        {
            _text.Append(' ', line.Length == 0 ? 0 : indent).Append(line).Append('\n');
        }
    }
}
