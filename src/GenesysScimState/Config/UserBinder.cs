using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Config;

/// <summary>
/// One user of a state file to a <see cref="UserDraft"/>. Which attributes there are is the dialect's to say.
/// </summary>
internal sealed class UserBinder(Dialect dialect, ImmutableArray<Diagnostic>.Builder findings)
{
    private const string CustomAttributes = "attributes";

    private readonly AttributeBinder _attributes = new(dialect, findings);
    private readonly AttributeMap<DesiredValue>.Builder _values = new();
    private readonly AttributeRow[] _same = [.. dialect.Attributes.Where(row => row.Origin is { IsSame: true })];
    private readonly Dictionary<string, string> _groups = new(StringComparer.Ordinal);

    /// <summary>Null when there is no name to call the user by.</summary>
    /// <param name="user">With all it has from templates.</param>
    /// <param name="values">Of all files.</param>
    /// <param name="origins">Where values are from that the user does not have itself, by attribute name.</param>
    public UserDraft? Bind(YamlMapping user, AcceptedValues values, IReadOnlyDictionary<string, string>? origins = null)
    {
        if (user["userName"] is not YamlScalar { Kind: not (ScalarKind.Null or ScalarKind.Boolean), Text: not "" } userName)
        {
            return null;
        }

        var draft = new UserDraft(userName, _values)
        {
            IsAbsent = values.Text(user, "state") == "absent",
            Reason = values.Text(user, "reason"),
            Until = Day(values.Scalar(user, "until")),
        };

        if (draft.Reason is not null && !draft.IsAbsent && user["until"] is null)
        {
            findings.Add(StateDiagnostics.ReasonWithoutAbsent(user.Pairs.First(pair => pair.Key.Text == "reason").Key.At));
        }

        foreach (var (key, value) in user.Pairs)
        {
            if (values.Has(key))
            {
                BindKey(draft, key, value, values);
            }
        }

        draft.ExternalId = draft.Find("externalId")?.Value.Text;
        AddDefaults(draft);
        CheckSame(draft);
        draft.Complete(origins ?? ImmutableDictionary<string, string>.Empty);
        return draft;
    }

    private DateOnly? Day(YamlScalar? until)
    {
        if (until is null)
        {
            return null;
        }

        var day = TextForms.DateOf(until.Text);
        if (day is null)
        {
            findings.Add(StateDiagnostics.NoSuchDate(until.Text, until.At));
        }

        return day;
    }

    private void BindKey(UserDraft draft, YamlScalar key, YamlNode value, AcceptedValues values)
    {
        if (draft.IsAbsent && key.Text is not ("userName" or "externalId" or "state" or "reason"))
        {
            findings.Add(StateDiagnostics.AttributeOfAbsentUser(key.Text, key.At));
            return;
        }

        switch (key.Text)
        {
            case "state" or "reason" or "until" or "template":
                break;
            case "groups":
                draft.Groups = value is YamlSequence groups && values.Has(groups) ? Names(groups, values) : [];
                break;
            case "name":
                BindName(draft, value, values);
                break;
            case CustomAttributes:
                BindCustom(draft, key, value, values);
                break;
            default:
                BindAttribute(draft, key, value, values);
                break;
        }
    }

    private ImmutableArray<WrittenName> Names(YamlSequence list, AcceptedValues values)
    {
        var names = ImmutableArray.CreateBuilder<WrittenName>(list.Items.Length);
        foreach (var item in list.Items)
        {
            if (item is YamlScalar { Kind: not ScalarKind.Null } name && values.Has(name))
            {
                if (!_groups.TryGetValue(name.Text, out var text))
                {
                    _groups[name.Text] = text = name.Text;
                }

                names.Add(new(text, name.At));
            }
        }

        return names.DrainToImmutable();
    }

