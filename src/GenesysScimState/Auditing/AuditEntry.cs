using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using GenesysScimState.Config;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Rendering;

namespace GenesysScimState.Auditing;

/// <summary>A record as it was read back. Whatever is missing or of another type is empty: logs can be edited.</summary>
internal sealed class AuditEntry
{
    private readonly JsonElement _root;

    private AuditEntry(JsonElement root) => _root = root;

    /// <summary>The record on one line, safe to show.</summary>
    public string Line => Json.Compact(_root.WriteTo);

    public string Event => Text("event") ?? "";

    public string Run => Text("run") ?? "";

    public string Organization => Text("organization") ?? "";

    public string Address => Text("address") ?? "";

    public string Outcome => Text("outcome") ?? "";

    public long Seq => Number("seq");

    public DateTimeOffset Time =>
        DateTimeOffset.TryParse(Text("timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : default;

    public Operation? Operation => Enum.GetValues<Operation>().Cast<Operation?>().FirstOrDefault(operation => Words.Of(operation!.Value) == Text("operation"));

    public ImmutableArray<AttributeChange> Changes => _root.TryGetProperty("changes", out var changes) && changes.ValueKind == JsonValueKind.Array
        ? [.. changes.EnumerateArray().Where(change => change.ValueKind == JsonValueKind.Object).Select(ReadChange)]
        : [];

    /// <summary>Of a membership: who was added or removed.</summary>
    public IEnumerable<string> Members => Changes
        .Where(change => change.Name == "members")
        .SelectMany(change => change.Before.Entries.Concat(change.After.Entries))
        .Select(entry => entry.Name);

    /// <summary>The names in all lists of members of a record: of the group, and of the groups that a request sets along with it.</summary>
    public IEnumerable<string> People => Changes
        .Where(change => change.Name == "members" || change.Name.StartsWith("members of ", StringComparison.Ordinal))
        .SelectMany(change => change.Before.Entries.Concat(change.After.Entries))
        .Select(entry => entry.Name);

    /// <summary>The groups that a record is about, as subject or along with a user.</summary>
    public IEnumerable<string> Groups => Changes
        .SelectMany(change => change.Name == "groups" ? change.After.Entries.Select(entry => $"group/{entry.Name}")
            : change.Name.StartsWith("members of ", StringComparison.Ordinal) ? [change.Name["members of ".Length..]] : [])
        .Append(Address);

    /// <summary>The objects of a list; empty when there is none.</summary>
    public IEnumerable<AuditEntry> List(string name) => _root.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
        ? list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).Select(item => new AuditEntry(item))
        : [];

    /// <summary>A member that is an object of numbers; null when there is none.</summary>
    public ImmutableSortedDictionary<string, int>? Numbers(string name) =>
        _root.TryGetProperty(name, out var numbers) && numbers.ValueKind == JsonValueKind.Object
            ? numbers.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetInt32(out _))
                .GroupBy(member => member.Name, StringComparer.Ordinal)
                .ToImmutableSortedDictionary(member => member.Key, member => member.First().Value.GetInt32(), StringComparer.Ordinal)
            : null;

    public string? Text(string name) =>
        _root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>0 when there is none.</summary>
    public long Number(string name) =>
        _root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : 0;

    /// <summary>Null when the line is no record.</summary>
    public static AuditEntry? Parse(string line)
    {
        try
        {
            using var document = WholeJson.Parse(System.Text.Encoding.UTF8.GetBytes(line));
            return document.RootElement.ValueKind == JsonValueKind.Object ? new AuditEntry(document.RootElement.Clone()) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>All records, oldest first, and how many lines are none.</summary>
    public static (ImmutableArray<AuditEntry> Entries, int Unreadable) ReadAll(AuditSettings settings)
    {
        var parsed = AuditLine.FilesOf(settings).SelectMany(ReadFile).ToList();
        return ([.. parsed.OfType<AuditEntry>()], parsed.Count(entry => entry is null));
    }

    /// <summary>Each line of a file; null where it is no record.</summary>
    public static IEnumerable<AuditEntry?> ReadFile(string path) =>
        AuditLine.OfFile(path, path).Select(line => Parse(System.Text.Encoding.UTF8.GetString(line.Bytes.Span)));

    private static AttributeChange ReadChange(JsonElement change)
    {
        var before = change.TryGetProperty("before", out var from) ? from : default;
        var after = change.TryGetProperty("after", out var to) ? to : default;
        return new AttributeChange(
            change.TryGetProperty("path", out var path) && path.ValueKind == JsonValueKind.String ? path.GetString()! : "",
            PlanJsonReader.TypeOf(before, after),
            PlanJsonReader.ReadValue(before),
            PlanJsonReader.ReadValue(after));
    }
}
