using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Config;

/// <summary>
/// The value of one attribute, by the type its row has. Kept as written; comparing makes it canonical later.
/// </summary>
internal sealed class AttributeBinder(Dialect dialect, ImmutableArray<Diagnostic>.Builder findings)
{
    private readonly SharedValues _shared = new();

    /// <summary>Attributes of keyed rows that are known to be writable.</summary>
    private readonly Dictionary<(string Row, string Key), string> _keys = [];

    /// <summary>
    /// A mapping whose keys are attributes of their own, such as <c>phoneNumbers</c>. Nothing or an empty mapping
    /// clears every key: that is the empty value under the bare name.
    /// </summary>
    public void BindKeyed(UserDraft draft, AttributeRow row, YamlNode node, AcceptedValues values)
    {
        if (!values.Has(node))
        {
            return;
        }

        if (IsEmpty(node))
        {
            Clear(draft, row, row.Name, node);
        }
        else if (node is not YamlMapping mapping)
        {
            RejectType(row.Name, node, SchemaTypes.Object);
        }
        else
        {
            foreach (var (key, value) in mapping.Pairs)
            {
                BindKey(draft, row, key, value, values);
            }

            CheckCount(row, row.Name, mapping);
        }
    }

    /// <summary>One key of such a mapping.</summary>
    public void BindKey(UserDraft draft, AttributeRow row, YamlScalar key, YamlNode value, AcceptedValues values)
    {
        if (!values.Has(key))
        {
            return;
        }

        if (_keys.TryGetValue((row.Name, key.Text), out var known))
        {
            Bind(draft, row, known, value, values);
        }
        else if (IsWritable(row, key))
        {
            Bind(draft, row, _keys[(row.Name, key.Text)] = row.NameOf(key.Text), value, values);
        }
    }

    /// <param name="name">The attribute's full name, with the key of a keyed one.</param>
    public void Bind(UserDraft draft, AttributeRow row, string name, YamlNode node, AcceptedValues values)
    {
        if (!values.Has(node))
        {
            return;
        }

        if (IsEmpty(node))
        {
            Clear(draft, row, name, node);
            return;
        }

        switch (row.Type)
        {
            case AttributeType.Person:
                BindPerson(draft, name, node);
                break;
            case AttributeType.Names:
                SetEntries(draft, name, node, Names(name, node, values));
                CheckCount(row, name, node);
                break;
            case AttributeType.Ratings:
                SetEntries(draft, name, node, Ratings(name, node, values));
                CheckCount(row, name, node);
                break;
            default:
                Set(draft, name, node, Scalar(row.Type, name, node));
                break;
        }
    }

    private AttributeValue? Scalar(AttributeType type, string name, YamlNode node)
    {
        var expected = type == AttributeType.Boolean ? SchemaTypes.Boolean : SchemaTypes.String;
        if (node is not YamlScalar scalar || !NodeTypes.Admits(expected, node))
        {
            return RejectType(name, node, expected);
        }

        var problem = type switch
        {
            AttributeType.Email when !TextForms.IsEmail(scalar.Text) =>
                SchemaDiagnostics.WrongForm(scalar.Text, "an e-mail address", "alice.smith@example.com", scalar.At),
            AttributeType.Date when TextForms.DateOf(scalar.Text) is null =>
                StateDiagnostics.NoSuchDate(scalar.Text, scalar.At),
            AttributeType.Phone when !TextForms.IsPhone(scalar.Text) =>
                StateDiagnostics.NotAPhone(scalar.Text, scalar.At),
            _ => null,
        };
        if (problem is not null)
        {
            findings.Add(problem);
            return null;
        }

        return type == AttributeType.Boolean
            ? AttributeValue.Of(CoreSchema.IsTrue(scalar))
            : AttributeValue.Of(_shared.Of(scalar.Text));
    }

    private void BindPerson(UserDraft draft, string name, YamlNode node)
    {
        if (node is YamlScalar person && NodeTypes.Admits(SchemaTypes.String, node))
        {
            draft.Refer(name, person);
        }
        else
        {
            RejectType(name, node, SchemaTypes.String);
        }
    }

    private List<(Entry Entry, SourceSpan At)>? Names(string name, YamlNode node, AcceptedValues values)
    {
        if (node is not YamlSequence sequence)
        {
            RejectType(name, node, SchemaTypes.Array);
            return null;
        }

        var places = new List<(Entry Entry, SourceSpan At)>(sequence.Items.Length);
        foreach (var item in sequence.Items)
        {
            if (!values.Has(item))
            {
                continue;
            }

            if (item is not YamlScalar entry || !NodeTypes.Admits(SchemaTypes.String, item))
            {
                RejectType(name, item, SchemaTypes.String);
            }
            else if (entry.Text.Length == 0)
            {
                findings.Add(StateDiagnostics.EmptyName(name, entry.At));
            }
            else
            {
                places.Add((new(entry.Text), entry.At));
            }
        }

        return PlacedEntries.Sorted(places, findings);
    }

