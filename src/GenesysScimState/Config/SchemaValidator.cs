using System.Collections.Immutable;
using System.Globalization;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Config;

/// <summary>What the schema has against a file.</summary>
/// <param name="Rejected">
/// Values and keys with an error of their own; whoever binds the file leaves them out, silently.
/// </param>
internal sealed record SchemaFindings(ImmutableArray<Diagnostic> Diagnostics, HashSet<YamlNode> Rejected);

/// <summary>Holds a tree to a schema; every finding stands at the very value or key that is wrong.</summary>
internal sealed class SchemaValidator
{
    /// <summary>Nothing that has a form (addresses, numbers, dates, digests) is longer, and to match it would take long.</summary>
    private const int FormLengthMax = 1_000;

    private readonly ImmutableArray<Diagnostic>.Builder _findings = ImmutableArray.CreateBuilder<Diagnostic>();
    private readonly HashSet<YamlNode> _rejected = new(ReferenceEqualityComparer.Instance);

    private readonly Schema _schema;

    /// <param name="schema">Of the whole file.</param>
    public SchemaValidator(Schema schema) => _schema = schema;

    /// <summary>So far; whoever knows more may add to it.</summary>
    public HashSet<YamlNode> Rejected => _rejected;

    public static SchemaFindings Validate(Schema schema, YamlNode root) => new SchemaValidator(schema).CheckRoot(root);

    /// <summary>What is left of a file when items of its lists were checked before.</summary>
    public SchemaFindings CheckRoot(YamlNode root)
    {
        Check(_schema, root, new(Key: null, IsItem: false));
        return new(_findings.ToImmutable(), _rejected);
    }

    /// <summary>An item of a list of the root, apart from it.</summary>
    public void CheckItem(string list, YamlNode item)
    {
        if (_schema.Properties.TryGetValue(list, out var property) && property.Items is { } items)
        {
            Check(items, item, new(list, IsItem: true));
        }
    }

    private void Check(Schema schema, YamlNode node, Subject subject)
    {
        if (node is YamlUnknown)
        {
            _rejected.Add(node);
            return;
        }

        // An empty list is no help to somebody who wrote another one.
        var named = schema.MayBeEmptyList ? schema.Types & ~SchemaTypes.Array : schema.Types;
        if (!NodeTypes.Admits(node is YamlSequence { Items.IsEmpty: true } ? schema.Types : named, node))
        {
            RejectType(node, subject, NodeTypes.Name(named));
            return;
        }

        switch (node)
        {
            case YamlScalar scalar:
                CheckScalar(schema, scalar, subject);
                break;
            case YamlSequence sequence:
                CheckSequence(schema, sequence, subject);
                break;
            case YamlMapping mapping:
                CheckMapping(schema, mapping, subject);
                break;
        }

        if (!schema.AnyOf.IsEmpty)
        {
            CheckAny(schema.AnyOf, node, subject);
        }
    }

    private void CheckScalar(Schema schema, YamlScalar scalar, Subject subject)
    {
        var text = scalar.Text;
        if (!schema.Allowed.IsEmpty && !schema.Allowed.Contains(text, StringComparer.Ordinal))
        {
            Reject(scalar, SchemaDiagnostics.NotOneOf(text, subject.ToString(), schema.Allowed, scalar.At));
        }
        else if (scalar.Kind != ScalarKind.Null && NodeTypes.Admits(SchemaTypes.String, scalar))
        {
            CheckText(schema, scalar, subject);
        }

        if (CoreSchema.NumberOf(scalar) is { } number && (number < schema.Minimum || number > schema.Maximum))
        {
            Reject(scalar, SchemaDiagnostics.OutOfRange(text, subject.ToString(), Bounds(schema), scalar.At));
        }
    }

    private void CheckText(Schema schema, YamlScalar scalar, Subject subject)
    {
        var text = scalar.Text;
        if (schema.MinLength > 0 && Length(text) < schema.MinLength)
        {
            Reject(scalar, SchemaDiagnostics.TooShort(subject.ToString(), schema.MinLength, scalar.At));
        }
        else if (text.Length > schema.MaxLength && Length(text) > schema.MaxLength)
        {
            Reject(scalar, SchemaDiagnostics.TooLong(subject.ToString(), Length(text), schema.MaxLength, scalar.At));
        }
        else if (schema.Pattern is { } pattern && (text.Length > FormLengthMax || !pattern.IsMatch(text)))
        {
            var form = Subject.WithArticle(schema.Title ?? "value of the right form");
            Reject(scalar, SchemaDiagnostics.WrongForm(text, form, schema.Example, scalar.At));
        }
    }

