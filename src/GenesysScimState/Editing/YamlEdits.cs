using GenesysScimState.Config;

namespace GenesysScimState.Editing;

/// <summary>
/// Changes to a file that leave the rest of it as it is, to the character: values set, keys and entries put in or taken
/// out, comments untouched. Collected first and carried out together.
/// </summary>
internal sealed class YamlEdits(StateText file, StateOrder order)
{
    private readonly Dictionary<YamlMapping, Dictionary<string, string?>> _pairs = [];
    private readonly Dictionary<YamlMapping, string> _contexts = [];
    private readonly Dictionary<(YamlMapping Owner, string Key), (char Open, Dictionary<string, string?> Changes)> _entries = [];
    private readonly YamlSplices _splices = new(file.Layout);
    private readonly List<(YamlMapping Owner, YamlNode At)> _blocked = [];

    public StateText File => file;

    /// <summary>
    /// What cannot be changed without touching what is not meant: where it stands, and what it is a part of. Where two changes
    /// are in each other's way, all that was to be changed.
    /// </summary>
    public IEnumerable<(YamlMapping Owner, YamlNode At)> Blocked => _blocked.Count > 0 ? _blocked : _pairs.Keys.Select(owner => (owner, (YamlNode)owner));

    /// <param name="owner">The user or group.</param>
    /// <param name="context">What the owner is in, which decides where a new key goes: <c>users</c>.</param>
    /// <param name="key">The key in it.</param>
    /// <param name="text">The value as YAML on one line, or from the line break on; null: the key goes.</param>
    public void Set(YamlMapping owner, string context, string key, string? text)
    {
        _contexts[owner] = context;
        if (!_pairs.TryGetValue(owner, out var pairs))
        {
            _pairs[owner] = pairs = new(StringComparer.Ordinal);
        }

        pairs[key] = text;
    }

    /// <summary>Takes back what was to be set in something that goes as a whole.</summary>
    public void Forget(YamlMapping owner) => _pairs.Remove(owner);

    /// <summary>Changes one entry of the list or mapping under a key, which is made when it is not there.</summary>
    /// <param name="owner">The user or group.</param>
    /// <param name="context">What the owner is in.</param>
    /// <param name="key">The key in it.</param>
    /// <param name="open"><c>[</c> or <c>{</c>, by what the key holds.</param>
    /// <param name="name">What the entry is known by.</param>
    /// <param name="text">The whole entry as YAML, <c>Billing: 4</c>; null: the entry goes.</param>
    public void SetEntry(YamlMapping owner, string context, string key, char open, string name, string? text)
    {
        _contexts[owner] = context;
        if (!_entries.TryGetValue((owner, key), out var entries))
        {
            _entries[(owner, key)] = entries = (open, new(StringComparer.Ordinal));
        }

        entries.Changes[name] = text;
    }

    /// <summary>Puts entries of several lines, indented from 0, at the end of <c>users</c> or <c>groups</c>.</summary>
    public void Append(string section, IReadOnlyCollection<string> entries)
    {
        if (file.Root[section] is YamlSequence { Items: [.., var last] } list && file.Layout.IsBlock(list))
        {
            var column = _splices.Column(file.Layout[list].Start);
            var isAiry = list.Items is not [.., var other, _] || _splices.HasBlankLine(file.Layout[other].End, file.Layout[last].Start);
            _splices.Insert(_splices.BehindComments(file.Layout[list].End, column), [.. entries.SelectMany(entry => Lines(entry, column, isAiry))]);
        }
        else if (file.Root[section] is { } value)
        {
            Block(file.Root, value, when: value is YamlSequence { Items.Length: > 0 });
            Set(file.Root, StateOrder.Root, section, "\n" + string.Join('\n', entries.SelectMany((entry, index) => Lines(entry, 2, index > 0))));
        }
        else
        {
            _splices.Insert(file.Layout.Text.Length, ["", $"{section}:", .. entries.SelectMany((entry, index) => Lines(entry, 2, index > 0))]);
        }
    }

    /// <summary>Takes entries out of <c>users</c> or <c>groups</c>, with the comments inside them.</summary>
    public void Remove(string section, IReadOnlyCollection<YamlMapping> entries)
    {
        if (file.Root[section] is not YamlSequence list || !file.Layout.IsBlock(list))
        {
            Block(file.Root, file.Root[section] ?? file.Root);
        }
        else if (list.Items.All(entries.Contains))
        {
            Set(file.Root, StateOrder.Root, section, "[]");
        }
        else
        {
            foreach (var entry in entries)
            {
                _splices.RemoveLines(file.Layout[entry].Start, file.Layout[entry].End, withBlank: true);
            }
        }
    }