    private List<(Entry Entry, SourceSpan At)>? Ratings(string name, YamlNode node, AcceptedValues values)
    {
        const double RatingMax = 5;
        if (node is not YamlMapping mapping)
        {
            RejectType(name, node, SchemaTypes.Object);
            return null;
        }

        var places = new List<(Entry Entry, SourceSpan At)>(mapping.Pairs.Length);
        foreach (var (key, value) in mapping.Pairs)
        {
            // Nothing takes away what a template gives.
            if (!values.Has(key) || !values.Has(value) || value is YamlScalar { Kind: ScalarKind.Null })
            {
                continue;
            }

            if (key.Text.Length == 0)
            {
                findings.Add(StateDiagnostics.EmptyName(name, key.At));
            }
            else if (value is not YamlScalar scalar || CoreSchema.NumberOf(scalar) is not { } rating)
            {
                RejectType($"{name}.{key.Text}", value, SchemaTypes.Number);
            }
            else if (rating is < 0 or > RatingMax)
            {
                findings.Add(SchemaDiagnostics.OutOfRange(scalar.Text, $"\"{key.Text}\"", "from 0 to 5", scalar.At));
            }
            else
            {
                places.Add((new(key.Text, _shared.RatingOf(scalar.Text, rating)), key.At));
            }
        }

        return PlacedEntries.Sorted(places, findings);
    }

    private bool IsWritable(AttributeRow row, YamlScalar key)
    {
        if (key.Text.Length == 0)
        {
            findings.Add(StateDiagnostics.EmptyName(row.Name, key.At));
            return false;
        }

        if (!row.Keys.IsEmpty && !row.Keys.Contains(key.Text, StringComparer.Ordinal))
        {
            findings.Add(StateDiagnostics.UnknownEntry(row.Name, key.Text, row.Keys, key.At));
            return false;
        }

        if (row.ReservedKeyPrefixes.Any(prefix => key.Text.StartsWith(prefix, StringComparison.Ordinal)))
        {
            findings.Add(StateDiagnostics.ReservedEntry(row.Name, key.Text, key.At));
            return false;
        }

        if (dialect.OwnerOf(row, key.Text) is { } owner)
        {
            findings.Add(ConfigDiagnostics.KeyIsAttribute(row.Name, key.Text, owner.Name, key.At));
            return false;
        }

        return true;
    }

    private void Clear(UserDraft draft, AttributeRow row, string name, YamlNode node)
    {
        if (row.Clearable)
        {
            draft.Set(name, AttributeValue.Empty, node.At);
        }
        else
        {
            findings.Add(StateDiagnostics.NotClearable(name, node.At));
        }
    }

    private void CheckCount(AttributeRow row, string name, YamlNode node)
    {
        var count = node switch
        {
            YamlSequence sequence => sequence.Items.Length,
            YamlMapping mapping => mapping.Pairs.Length,
            _ => 0,
        };
        if (row.MaxEntries > 0 && count > row.MaxEntries)
        {
            findings.Add(StateDiagnostics.TooManyEntries(name, count, row.MaxEntries, node.At));
        }
    }

    private static void Set(UserDraft draft, string name, YamlNode node, AttributeValue? value)
    {
        if (value is { } known)
        {
            draft.Set(name, known, node.At);
        }
    }

    /// <param name="places">Sorted, each name once.</param>
    private void SetEntries(UserDraft draft, string name, YamlNode node, List<(Entry Entry, SourceSpan At)>? places)
    {
        if (places is not null)
        {
            var value = _shared.Of(AttributeValue.Of(places.ConvertAll(place => place.Entry)));
            draft.Set(name, value, node.At, [.. places.ConvertAll(place => place.At)]);
        }
    }

    private AttributeValue? RejectType(string name, YamlNode node, SchemaTypes expected)
    {
        findings.Add(SchemaDiagnostics.WrongType($"\"{name}\"", NodeTypes.Describe(node), NodeTypes.Name(expected), node.At));
        return null;
    }

    private static bool IsEmpty(YamlNode node) => node is YamlScalar { Kind: ScalarKind.Null } or YamlScalar { Text.Length: 0 }
        or YamlSequence { Items.IsEmpty: true } or YamlMapping { Pairs.IsEmpty: true };
}
