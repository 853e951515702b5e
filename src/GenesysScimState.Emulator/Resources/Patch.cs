using System.Text.Json;
using System.Text.Json.Nodes;
using GenesysScimState.Emulator.Protocol;
using GenesysScimState.Emulator.Schema;

namespace GenesysScimState.Emulator.Resources;

/// <summary>
/// RFC 7644 §3.5.2 on a copy of a resource: the caller stores the copy only when every operation went through, which is
/// what makes a PATCH all or nothing.
/// <code>
/// path                          add                     replace                 remove
/// title                         set                     set                     unassign
/// phoneNumbers                  merge by key            the new list            unassign; with a value: those keys
/// phoneNumbers[type eq "work"]  merge, else create      replace, else noTarget  drop
/// ….value                       set, else create        set, else noTarget      drop the value it belongs to
/// (none) or extension URN       each member as a path   each member as a path   noTarget; all of the extension
/// </code>
/// </summary>
/// <param name="kind">Of the resource.</param>
/// <param name="canonical">Reads values.</param>
/// <param name="options">The switches.</param>
/// <param name="shown">The resource as it is shown before the PATCH.</param>
internal sealed class Patch(
    ResourceKind kind,
    Canonical canonical,
    EmulatorOptions options,
    Func<JsonObject> shown)
{
    public void Apply(JsonObject body, JsonObject resource)
    {
        foreach (var operation in PatchOperation.ParseAll(body, options))
        {
            Apply(operation, resource);
        }
    }

    private void Apply(PatchOperation operation, JsonObject resource)
    {
        var (verb, path, value) = operation;
        var target = path is null ? null : PatchPath.Find(kind, path) ?? throw RefusalException.Path(
            $"\"{path}\" is no attribute of a {kind.Name}.");
        switch (verb, target)
        {
            case ("remove", null):
                throw RefusalException.NoTarget("remove needs a path.");
            case ("remove", _):
                Remove(resource, target, value);
                break;
            case (_, null):
                WriteMembers(resource, value, name => PatchPath.Find(kind, name), verb == "replace");
                break;
            default:
                Write(resource, target, value, verb == "replace");
                break;
        }
    }

    private void WriteMembers(JsonObject resource, JsonNode? value, Func<string, PatchPath?> find, bool isReplace)
    {
        if (value is not JsonObject members)
        {
            throw RefusalException.Syntax("Without the path of an attribute, value must be an object.");
        }

        foreach (var (name, member) in members)
        {
            if (find(name) is { } target)
            {
                Write(resource, target, member, isReplace);
            }
            else if (!name.Equals("schemas", StringComparison.OrdinalIgnoreCase))
            {
                canonical.RefuseUnknown(name);
            }
        }
    }

    private void Write(JsonObject resource, PatchPath target, JsonNode? value, bool isReplace)
    {
        if (target.Row is not { } row)
        {
            WriteMembers(resource, value, name => PatchPath.Find(target.Schema, name), isReplace);
        }
        else if (IsPassedOver(target, value))
        {
            return;
        }
        else if (IsEmpty(value))
        {
            if (isReplace)
            {
                Remove(resource, target, null);
            }
        }
        else if (row.IsMultiValued)
        {
            WriteList(Part(resource, target), target, value!, isReplace);
        }
        else
        {
            WriteOne(Part(resource, target), row, target.Sub, value!);
        }
    }

    private void WriteOne(JsonObject part, AttributeRow row, AttributeRow? sub, JsonNode value)
    {
        if (sub is null)
        {
            canonical.Set(part, row, value);
            return;
        }

        var whole = part[row.Name]?.DeepClone() as JsonObject ?? [];
        whole[sub.Name] = value.DeepClone();
        canonical.Set(part, row, whole);
    }

    private void WriteList(JsonObject part, PatchPath target, JsonNode value, bool isReplace)
    {
        var row = target.Row!;
        var old = Values(part, row);
        if (target.HasFilter)
        {
            canonical.Set(part, row, WriteSelected(old, target, value, isReplace));
            return;
        }

        if (isReplace)
        {
            canonical.Set(part, row, value);
            return;
        }

        // Merge by key: what is added takes the place of the value with the same key.
        var added = new JsonObject();
        canonical.Set(added, row, value);
        var items = Values(added, row);
        var keys = items.Select(item => Key(row, item)).ToHashSet(StringComparer.Ordinal);
        canonical.Set(part, row, new JsonArray([.. old.Where(item => !keys.Contains(Key(row, item))), .. items]));
    }

    private JsonArray WriteSelected(List<JsonObject> items, PatchPath target, JsonNode value, bool isReplace)
    {
        var selected = items.Where(item => Matches(target, item)).ToList();
        if (selected.Count == 0)
        {
            if (isReplace && !options.ReplaceCreates)
            {
                throw RefusalException.NoTarget($"No value of {target.Row!.Name} is selected by the path.");
            }

            var created = Blank(target);
            items.Add(created);
            selected.Add(created);
        }

        foreach (var item in selected)
        {
            if (target.Sub is { } sub)
            {
                item[sub.Name] = value.DeepClone();
            }
            else
            {
                Overwrite(item, target, value, isReplace);
            }
        }

        return new JsonArray([.. items]);
    }

    private static void Overwrite(JsonObject item, PatchPath target, JsonNode value, bool isReplace)
    {
        if (value is not JsonObject given)
        {
            throw RefusalException.Value($"A value of {target.Row!.Name} must be an object.");
        }

        if (isReplace)
        {
            item.Clear();
        }

        foreach (var (name, member) in given.Concat(isReplace ? Blank(target) : []))
        {
            var known = target.Row!.Sub(name)?.Name ?? name;
            if (!isReplace || !item.ContainsKey(known))
            {
                item[known] = member?.DeepClone();
            }
        }
    }

    private void Remove(JsonObject resource, PatchPath target, JsonNode? value)
    {
        if (target.Row is not { } row)
        {
            foreach (var inner in target.Schema.Rows.Where(inner => Part(resource, target).ContainsKey(inner.Name)))
            {
                Remove(resource, target with { Row = inner }, null);
            }
        }
        else if (!IsPassedOver(target, null))
        {
            var part = Part(resource, target);
            if (row.IsMultiValued && (target.HasFilter || value is not null))
            {
                RemoveSelected(part, target, value);
            }
            else
            {
                canonical.Set(part, row, null);
            }
        }
    }

    private void RemoveSelected(JsonObject part, PatchPath target, JsonNode? value)
    {
        var row = target.Row!;
        if (!target.HasFilter && !options.MemberListsRemovable)
        {
            throw RefusalException.Value($"remove takes no value; select in the path, as in {row.Name}[{row.Key} eq \"…\"].");
        }

        var named = target.HasFilter ? null : Named(row, value!);
        var selected = Values(part, row)
            .ToLookup(item => named?.Contains(Key(row, item)) ?? Matches(target, item));
        if (!selected[true].Any() && options.RemoveWithoutMatch == Unwanted.Reject)
        {
            throw RefusalException.NoTarget($"No value of {row.Name} is selected.");
        }

        // A sub-attribute the value can do without goes alone; with any other the value itself goes.
        var left = selected[false];
        if (target.Sub is { IsRequired: false } sub)
        {
            left = left.Concat(selected[true].Select(item =>
            {
                item.Remove(sub.Name);
                return item;
            }));
        }

        canonical.Set(part, row, new JsonArray([.. left]));
    }

    /// <summary>Entra names the values to remove in <c>value</c> instead of in the path.</summary>
    private static HashSet<string> Named(AttributeRow row, JsonNode value) =>
        (value as JsonArray ?? [value.DeepClone()])
            .Select(item => item is JsonObject named && PatchOperation.Member(named, row.Key!) is JsonValue key
                && key.GetValueKind() == JsonValueKind.String
                    ? key.GetValue<string>()
                    : throw RefusalException.Value($"A value of {row.Name} to remove must have \"{row.Key}\"."))
            .ToHashSet(StringComparer.Ordinal);

    /// <param name="target">What the operation names.</param>
    /// <param name="value">What it is to become: repeating the value that it has changes nothing and is taken.</param>
    private bool IsPassedOver(PatchPath target, JsonNode? value)
    {
        if (target is { Sub: { Mutability: Mutability.Immutable } sub, HasFilter: true } && value is not null)
        {
            throw RefusalException.Mutability($"{target.Row!.Name}.{sub.Name} is immutable; remove the value and add another.");
        }

        if (target.IsReadOnly
            && options.EffectiveReadOnlyWrites == Unwanted.Reject
            && !(value is not null && JsonNode.DeepEquals(value, Current(target))))
        {
            throw RefusalException.Mutability($"{target.Row!.Name} is read-only.");
        }

        return target.IsReadOnly;
    }

    private JsonNode? Current(PatchPath target)
    {
        var whole = shown();
        var part = target.Schema == kind.Core ? whole : whole[target.Schema.Urn] as JsonObject;
        var value = part?[target.Row!.Name];
        return target.Sub is { } sub ? (value as JsonObject)?[sub.Name] : value;
    }

    private JsonObject Part(JsonObject resource, PatchPath target)
    {
        if (target.Schema == kind.Core)
        {
            return resource;
        }

        var part = resource[target.Schema.Urn] as JsonObject ?? [];
        resource[target.Schema.Urn] ??= part;
        return part;
    }

    private static List<JsonObject> Values(JsonObject part, AttributeRow row) =>
        part[row.Name] is JsonArray list ? [.. list.Select(item => item!.DeepClone().AsObject())] : [];

    private static string Key(AttributeRow row, JsonObject item) => (string?)item[row.Key!] ?? "";

    private static bool Matches(PatchPath target, JsonObject item) => target.Conditions.All(condition =>
    {
        var sub = Selector(target, condition);
        var comparison = sub.IsCaseExact ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return string.Equals(item[sub.Name]?.ToString(), condition.Value, comparison);
    });

    /// <summary>The value that the path's own conditions describe, for an add that selects none.</summary>
    private static JsonObject Blank(PatchPath target) => new(target.Conditions.Select(condition =>
        KeyValuePair.Create(Selector(target, condition).Name, (JsonNode?)JsonValue.Create(condition.Value))));

    private static AttributeRow Selector(PatchPath target, Condition condition) =>
        target.Row!.Sub(condition.Name)
        ?? throw RefusalException.Path($"{target.Row.Name} has no \"{condition.Name}\" to select by.");

    private static bool IsEmpty(JsonNode? value) =>
        value is null or JsonArray { Count: 0 }
        || (value.GetValueKind() == JsonValueKind.String && value.GetValue<string>().Length == 0);
}
