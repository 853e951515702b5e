using System.Collections.Immutable;
using System.Text.Json;
using GenesysScimState.Config;
using GenesysScimState.Core.Planning;
using GenesysScimState.Rendering;

namespace GenesysScimState.Auditing;

/// <summary>What the audit log tells of earlier runs. There is no state file beside it.</summary>
internal static class AuditHistory
{
    /// <summary>The last run on this organization that said what it managed; null when none did, or there is no log.</summary>
    public static RecordedRun? LastRun(AuditSettings settings, string organization) =>
        AuditLine.FilesOf(settings).Reverse().Select(path => LastIn(path, organization)).FirstOrDefault(run => run is not null);

    /// <summary>
    /// The number of the file in which the last run on an organization started, or the first of the runs that it continues; 0
    /// when there is none.
    /// </summary>
    public static int OldestFileOfLastRun(string path, string organization)
    {
        var oldest = 0;
        var wanted = (string?)null;
        foreach (var number in AuditLog.NumbersOf(path))
        {
            foreach (var (run, continues) in StartsIn(AuditLog.PathOf(path, number), organization).Reverse())
            {
                if (wanted is null || run == wanted)
                {
                    (oldest, wanted) = (number, continues);
                    if (continues is null)
                    {
                        return oldest;
                    }
                }
            }
        }

        return oldest;
    }

    private static ImmutableArray<(string Run, string? Continues)> StartsIn(string path, string organization)
    {
        using var file = AuditLine.Open(path);
        using var reader = new StreamReader(file);
        var starts = ImmutableArray.CreateBuilder<(string, string?)>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Contains("\"event\":\"run-started\"", StringComparison.Ordinal)
                && AuditEntry.Parse(line) is { Event: "run-started" } started && started.Organization == organization)
            {
                starts.Add((started.Run, started.Text("continues")));
            }
        }

        return starts.ToImmutable();
    }

    public static void Write(Utf8JsonWriter writer, RecordedRun run)
    {
        writer.WriteStartObject("recorded");
        writer.WriteNumber("users", run.Users);
        writer.WriteString("unlisted", Word(run.Unlisted));
        writer.WriteStartObject("scope");
        writer.WriteBoolean("externalIdPresent", run.Scope.ExternalIdPresent);
        writer.StringOrNull("externalIdPrefix", run.Scope.ExternalIdPrefix);
        writer.StringOrNull("userNameDomain", run.Scope.UserNameDomain);
        writer.StringOrNull("division", run.Scope.Division);
        writer.WriteEndObject();
        writer.WriteStartArray("exclusiveGroups");
        foreach (var group in run.ExclusiveGroups)
        {
            writer.WriteStringValue(group);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static RecordedRun? LastIn(string path, string organization)
    {
        using var file = AuditLine.Open(path);
        using var reader = new StreamReader(file);
        RecordedRun? last = null;
        while (reader.ReadLine() is { } line)
        {
            if (line.Contains("\"recorded\"", StringComparison.Ordinal))
            {
                last = Parse(line, organization) ?? last;
            }
        }

        return last;
    }

    private static RecordedRun? Parse(string line, string organization)
    {
        try
        {
            using var record = JsonDocument.Parse(line);
            var root = record.RootElement;
            var recorded = root.GetProperty("recorded");
            var scope = recorded.GetProperty("scope");
            return root.GetProperty("organization").GetString() != organization ? null : new RecordedRun(
                recorded.GetProperty("users").GetInt32(),
                [.. recorded.GetProperty("exclusiveGroups").EnumerateArray().Select(group => group.GetString() ?? "")],
                Enum.GetValues<UnlistedAction>().First(action => Word(action) == recorded.GetProperty("unlisted").GetString()),
                new UnlistedScope
                {
                    ExternalIdPresent = scope.GetProperty("externalIdPresent").GetBoolean(),
                    ExternalIdPrefix = scope.GetProperty("externalIdPrefix").GetString(),
                    UserNameDomain = scope.GetProperty("userNameDomain").GetString(),
                    Division = scope.GetProperty("division").GetString(),
                });
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // A line that a crash cut short, or that somebody edited; the run before it still counts.
            return null;
        }
    }

    private static string Word(UnlistedAction action) => action switch
    {
        UnlistedAction.Ignore => "ignore",
        UnlistedAction.Report => "report",
        UnlistedAction.Deactivate => "deactivate",
        UnlistedAction.Delete => "delete",
    };
}