    /// <summary>The changed text; null when something is <see cref="Blocked"/>, or two changes are about one place.</summary>
    public string? Apply()
    {
        foreach (var ((owner, key), (open, changes)) in _entries)
        {
            Enter(owner, key, open, changes);
        }

        foreach (var (owner, changes) in _pairs.ToArray())
        {
            if (changes.Keys.Any(key => owner[key] is { } value && file.Layout[value].Anchor is not null) || file.Layout[owner].Anchor is not null)
            {
                Block(owner, owner);
            }
            else if (file.Layout.IsBlock(owner))
            {
                Change(owner, changes);
            }
            else
            {
                Rewrite(owner, changes);
            }
        }

        return _blocked.Count == 0 ? _splices.Apply() : null;
    }

    private void Enter(YamlMapping owner, string key, char open, Dictionary<string, string?> changes)
    {
        var node = owner[key];
        var isShared = node is not null && file.Layout[node].Anchor is not null;
        var pieces = node is null ? [] : YamlPiece.Of(null, node).Children;
        var kept = pieces.Where(piece => !changes.ContainsKey(piece.Name)).ToArray();
        if (pieces.Count > 0 && !isShared && file.Layout.IsBlock(node!) && kept.Length + changes.Values.Count(text => text is not null) > 0)
        {
            EnterLines(node!, key, pieces, changes);
            return;
        }

        if (isShared || (pieces.Count > 0 && HasComments(node!)))
        {
            Block(owner, isShared ? owner : node!);
            return;
        }

        var entries = pieces
            .Select(piece => (piece.Name, Text: changes.TryGetValue(piece.Name, out var text) ? text : file.Slice(piece)))
            .Concat(changes.Where(change => !pieces.Exists(piece => piece.Name == change.Key)).Select(change => (change.Key, change.Value)))
            .Where(entry => entry.Item2 is not null);
        var ordered = IsSorted(key, pieces) ? entries.Order(Comparer<(string, string?)>.Create((left, right) => Compare(key, left.Item1, right.Item1))) : entries;
        Set(owner, _contexts[owner], key, YamlText.Flow(open, ordered.Select(entry => entry.Item2!)));
    }

    private void EnterLines(YamlNode node, string key, List<YamlPiece> pieces, Dictionary<string, string?> changes)
    {
        if (node is YamlMapping mapping)
        {
            foreach (var (name, text) in changes)
            {
                Set(mapping, key, name, text?[(text.IndexOf(": ", StringComparison.Ordinal) + 2)..]);
            }

            return;
        }

        var column = _splices.Column(file.Layout[node].Start);
        var place = IsSorted(key, pieces) && !HasComments(node);
        foreach (var (name, text) in changes.OrderBy(change => change.Key, Comparer<string>.Create(StateOrder.ByName)))
        {
            var written = pieces.Where(piece => piece.Name == name).Select(piece => file.Layout[piece.Value]).ToArray();
            foreach (var extent in written)
            {
                if (text is null)
                {
                    _splices.RemoveLines(extent.Start, extent.End, withBlank: false);
                }
                else
                {
                    _splices.Replace(extent.Start, extent.End, text);
                }
            }

            if (text is not null && written.Length == 0)
            {
                var after = place ? pieces.Find(piece => Compare(key, piece.Name, name) > 0) : null;
                _splices.Insert(
                    after is null ? _splices.NextLine(file.Layout[node].End) : _splices.LineStart(file.Layout[after.Value].Start),
                    [$"{new string(' ', column)}- {text}"]);
            }
        }
    }

    /// <summary>A mapping by indentation: each change is a matter of its own lines.</summary>
    private void Change(YamlMapping owner, Dictionary<string, string?> changes)
    {
        foreach (var (key, text) in changes)
        {
            var index = owner.Pairs.ToList().FindIndex(pair => pair.Key.Text == key);
            if (index >= 0 && text is not null)
            {
                var colon = file.Layout.Text.IndexOf(':', file.Layout[owner.Pairs[index].Key].End) + 1;
                var end = EndOf(owner.Pairs[index]);
                Block(owner, owner.Pairs[index].Key, when: file.Comments.Exists(comment => comment.Start >= colon && comment.Start < end));
                _splices.Replace(colon, end, text.StartsWith('\n') ? text : " " + text);
            }
            else if (index >= 0)
            {
                Remove(owner, index);
            }
            else if (text is not null)
            {
                Insert(owner, key, text);
            }
        }
    }

