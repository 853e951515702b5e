using System.Collections.Immutable;
using System.Runtime.InteropServices;
using GenesysScimState.Core.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace GenesysScimState.Config;

/// <summary>Takes an item of a list out of the tree that is being read; false leaves it there.</summary>
/// <param name="before">What stands before the list.</param>
/// <param name="list">The key of the list.</param>
/// <param name="item">Complete.</param>
internal delegate bool TakeItem(MappingPairs before, string list, YamlNode item);

/// <summary>
/// Text to a tree of values that know their place. Takes the plain core of YAML 1.2: one document, no tags, no merge
/// keys, every key once, aliases as far as they stay small. Everything else is an error with its place; reading goes
/// on after it where the text still makes sense, so that one run shows all there is to fix.
/// </summary>
internal sealed class YamlReader
{
    /// <summary>The most values that all aliases of a file may stand for; stops "billion laughs".</summary>
    public const int AliasedNodesMax = 10_000;

    public const int DepthMax = 64;

    private readonly SourceText _source;
    private readonly Parser _parser;
    private readonly ImmutableArray<Diagnostic>.Builder _findings = ImmutableArray.CreateBuilder<Diagnostic>();
    private readonly Dictionary<string, YamlNode> _anchors = new(StringComparer.Ordinal);
    private readonly SharedValues _shared = new();
    private readonly Stack<OpenBracket> _brackets = new();

    /// <summary>Items of the lists that are open, each list behind the one it is in.</summary>
    private readonly List<YamlNode> _items = [];
    private readonly Stack<MappingPairs> _spare = new();
    private SourceSpan _last;
    private int _lastEnd;
    private readonly YamlLayout? _layout;
    private readonly TakeItem? _take;
    private (MappingPairs Before, string Key)? _list;
    private int _aliasedNodes;
    private long _eventsLeft;

    private YamlReader(SourceText source, YamlLayout? layout, TakeItem? take)
    {
        _source = source;
        _layout = layout;
        _take = take;
        _parser = new Parser(source.Open());
        _last = new(source.File, 1, 1);
        // Each event but a few takes at least a character; an old report has the parser repeat itself after an error.
        _eventsLeft = (4L * source.LengthMax) + 64;
    }

    /// <summary>No value, and no finding either, when the text holds nothing but comments.</summary>
    /// <param name="source">What is read.</param>
    /// <param name="layout">Is told where everything stands; then an alias is a <see cref="YamlAlias"/> of its own.</param>
    /// <param name="take">Is given each item of the lists of the root, and may keep it out of the tree.</param>
    public static Checked<YamlNode> Read(SourceText source, YamlLayout? layout = null, TakeItem? take = null)
    {
        var reader = new YamlReader(source, layout, take);
        YamlNode? root = null;
        try
        {
            root = reader.Document();
        }
        catch (UnreadableException unreadable)
        {
            reader._findings.Add(unreadable.Finding);
        }

        return new(root, reader._findings.ToImmutable());
    }

    private YamlNode? Document()
    {
        Next();
        if (Next() is not DocumentStart)
        {
            return null;
        }

        var root = Node(Next(), depth: 1);
        Next();
        if (Next() is DocumentStart second)
        {
            _findings.Add(YamlDiagnostics.SecondDocument(Place(second.Start)));
        }

        return root;
    }

    private YamlNode Node(ParsingEvent current, int depth)
    {
        if (depth > DepthMax)
        {
            throw new UnreadableException(YamlDiagnostics.TooDeep(DepthMax, Place(current.Start)));
        }

        if (current is AnchorAlias alias)
        {
            return Aliased(alias, depth);
        }

        // On text that is far from YAML the parser ends a mapping between a key and its value.
        if (current is not NodeEvent start)
        {
            throw Confused();
        }

        if (!start.Tag.IsEmpty)
        {
            _findings.Add(YamlDiagnostics.Tag(start.Tag.Value, Place(start.Start)));
        }

        // Until it is complete an anchor cannot be used: a value that holds itself has no end.
        var anchor = start.Anchor.IsEmpty ? null : start.Anchor.Value;
        if (anchor is not null)
        {
            _anchors.Remove(anchor);
        }

        YamlNode node = start switch
        {
            Scalar scalar => Scalar(scalar),
            SequenceStart sequence => Sequence(sequence, depth),
            _ => Mapping((MappingStart)start, depth),
        };

        if (anchor is not null)
        {
            _anchors[anchor] = node;
        }

        _layout?.Add(node, start, _lastEnd, anchor);
        return node;
    }

