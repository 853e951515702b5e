using System.Text.Json;
using System.Text.Json.Nodes;
using GenesysScimState.Emulator.Protocol;
using GenesysScimState.Emulator.Schema;

namespace GenesysScimState.Emulator.Resources;

/// <summary>
/// Turns what a client sent into the one form that is stored, or refuses it with 400. Storing only this form is what
/// makes "nothing changed" a plain comparison: names in the schema's case, values of a set sorted by their key, nothing
/// empty.
/// </summary>
/// <param name="options">The switches.</param>
/// <param name="knows">Whether the organization has a thing of that name.</param>
internal sealed class Canonical(EmulatorOptions options, Func<Names, string, bool> knows)
{
    /// <summary>
    /// Writes all of a resource's body into <paramref name="target"/>; read-only parts are passed over.
    /// </summary>
    /// <param name="target">What is stored.</param>
    /// <param name="kind">Of the resource.</param>
    /// <param name="body">What was given.</param>
    /// <param name="passedOver">Names of the body that mean something else; exactly as written.</param>
    public void Assign(JsonObject target, ResourceKind kind, JsonObject body, params ReadOnlySpan<string> passedOver)
    {
        foreach (var (name, value) in body)
        {
            if (passedOver.Contains(name))
            {
                continue;
            }

            var (schema, rest) = kind.Split(name);
            if (rest.Length == 0 && schema != kind.Core)
            {
                AssignExtension(target, schema, value);
            }
            else if (!name.Equals("schemas", StringComparison.OrdinalIgnoreCase))
            {
                AssignRow(target, schema, rest, value);
            }
        }
    }

    /// <summary>Sets an attribute or, when the value is null or empty, unassigns it.</summary>
    public void Set(JsonObject part, AttributeRow row, JsonNode? value)
    {
        if (Read(row, value) is { } canonical)
        {
            part[row.Name] = canonical;
            return;
        }

        if (row.IsRequired || (row.IsKept && !row.IsRemovable))
        {
            throw RefusalException.Mutability($"{row.Name} cannot be removed.");
        }

        part.Remove(row.Name);
    }

    public void RefuseUnknown(string name)
    {
        if (options.UnknownAttributes == Unwanted.Reject)
        {
            throw RefusalException.Value($"Attribute \"{name}\" is not known.");
        }
    }

    private void AssignExtension(JsonObject target, SchemaTable schema, JsonNode? value)
    {
        if (value is not JsonObject body)
        {
            throw RefusalException.Value($"{schema.Urn} must be an object.");
        }

        var part = target[schema.Urn] as JsonObject ?? [];
        target[schema.Urn] ??= part;
        foreach (var (name, inner) in body)
        {
            AssignRow(part, schema, name, inner);
        }
    }

    private void AssignRow(JsonObject part, SchemaTable schema, string name, JsonNode? value)
    {
        if (schema.Find(name) is not { } row)
        {
            RefuseUnknown(name);
        }
        else if (row.Mutability != Mutability.ReadOnly)
        {
            Set(part, row, value);
        }
    }

    private JsonNode? Read(AttributeRow row, JsonNode? value) => value switch
    {
        null => null,
        _ when row.IsMultiValued => ReadList(row, value as JsonArray ?? [value.DeepClone()]),
        JsonArray => throw RefusalException.Value($"{row.Name} has a single value."),
        _ => ReadOne(row, value, row.Name),
    };

    private JsonArray? ReadList(AttributeRow row, JsonArray values)
    {
        var byKey = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var value in values)
        {
            if (value is null || ReadOne(row, value, row.Name) is not { } item)
            {
                continue;
            }

            var key = (string?)item[row.Key!] ?? "";
            if (key.Length == 0 && row.Sub("$ref") is { IsComputed: true })
            {
                throw RefusalException.Value($"{row.Name}.{row.Key} is required.");
            }

            if (!byKey.TryAdd(key, item) && !JsonNode.DeepEquals(byKey[key], item))
            {
                throw RefusalException.Value($"{row.Name} has two different values for \"{key}\".");
            }
        }

        if (byKey.Count > row.MaxItems)
        {
            throw RefusalException.Value($"{row.Name} has {byKey.Count} values; at most {row.MaxItems} are allowed.");
        }

