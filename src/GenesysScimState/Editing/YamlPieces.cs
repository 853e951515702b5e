using GenesysScimState.Config;

namespace GenesysScimState.Editing;

/// <summary>
/// A file as pieces, each comment and blank line given to the piece it belongs to: behind what it stands behind, above
/// what follows, or, when it is indented deeper than what follows, at the end of what came before.
/// </summary>
internal sealed class YamlPieces
{
    private readonly YamlLayout _layout;
    private readonly int[] _lines;

    /// <summary>In the order written; what is in brackets on one line counts as one.</summary>
    private readonly List<(YamlPiece Piece, YamlPiece Owner, int Start, int Column)> _open = [];
    private readonly Dictionary<YamlPiece, YamlPiece> _owners = [];

    private YamlPieces(YamlLayout layout)
    {
        _layout = layout;
        var starts = new List<int> { 0 };
        for (var at = 0; at < layout.Text.Length; at++)
        {
            if (layout.Text[at] == '\n')
            {
                starts.Add(at + 1);
            }
        }

        _lines = [.. starts];
    }

    public static YamlPiece Of(YamlMapping root, YamlLayout layout)
    {
        var pieces = new YamlPieces(layout);
        var tree = YamlPiece.Of(null, root);
        var comments = layout.Comments();
        tree.IsOpen = true;
        pieces.Open(tree, comments);
        pieces.Give(tree, comments);
        return tree;
    }

    private void Open(YamlPiece owner, List<YamlComment> comments)
    {
        foreach (var child in owner.Children)
        {
            _owners[child] = owner;
            var extent = _layout[child.Key ?? child.Value];
            var column = child.Key is null && _layout.IsBlock(owner.Value) ? Column(_layout[owner.Value].Start) : Column(extent.Start);
            _open.Add((child, owner, extent.Start, column));
            var value = _layout[child.Value];
            child.IsOpen = child.Children.Count > 0
                && (value.Style == YamlStyle.Block || HasComment(value, comments));
            if (child.IsOpen)
            {
                Open(child, comments);
            }
        }
    }

    private void Give(YamlPiece tree, List<YamlComment> comments)
    {
        var next = 0;
        var above = new List<(string Text, int Column)>();
        foreach (var (start, text) in comments.Concat(Blanks()).OrderBy(line => line.Start).Select(line => (line.Start, line.Text)))
        {
            var passed = next;
            while (next < _open.Count && _open[next].Start < start)
            {
                next++;
            }

            if (passed != next)
            {
                Settle(tree, passed, above);
            }

            var column = Column(start);
            var before = _layout.Text.AsSpan(start - column, column);
            if (next == 0 || before.Trim(" \t-").IsEmpty)
            {
                // Behind the dash of an item stands what is above the item.
                above.Add((text, before.Contains('-') ? 0 : column));
            }
            else
            {
                _open[next - 1].Piece.Behind.Add((column, text));
            }
        }

        Settle(tree, next, above);
    }

    /// <summary>Gives lines of their own to what they stand in front of, or to the end of what came before.</summary>
    private void Settle(YamlPiece tree, int next, List<(string Text, int Column)> lines)
    {
        var following = next < _open.Count ? _open[next] : (Piece: tree, Owner: tree, Start: 0, Column: -1);
        var own = next == 0 ? 0 : lines.FindLastIndex(line => line.Text.Length > 0 && line.Column > following.Column) + 1;
        var (given, depth) = (0, int.MaxValue);
        for (var line = 0; line < own; line++)
        {
            if (lines[line].Text.Length > 0)
            {
                depth = Math.Min(depth, lines[line].Column);
                var below = Innermost(_open[next - 1].Piece, depth) ?? tree;
                // A comment below a key without a value is indented deeper than what follows, and nobody's but that one's.
                if (next < _open.Count && (below == following.Owner || below == tree))
                {
                    break;
                }

                below.Below.AddRange(lines[given..(line + 1)].Select(given => given.Text));
                given = line + 1;
            }
        }

        if (next < _open.Count)
        {
            following.Piece.Above.AddRange(lines.Skip(given).Select(line => line.Text));
        }

        lines.Clear();
    }

    /// <summary>The deepest list or mapping around a piece that is not indented deeper than a comment.</summary>
    private YamlPiece? Innermost(YamlPiece piece, int column)
    {
        for (var owner = _owners[piece]; _owners.ContainsKey(owner); owner = _owners[owner])
        {
            if (owner.IsOpen && Column(_layout[owner.Value].Start) <= column)
            {
                return owner;
            }
        }

        return null;
    }

    private static bool HasComment(YamlExtent extent, List<YamlComment> comments)
    {
        var found = comments.BinarySearch(new(extent.Start, ""), Comparer<YamlComment>.Create((left, right) => left.Start.CompareTo(right.Start)));
        var index = found < 0 ? ~found : found;
        return index < comments.Count && comments[index].Start < extent.End;
    }

    /// <summary>Lines with nothing on them, outside of texts.</summary>
    private List<YamlComment> Blanks()
    {
        var blanks = new List<YamlComment>();
        var piece = 0;
        for (var line = 0; line < _lines.Length - 1; line++)
        {
            while (piece < _open.Count && _open[piece].Start < _lines[line])
            {
                piece++;
            }

            var isInside = piece > 0 && _open[piece - 1].Piece is { IsOpen: false } around && _layout[around.Value].End > _lines[line];
            if (!isInside && _layout.Text.AsSpan(_lines[line], _lines[line + 1] - _lines[line]).IsWhiteSpace())
            {
                blanks.Add(new(_lines[line], ""));
            }
        }

        return blanks;
    }

    private int Column(int offset)
    {
        var line = Array.BinarySearch(_lines, offset);
        return offset - _lines[line >= 0 ? line : ~line - 1];
    }
}