    private void CheckSequence(Schema schema, YamlSequence sequence, Subject subject)
    {
        CheckCount(sequence, sequence.Items.Length, schema.MinItems, subject);
        if (schema.Items is { } items)
        {
            var item = subject with { IsItem = true };
            foreach (var node in sequence.Items)
            {
                Check(items, node, item);
            }
        }
    }

    private void CheckMapping(Schema schema, YamlMapping mapping, Subject subject)
    {
        CheckCount(mapping, mapping.Pairs.Length, schema.MinProperties, subject);
        foreach (var (key, value) in mapping.Pairs)
        {
            if (schema.PropertyNames is { } names)
            {
                CheckText(names, key, subject with { IsItem = true });
            }

            if (schema.Properties.TryGetValue(key.Text, out var property))
            {
                Check(property, value, new(key.Text, IsItem: false));
            }
            else if (!schema.IsOpen)
            {
                Reject(key, SchemaDiagnostics.UnknownKey(key.Text, subject.Owner(schema), schema.Keys, key.At));
            }
            else if (schema.AdditionalProperties is { } other)
            {
                Check(other, value, new(key.Text, IsItem: false));
            }
        }

        foreach (var key in schema.Required)
        {
            if (mapping[key] is null)
            {
                _findings.Add(SchemaDiagnostics.MissingKey(key, subject.Owner(schema), mapping.At));
            }
        }
    }

    /// <summary>Of several forms, what is written shows which one is meant: the one whose type it has.</summary>
    private void CheckAny(ImmutableArray<Schema> forms, YamlNode node, Subject subject)
    {
        var meant = forms.Where(form => NodeTypes.Is(form.Types, node)).ToList();
        meant = meant.Count > 0 ? meant : [.. forms.Where(form => NodeTypes.Admits(form.Types, node))];
        if (meant.Count == 0)
        {
            var types = forms.Aggregate(SchemaTypes.None, (all, form) => all | form.Types);
            RejectType(node, subject, NodeTypes.Name(types));
        }
        else if (meant is [{ Allowed.IsEmpty: false } word] && node is YamlScalar { Text: var text }
            && !word.Allowed.Contains(text, StringComparer.Ordinal))
        {
            var others = forms.Except(meant).Aggregate(SchemaTypes.None, (all, form) => all | form.Types);
            var expected = $"\"{string.Join("\", \"", word.Allowed)}\" or {NodeTypes.Name(others)}";
            RejectType(node, subject, expected);
        }
        else if (meant.Count == 1 || !meant.Exists(form => Validate(form, node).Diagnostics.IsEmpty))
        {
            Check(meant[0], node, subject);
        }
    }

    private void CheckCount(YamlNode node, int count, int least, Subject subject)
    {
        if (count < least)
        {
            Reject(node, SchemaDiagnostics.TooFew(count, subject.ToString(), least, node.At));
        }
    }

    private void RejectType(YamlNode node, Subject subject, string expected) =>
        Reject(node, SchemaDiagnostics.WrongType(subject.ToString(), NodeTypes.Describe(node), expected, node.At));

    private void Reject(YamlNode node, Diagnostic finding)
    {
        _findings.Add(finding);
        _rejected.Add(node);
    }

    /// <summary>JSON Schema counts characters, not UTF-16 units.</summary>
    private static int Length(string text)
    {
        var length = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            length++;
        }

        return length;
    }

    private static string Bounds(Schema schema) => (double.IsFinite(schema.Minimum), double.IsFinite(schema.Maximum)) switch
    {
        (true, true) => string.Create(CultureInfo.InvariantCulture, $"from {schema.Minimum} to {schema.Maximum}"),
        (true, false) => string.Create(CultureInfo.InvariantCulture, $"{schema.Minimum} or more"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{schema.Maximum} or less"),
    };

    /// <summary>What a message is about: a key, an entry of it, or the file.</summary>
    private readonly record struct Subject(string? Key, bool IsItem)
    {
        public static string WithArticle(string title)
        {
            var noun = char.ToLowerInvariant(title[0]) + title[1..];
            return noun[0] is 'a' or 'e' or 'i' or 'o' ? $"an {noun}" : $"a {noun}";
        }

        public string Owner(Schema schema) => IsItem && schema.Title is { } title ? WithArticle(title) : ToString();

        public override string ToString() => Key is null ? "this file" : IsItem ? $"an entry of \"{Key}\"" : $"\"{Key}\"";
    }
}