        return byKey.Count == 0 ? null : new JsonArray([.. byKey.Values]);
    }

    private JsonNode? ReadOne(AttributeRow row, JsonNode value, string path) => row.Type switch
    {
        ScimType.Complex => ReadComplex(row, value, path),
        ScimType.Boolean => ReadBoolean(value, path),
        ScimType.Decimal or ScimType.Integer => ReadNumber(row, value, path),
        ScimType.Text or ScimType.Reference or ScimType.DateTime => ReadText(row, value, path),
    };

    private JsonObject? ReadComplex(AttributeRow row, JsonNode value, string path)
    {
        // Entra sends a manager as the bare id.
        var given = value as JsonObject ?? (row is { IsMultiValued: false } && row.Sub("value") is not null
            ? new JsonObject { ["value"] = value.DeepClone() }
            : throw RefusalException.Value($"{path} must be an object."));
        if (row.HasFreeNames)
        {
            return ReadFree(given, path);
        }

        var read = new JsonObject();
        foreach (var sub in row.SubAttributes.Where(sub => sub.Mutability != Mutability.ReadOnly && !sub.IsComputed))
        {
            var found = PatchOperation.Member(given, sub.Name) ?? FromReference(row, sub, given);
            var item = found is null ? null : ReadOne(sub, found, $"{path}.{sub.Name}");
            if (item is null && sub.IsRequired)
            {
                throw RefusalException.Value($"{path}.{sub.Name} is required.");
            }

            // A value that is not the primary one is the same as one that does not say; RFC 7643 §2.4 allows both forms.
            if (item is not null
                && (options.Spoken.IsStandard || sub.Type != ScimType.Boolean || item.GetValue<bool>()))
            {
                read[sub.Name] = item;
            }
        }

        return read.Count == 0 || IsIgnoredMember(row, read) ? null : read;
    }

    /// <summary>The id in <c>$ref</c>, where a client may send that instead of <c>value</c>.</summary>
    private static JsonValue? FromReference(AttributeRow row, AttributeRow sub, JsonObject given) =>
        sub.Name == "value" && row.Sub("$ref") is { IsComputed: true }
        && PatchOperation.Member(given, "$ref") is JsonValue reference
        && reference.GetValueKind() == JsonValueKind.String
            ? JsonValue.Create(Uri.UnescapeDataString(reference.GetValue<string>().TrimEnd('/').Split('/')[^1]))
            : null;

    private static JsonObject? ReadFree(JsonObject given, string path)
    {
        var read = new JsonObject();
        foreach (var (name, value) in given.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (value is not null && value.GetValueKind() != JsonValueKind.String)
            {
                throw RefusalException.Value($"{path}.{name} must be a string.");
            }

            if ((string?)value is { Length: > 0 } text)
            {
                read[name] = text;
            }
        }

        return read.Count == 0 ? null : read;
    }

    private bool IsIgnoredMember(AttributeRow row, JsonObject read) =>
        options.EffectiveUnknownMembers == Unwanted.Ignore
        && row.Key is { } key
        && row.Sub(key)!.Refers == Names.Member
        && !knows(Names.Member, (string)read[key]!);

    private JsonValue ReadBoolean(JsonNode value, string path)
    {
        if (value.GetValueKind() is JsonValueKind.True or JsonValueKind.False)
        {
            return JsonValue.Create(value.GetValue<bool>());
        }

        return options.TextBooleans
            && value.GetValueKind() == JsonValueKind.String
            && bool.TryParse(value.GetValue<string>(), out var parsed)
                ? JsonValue.Create(parsed)
                : throw RefusalException.Value($"{path} must be true or false.");
    }

    private static JsonValue ReadNumber(AttributeRow row, JsonNode value, string path)
    {
        var (least, most) = row.Range ?? (double.MinValue, double.MaxValue);
        return value.GetValueKind() == JsonValueKind.Number && value.AsValue().TryGetValue<double>(out var number)
            && number >= least && number <= most
                ? JsonValue.Create(number)
                : throw RefusalException.Value($"{path} must be a number from {least} to {most}.");
    }

    private JsonValue? ReadText(AttributeRow row, JsonNode value, string path)
    {
        if (value.GetValueKind() != JsonValueKind.String)
        {
            throw RefusalException.Value($"{path} must be a string.");
        }

        var text = value.GetValue<string>();
        if (text.Length == 0)
        {
            return null;
        }

        if (!row.CanonicalValues.IsEmpty)
        {
            text = row.CanonicalValues.FirstOrDefault(known => known.Equals(text, StringComparison.OrdinalIgnoreCase))
                ?? throw RefusalException.Value(
                    $"{path} cannot be \"{text}\"; it is one of {string.Join(", ", row.CanonicalValues)}.");
        }

        if (row.Form is { } form)
        {
            text = form(text) ?? throw RefusalException.Value($"{path} cannot be \"{text}\".");
        }

        var isRefused = row.Refers != Names.Anything
            && !(row.Refers == Names.Member && options.EffectiveUnknownMembers == Unwanted.Ignore)
            && !knows(row.Refers, text);
        return isRefused
            ? throw RefusalException.Value($"{row.Refers} \"{text}\" does not exist.")
            : JsonValue.Create(text);
    }
}
