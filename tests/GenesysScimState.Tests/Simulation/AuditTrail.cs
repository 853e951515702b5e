using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace GenesysScimState.Tests.Simulation;

/// <summary>A record of the audit log, as far as the checker looks at it.</summary>
internal sealed record AuditEntry(long Seq, string Event, string Run, string Plan)
{
    public string? Operation { get; init; }

    public string? Address { get; init; }

    public string? Id { get; init; }

    public string? Outcome { get; init; }
}

/// <summary>The audit log on the disk, read on from where it was read to.</summary>
internal sealed class AuditTrail(string path)
{
    private readonly List<AuditEntry> _entries = [];
    private long _read;

    public IReadOnlyList<AuditEntry> Entries => _entries;

    public long Length => File.Exists(path) ? new FileInfo(path).Length : 0;

    public byte[] Bytes()
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var whole = new MemoryStream();
        file.CopyTo(whole);
        return whole.ToArray();
    }

    /// <summary>The disk holds so much of it and no more.</summary>
    public void Restore(byte[] bytes)
    {
        if (File.Exists(path))
        {
            File.WriteAllBytes(path, bytes);
        }

        _entries.Clear();
        _read = 0;
        ReadOn();
    }

    /// <summary>The records that have come since the last call.</summary>
    public IReadOnlyList<AuditEntry> ReadOn()
    {
        if (Length == _read)
        {
            return [];
        }

        var fresh = Encoding.UTF8.GetString(Bytes().AsSpan((int)_read)).Split('\n').Select(Parse).OfType<AuditEntry>().ToArray();
        _read = Length;
        _entries.AddRange(fresh);
        return fresh;
    }

    /// <summary>What is wrong with the chain; null when nothing is. Lines that a crash cut short are no links.</summary>
    public string? Broken()
    {
        var previous = new string('0', 64);
        foreach (var line in Encoding.UTF8.GetString(Bytes()).Split('\n').Where(line => Parse(line) is not null))
        {
            using var record = JsonDocument.Parse(line);
            var hash = record.RootElement.GetProperty("hash").GetString()!;
            var record0 = line[..line.LastIndexOf(",\"hash\":", StringComparison.Ordinal)] + "}";
            if (record.RootElement.GetProperty("previousHash").GetString() != previous
                || Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(record0))) != hash)
            {
                return $"record {record.RootElement.GetProperty("seq")} is no link of the chain";
            }

            previous = hash;
        }

        return null;
    }

    private static AuditEntry? Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var record = document.RootElement;
            string? Text(string name) => record.TryGetProperty(name, out var value) ? value.ToString() : null;
            return new(record.GetProperty("seq").GetInt64(), Text("event")!, Text("run")!, Text("plan")!)
            {
                Operation = Text("operation"),
                Address = Text("address"),
                Id = Text("id"),
                Outcome = Text("outcome"),
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
