using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace GenesysScimState.Tests.Simulation;

/// <summary>A record of the audit log, as far as the checker looks at it.</summary>
/// <param name="Line">The whole record.</param>
internal sealed record AuditEntry(long Seq, string Event, string Run, string Plan, string Line)
{
    public string? Operation { get; init; }

    public string? Address { get; init; }

    public string? Id { get; init; }

    public string? Outcome { get; init; }

    public string? Continues { get; init; }

    /// <summary>The attributes that it changes; of a membership <c>members</c>.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Of a membership: who, as the log has it.</summary>
    public IReadOnlyList<string> People { get; init; } = [];

    /// <summary>The texts that a user is given, as the log has them.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    public override string ToString() => Line;
}

/// <summary>The audit log on the disk, across its rotations, read on from where it was read to.</summary>
internal sealed class AuditTrail(string path)
{
    private readonly List<AuditEntry> _entries = [];
    private readonly List<AuditEntry> _fresh = [];
    private long _read;

    public string Path => path;

    /// <summary>Every record there ever was, also those whose file has been dropped since.</summary>
    public IReadOnlyList<AuditEntry> Entries => _entries;

    /// <summary>All there is of it on the disk, oldest first; a file may end in the middle of a line.</summary>
    public string Text => string.Join('\n', Numbers().Reverse().Select(number => Encoding.UTF8.GetString(Bytes(Of(number)))));

    /// <summary>The files there are; 0 is the current one.</summary>
    public IEnumerable<int> Numbers() => Enumerable.Range(0, 400).Where(number => File.Exists(Of(number)));

    public string Of(int number) => number == 0 ? path : System.IO.Path.ChangeExtension(path, $".{number}.jsonl");

    /// <summary>The file begins anew: the one before has been read to its end.</summary>
    public void Turn() => _read = 0;

    /// <summary>Takes the records in that have come; <see cref="ReadOn"/> gives them out.</summary>
    public void Collect()
    {
        var length = File.Exists(path) ? new FileInfo(path).Length : 0;
        if (length <= _read)
        {
            return;
        }

        var bytes = Bytes(path, _read);
        var end = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        _fresh.AddRange(Encoding.UTF8.GetString(bytes, 0, end).Split('\n').Select(Parse).OfType<AuditEntry>());
        _read += end;
    }

    /// <summary>The records that have come since the last call.</summary>
    public IReadOnlyList<AuditEntry> ReadOn()
    {
        Collect();
        AuditEntry[] fresh = [.. _fresh];
        _entries.AddRange(fresh);
        _fresh.Clear();
        return fresh;
    }

    /// <summary>What is wrong with the chain; null when nothing is. Lines that a crash cut short are no links.</summary>
    public string? Broken()
    {
        string? previous = null;
        foreach (var line in Text.Split('\n').Where(line => Parse(line) is not null))
        {
            using var document = JsonDocument.Parse(line);
            var record = document.RootElement;
            previous ??= record.GetProperty("seq").GetInt64() == 1 ? new string('0', 64) : record.GetProperty("previousHash").GetString();
            var hash = record.GetProperty("hash").GetString()!;
            var hashed = line[..line.LastIndexOf(",\"hash\":", StringComparison.Ordinal)] + "}";
            if (record.GetProperty("previousHash").GetString() != previous
                || Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(hashed))) != hash)
            {
                return $"record {record.GetProperty("seq")} is no link of the chain";
            }

            previous = hash;
        }

        return null;
    }

    private static byte[] Bytes(string file, long from = 0)
    {
        if (!File.Exists(file))
        {
            return [];
        }

        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        stream.Position = from;
        var bytes = new byte[stream.Length - from];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static AuditEntry? Parse(string line)
    {
        if (!line.StartsWith('{'))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(line);
            var record = document.RootElement;
            string? Text(string name) => record.TryGetProperty(name, out var value) ? value.ToString() : null;
            JsonElement[] changes = record.TryGetProperty("changes", out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : [];
            return new(record.GetProperty("seq").GetInt64(), Text("event")!, Text("run")!, Text("plan")!, line)
            {
                Operation = Text("operation"),
                Address = Text("address"),
                Id = Text("id"),
                Outcome = Text("outcome"),
                Continues = Text("continues"),
                Paths = [.. changes.Select(change => change.GetProperty("path").GetString()!)],
                After = [.. changes.Where(change => change.GetProperty("path").GetString() is not ("members" or "groups"))
                    .Select(change => change.GetProperty("after")).Where(after => after.ValueKind == JsonValueKind.String).Select(after => after.GetString()!)],
                People = [.. changes.Where(change => change.GetProperty("path").GetString() == "members").SelectMany(PeopleIn)],
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<string> PeopleIn(JsonElement change) => new[] { change.GetProperty("before"), change.GetProperty("after") }
        .Where(side => side.ValueKind == JsonValueKind.Array)
        .SelectMany(side => side.EnumerateArray().Select(person => person.ToString()));
}