    /// <summary>An escape in double quotes is the only way to write a control character; null is in no value of any server.</summary>
    private YamlScalar Scalar(Scalar scalar)
    {
        var at = Place(scalar.Start);
        if (scalar.Style == ScalarStyle.DoubleQuoted && scalar.Value.Contains('\0', StringComparison.Ordinal))
        {
            _findings.Add(YamlDiagnostics.NullEscape(at));
        }

        return new(at, Shared(scalar.Value), scalar.Style == ScalarStyle.Plain);
    }

    private YamlSequence Sequence(SequenceStart start, int depth)
    {
        var at = Place(start.Start);
        var list = _list;
        _list = null;
        Open('[', at, start.Style == SequenceStyle.Flow);
        var before = _items.Count;
        var size = 1;
        var levels = 0;
        for (var next = Next(); next is not SequenceEnd; next = Next())
        {
            var item = Node(next, depth + 1);
            if (list is not var (pairs, name) || !_take!(pairs, name, item))
            {
                _items.Add(item);
            }

            size += item.Size;
            levels = Math.Max(levels, item.Depth);
        }

        _brackets.Pop();
        var items = ImmutableArray.Create(CollectionsMarshal.AsSpan(_items)[before..]);
        _items.RemoveRange(before, items.Length);
        return new(at, items, size, levels + 1);
    }

    private YamlMapping Mapping(MappingStart start, int depth)
    {
        var at = Place(start.Start);
        Open('{', at, start.Style == MappingStyle.Flow);
        var pairs = _spare.TryPop(out var spare) ? spare : new(_findings);
        for (var next = Next(); next is not MappingEnd; next = Next())
        {
            var key = Node(next, depth + 1);
            var first = Next();
            // What has an anchor is needed again, and what repeats a key is not wanted.
            _list = _take is not null && depth == 1 && key is YamlScalar text && pairs.Find(text.Text) is null
                && first is SequenceStart { Anchor.IsEmpty: true } ? (pairs, text.Text) : null;
            pairs.Add(key, Node(first, depth + 1));
        }

        _brackets.Pop();
        _spare.Push(pairs);
        return pairs.Drain(at);
    }

    private YamlNode Aliased(AnchorAlias alias, int depth)
    {
        var at = Place(alias.Start);
        if (!_anchors.TryGetValue(alias.Value.Value, out var node))
        {
            _findings.Add(YamlDiagnostics.UnknownAlias(alias.Value.Value, at));
            return new YamlUnknown(at);
        }

        _aliasedNodes += node.Size;
        if (_aliasedNodes > AliasedNodesMax)
        {
            throw new UnreadableException(YamlDiagnostics.AliasesTooLarge(AliasedNodesMax, at));
        }

        return depth + node.Depth - 1 > DepthMax ? throw new UnreadableException(YamlDiagnostics.TooDeep(DepthMax, at))
            : _layout is null ? node
            : _layout.Alias(new YamlAlias(at, alias.Value.Value, node), alias);
    }

    private ParsingEvent Next()
    {
        try
        {
            if (--_eventsLeft > 0 && _parser.MoveNext() && _parser.Current is { } current)
            {
                _last = Place(current.Start);
                // A bracket that closes is one character, and the parser takes its beginning for its end.
                _lastEnd = (int)current.Start.Index + 1;
                return current;
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Beside its own exceptions the parser throws others, without a place: after "[1, 2\nb: c" an
            // InvalidOperationException.
            throw new UnreadableException(YamlSyntax.Explain(exception, _source, _last, Bracket()));
        }

        throw Confused();
    }

    private UnreadableException Confused() =>
        new(YamlSyntax.Explain(new EndOfStreamException(), _source, _last, Bracket()));

    /// <summary>
    /// Keys and many values repeat from user to user: one string for all, in a tree that is kept (measured: 100 MB less for
    /// 100,000 users).
    /// </summary>
    private string Shared(string text) => _take is not null ? text : _shared.Of(text);

    private void Open(char bracket, SourceSpan at, bool isFlow) => _brackets.Push(new(bracket, at, isFlow));

    private OpenBracket? Bracket() => _brackets.TryPeek(out var bracket) && bracket.IsFlow ? bracket : null;

    private SourceSpan Place(Mark mark) => new(_source.File, (int)mark.Line, (int)mark.Column);

    /// <summary>Unwinds to <see cref="Read"/>; never leaves this class.</summary>
    private sealed class UnreadableException(Diagnostic finding) : Exception
    {
        public Diagnostic Finding { get; } = finding;
    }
}
