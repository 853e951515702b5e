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

    private readonly AttributeBinder _attributes = new(findings);

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

        var draft = new UserDraft(userName)
        {
            IsAbsent = values.Text(user, "state") == "absent",
            Reason = values.Text(user, "reason"),
            Until = Day(values.Scalar(user, "until")),
            Origins = origins ?? ImmutableDictionary<string, string>.Empty,
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

        draft.ExternalId = draft.Attributes.TryGetValue("externalId", out var externalId) ? externalId.Value.Text : null;
        AddDefaults(draft);
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
                draft.Groups.AddRange(value is YamlSequence groups && values.Has(groups)
                    ? groups.Items.OfType<YamlScalar>().Where(group => values.Has(group) && group.Kind != ScalarKind.Null)
                    : []);
                break;
            case "name":
                BindName(draft, value, values);
                break;
            case CustomAttributes when dialect.Find(CustomAttributes) is null:
                findings.Add(StateDiagnostics.CustomAttributesUnmapped(dialect.Name, key.At));
                break;
            default:
                BindAttribute(draft, key, value, values);
                break;
        }
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

    /// <summary>The parts of the name, where the server has them, and the display name made from them.</summary>
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
        if (full.Length > 0 && dialect.Find("displayName") is not null && !draft.Attributes.ContainsKey("displayName"))
        {
            draft.Set("displayName", AttributeValue.Of(full), name.At);
        }
    }

    private static void AddDefaults(UserDraft draft)
    {
        draft.Set("userName", AttributeValue.Of(draft.UserName), draft.At);
        if (!draft.IsAbsent && !draft.Attributes.ContainsKey("active"))
        {
            draft.Set("active", AttributeValue.True, draft.At);
        }
    }
}