    private void Remove(YamlMapping owner, int index)
    {
        var (key, end) = (file.Layout[owner.Pairs[index].Key].Start, EndOf(owner.Pairs[index]));
        if (_splices.IsFirstOnLine(key))
        {
            _splices.RemoveLines(key, end, withBlank: false);
        }
        else if (index + 1 < owner.Pairs.Length)
        {
            // Behind the dash of an item: what follows moves up, and comments in between stand above the item.
            var next = file.Layout[owner.Pairs[index + 1].Key].Start;
            var indent = new string(' ', _splices.Column(file.Layout.Text.LastIndexOf('-', key - 1)));
            var comments = file.Comments.Where(comment => comment.Start > key && comment.Start < next && _splices.IsFirstOnLine(comment.Start));
            _splices.Insert(_splices.LineStart(key), [.. comments.Select(comment => indent + comment.Text)]);
            _splices.Replace(key, next, "");
        }
        else
        {
            Block(owner, owner);
        }
    }

    private void Insert(YamlMapping owner, string key, string text)
    {
        var before = owner.Pairs
            .Where(pair => order.Compare(_contexts[owner], pair.Key.Text, key) <= 0)
            .Aggregate((YamlPair?)null, (best, pair) => best is { } known && order.Compare(_contexts[owner], known.Key.Text, pair.Key.Text) > 0 ? best : pair);
        var column = _splices.Column(file.Layout[owner.Pairs[0].Key].Start);
        var line = $"{YamlText.Of(key)}: {text}";
        if (before is { } previous)
        {
            _splices.Insert(_splices.NextLine(EndOf(previous)), [new string(' ', column) + line]);
        }
        else if (file.Layout[owner.Pairs[0].Key].Start is var first && _splices.IsFirstOnLine(first))
        {
            _splices.Insert(_splices.LineStart(first), [new string(' ', column) + line]);
        }
        else
        {
            _splices.Replace(first, first, $"{line}\n{new string(' ', column)}");
        }
    }

    /// <summary>A mapping in brackets is written anew as a whole.</summary>
    private void Rewrite(YamlMapping owner, Dictionary<string, string?> changes)
    {
        if (HasComments(owner) || owner == file.Root)
        {
            Block(owner, owner);
            return;
        }

        var pairs = YamlPiece.Of(null, owner).Children
            .Select(piece => (piece.Name, Text: changes.TryGetValue(piece.Name, out var text) ? text is null ? null : $"{YamlText.Of(piece.Name)}: {text}" : file.Slice(piece)))
            .Where(pair => pair.Text is not null).ToList();
        foreach (var (key, text) in changes.Where(change => change.Value is not null && owner[change.Key] is null))
        {
            var index = pairs.FindLastIndex(pair => order.Compare(_contexts[owner], pair.Name, key) <= 0);
            pairs.Insert(index + 1, (key, $"{YamlText.Of(key)}: {text}"));
        }

        _splices.Replace(file.Layout[owner].Start, file.Layout[owner].End, YamlText.Flow('{', pairs.Select(pair => pair.Text!)));
    }

    /// <summary>Says that something in <paramref name="owner"/> has to stay as it is.</summary>
    public void Block(YamlMapping owner, YamlNode at, bool when = true) => _blocked.AddRange(when ? [(owner, at)] : []);

    private bool IsSorted(string key, List<YamlPiece> pieces) =>
        order.IsSet(key) && pieces.Zip(pieces.Skip(1)).All(pair => Compare(key, pair.First.Name, pair.Second.Name) <= 0);

    private int Compare(string key, string left, string right) =>
        order.Compare(key, left, right) is var ranked and not 0 ? ranked : StateOrder.ByName(left, right);

    private bool HasComments(YamlNode node) => file.Comments.Exists(comment => comment.Start > file.Layout[node].Start && comment.Start < file.Layout[node].End);

    private int EndOf(YamlPair pair) => Math.Max(
        file.Layout.Text.IndexOf(':', file.Layout[pair.Key].End) + 1, file.Layout[pair.Value].End);

    private static IEnumerable<string> Lines(string entry, int column, bool isAiry) =>
        (isAiry ? [""] : Array.Empty<string>()).Concat(entry.Split('\n').Select(line => line.Length == 0 ? "" : new string(' ', column) + line));
}
