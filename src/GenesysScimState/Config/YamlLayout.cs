using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace GenesysScimState.Config;

/// <summary>How a value is written.</summary>
internal enum YamlStyle
{
    Plain,
    Quoted,

    /// <summary>A text on lines of its own, after <c>|</c> or <c>&gt;</c>.</summary>
    Lines,

    /// <summary>A list or mapping by indentation.</summary>
    Block,

    /// <summary>A list or mapping in brackets.</summary>
    Flow,
}

/// <summary>Where a value stands in the text: the offset of its first character and the one behind its last.</summary>
internal readonly record struct YamlExtent(int Start, int End, YamlStyle Style, string? Anchor = null);

/// <summary>A comment: where its <c>#</c> stands, and the text from there to the end of the line.</summary>
internal readonly record struct YamlComment(int Start, string Text);

/// <summary>
/// Where each value of a file stands in its text, and where the comments are: what the tree leaves out, and what is
/// needed to change a file without writing it anew.
/// </summary>
internal sealed class YamlLayout(SourceText source)
{
    private readonly Dictionary<YamlNode, YamlExtent> _extents = [];
    private readonly List<(int Start, int End)> _scalars = [];

    public string Text => source.Text;

    /// <summary>Whether values are used again by name; the order of such a file matters.</summary>
    public bool HasAnchors { get; private set; }

    public YamlExtent this[YamlNode node] => _extents[node];

    public bool IsBlock(YamlNode node) => _extents[node].Style == YamlStyle.Block;

    /// <summary>In the order they are written.</summary>
    public List<YamlComment> Comments()
    {
        var comments = new List<YamlComment>();
        var next = 0;
        for (var at = Text.IndexOf('#', StringComparison.Ordinal); at >= 0; at = Text.IndexOf('#', at))
        {
            while (next < _scalars.Count && _scalars[next].End <= at)
            {
                next++;
            }

            if (next < _scalars.Count && _scalars[next].Start <= at)
            {
                at = _scalars[next].End;
            }
            else if (at == 0 || char.IsWhiteSpace(Text[at - 1]))
            {
                var end = Text.AsSpan(at).IndexOfAny('\r', '\n');
                end = end < 0 ? Text.Length : at + end;
                comments.Add(new(at, Text[at..end].TrimEnd()));
                at = end;
            }
            else
            {
                at++;
            }
        }

        return comments;
    }

    /// <summary>Told by the reader once a value is complete.</summary>
    internal void Add(YamlNode node, NodeEvent start, int lastEnd, string? anchor)
    {
        HasAnchors |= anchor is not null;
        var style = start switch
        {
            Scalar { Style: ScalarStyle.Plain or ScalarStyle.Any } => YamlStyle.Plain,
            Scalar { Style: ScalarStyle.Literal or ScalarStyle.Folded } => YamlStyle.Lines,
            Scalar => YamlStyle.Quoted,
            SequenceStart { Style: SequenceStyle.Flow } or MappingStart { Style: MappingStyle.Flow } => YamlStyle.Flow,
            _ => YamlStyle.Block,
        };
        var begin = (int)start.Start.Index;
        var end = Math.Max(begin, Math.Min(Text.Length, start is Scalar ? (int)start.End.Index : lastEnd));
        while (end > begin && style != YamlStyle.Quoted && char.IsWhiteSpace(Text[end - 1]))
        {
            end--;
        }

        _extents[node] = new(begin, style == YamlStyle.Block ? EndOf(node, begin) : end, style, anchor);
        if (node is YamlScalar && end > begin)
        {
            _scalars.Add((begin, end));
        }
    }

    internal YamlAlias Alias(YamlAlias alias, AnchorAlias written)
    {
        HasAnchors = true;
        _extents[alias] = new((int)written.Start.Index, (int)written.Start.Index + 1 + alias.Name.Length, YamlStyle.Plain);
        return alias;
    }

    /// <summary>A block ends where its last value does: what the parser calls its end is the next thing behind it.</summary>
    private int EndOf(YamlNode node, int begin) => node switch
    {
        YamlMapping { Pairs: [.., var last] } => Math.Max(_extents[last.Key].End + 1, _extents[last.Value].End),
        YamlSequence { Items: [.., var last] } => _extents[last].End,
        _ => begin,
    };
}