    private void BindAttribute(UserDraft draft, YamlScalar key, YamlNode value, AcceptedValues values)
    {
        if (dialect.Find(key.Text) is not { } row)
        {
            var suggestion = Suggestion.For(key.Text, dialect.Attributes.Select(known => known.Name));
            findings.Add(StateDiagnostics.UnknownAttribute(key.Text, dialect.Name, suggestion, key.At));
        }
        else if (row.Mutability == Mutability.ReadOnly)
        {
            findings.Add(StateDiagnostics.AttributeReadOnly(key.Text, key.At));
        }
        else if (row.IsKeyed)
        {
            _attributes.BindKeyed(draft, row, value, values);
        }
        else
        {
            _attributes.Bind(draft, row, row.Name, value, values);
        }
    }

    /// <summary>
    /// Custom attributes: each has a row of its own, or is a key of the row for all of them. Nothing clears them all.
    /// </summary>
    private void BindCustom(UserDraft draft, YamlScalar key, YamlNode value, AcceptedValues values)
    {
        var all = dialect.Find(CustomAttributes);
        var own = dialect.Attributes.Where(row => row.Name.StartsWith($"{CustomAttributes}.", StringComparison.Ordinal)).ToArray();
        if (value is YamlMapping { Pairs.IsEmpty: false } mapping && values.Has(mapping))
        {
            foreach (var (name, text) in mapping.Pairs.Where(pair => values.Has(pair.Key)))
            {
                if (dialect.Find($"{CustomAttributes}.{name.Text}") is not { } row)
                {
                    findings.Add(Unmapped(name.Text, name));
                }
                else if (row.IsKeyed)
                {
                    _attributes.BindKey(draft, row, name, text, values);
                }
                else
                {
                    _attributes.Bind(draft, row, row.Name, text, values);
                }
            }
        }
        else if (all is null && own.Length == 0)
        {
            findings.Add(Unmapped("location", key));
        }
        else if (values.Has(value))
        {
            foreach (var row in own.Append(all).OfType<AttributeRow>())
            {
                _attributes.Bind(draft, row, row.Name, value, values);
            }
        }
    }

    /// <summary>The place it could have: an entry of a map that takes any key, or an extension of one's own.</summary>
    private Diagnostic Unmapped(string name, YamlScalar at)
    {
        var map = dialect.Attributes.FirstOrDefault(row => row is { IsKeyed: true, Keys.IsEmpty: true });
        var path = map?.Path.Value(name) ?? $"urn:acme:params:scim:schemas:extension:2.0:User:{name}";
        return StateDiagnostics.CustomAttributeUnmapped(name, dialect.Name, dialect.BuiltIn, path, at.At);
    }

    /// <summary>What has to be the same as another attribute and is declared, as something else.</summary>
    private void CheckSame(UserDraft draft)
    {
        foreach (var row in _same)
        {
            if (draft.Find(row.Name) is { } value
                && draft.Find(row.Origin!.Attribute) is { } origin
                && !Canonical.Of(row, value.Value).Equals(Canonical.Of(row, origin.Value)))
            {
                findings.Add(ConfigDiagnostics.NotTheSame(
                    row.Name, value.Value.Text ?? "", row.Origin.Attribute, origin.Value.Text ?? "", dialect.Name, value.At));
            }
        }
    }

    /// <summary>The parts of the name, where the server has them, and the display name made from them where the server requires one.</summary>
    private void BindName(UserDraft draft, YamlNode value, AcceptedValues values)
    {
        if (value is not YamlMapping name || !values.Has(name))
        {
            return;
        }

        foreach (var (key, part) in name.Pairs)
        {
            if (values.Has(key) && dialect.Find($"name.{key.Text}") is { } row)
            {
                _attributes.Bind(draft, row, row.Name, part, values);
            }
        }

        string?[] parts = [values.Text(name, "givenName"), values.Text(name, "familyName")];
        var full = string.Join(' ', parts.Where(part => part is not null));
        if (full.Length > 0 && dialect.Find("displayName") is { Required: true } && !draft.Has("displayName"))
        {
            draft.Set("displayName", AttributeValue.Of(full), name.At);
        }
    }

    private static void AddDefaults(UserDraft draft)
    {
        draft.Set("userName", AttributeValue.Of(draft.UserName), draft.At);
        if (!draft.IsAbsent && !draft.Has("active"))
        {
            draft.Set("active", AttributeValue.True, draft.At);
        }
    }
}
