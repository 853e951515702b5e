using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using GenesysScimState.Core.Applying;

namespace GenesysScimState.Rendering;

/// <summary>The report of an apply, by <c>schemas/report.schema.json</c>.</summary>
internal static class ReportJson
{
    public static string Render(ApplyReport report) => Json.Indented(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("format_version", PlanJson.FormatVersion);
        writer.WriteString("tool", report.Tool);
        writer.WriteString("organization", report.Organization);
        writer.WriteString("run", report.Run);
        if (report.Continues is { } earlier)
        {
            writer.WriteString("continues", earlier.Run);
        }

        writer.WriteString("plan", report.Plan);
        writer.WriteString("started", report.Started.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        writer.WriteNumber("seconds", Math.Round(report.Duration.TotalSeconds, 3));
        writer.WriteNumber("exit_code", report.ExitCode);
        writer.WriteBoolean("complete", report.IsComplete);
        WriteSummary(writer, report);
        if (report.Requests is { } requests)
        {
            WriteRequests(writer, requests);
        }

        writer.WriteStartArray("changes");
        foreach (var change in (report.Continues?.Changes ?? []).Concat(report.Changes))
        {
            Write(writer, change);
        }

        writer.WriteEndArray();
        WriteLeft(writer, report);
        writer.WriteEndObject();
    });

    private static void WriteLeft(Utf8JsonWriter writer, ApplyReport report)
    {
        if (report.Left is not { } left)
        {
            writer.WriteNull("left");
            return;
        }

        writer.WriteStartArray("left");
        foreach (var change in left)
        {
            writer.WriteStartObject();
            writer.WriteString("address", change.Address.ToString());
            writer.WriteString("operation", Words.Of(change.Operation));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteSummary(Utf8JsonWriter writer, ApplyReport report)
    {
        var done = report.Done;
        writer.WriteStartObject("summary");
        writer.WriteNumber("created", done.Create);
        if (done.CreateGroups > 0)
        {
            writer.WriteNumber("groups_created", done.CreateGroups);
        }

        writer.WriteNumber("updated", done.Update);
        writer.WriteNumber("activated", done.Activate);
        writer.WriteNumber("deactivated", done.Deactivate);
        writer.WriteNumber("deleted", done.Delete);
        writer.WriteNumber("members_added", done.MembersAdded);
        writer.WriteNumber("members_removed", done.MembersRemoved);
        writer.WriteNumber("failed", report.Count(OutcomeKind.Failed));
        writer.WriteNumber("unknown", report.Count(OutcomeKind.Unknown));
        writer.WriteNumber("unverified", report.Count(OutcomeKind.Unverified));
        writer.WriteNumber("skipped", report.Count(OutcomeKind.Skipped));
        writer.WriteNumber("not_attempted", report.Count(OutcomeKind.NotAttempted));
        writer.WriteEndObject();
    }

    private static void WriteRequests(Utf8JsonWriter writer, ImmutableSortedDictionary<string, int> requests)
    {
        writer.WriteStartObject("requests");
        writer.WriteNumber("total", requests.Values.Sum());
        writer.WriteStartObject("by_method");
        foreach (var (method, count) in requests)
        {
            writer.WriteNumber(method, count);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ReportedChange change)
    {
        writer.WriteStartObject();
        if (change.Run is not null)
        {
            writer.WriteString("run", change.Run);
        }

        writer.WriteString("address", change.Address);
        writer.WriteString("operation", change.Operation);
        writer.WriteString("outcome", change.Outcome.Replace(' ', '_'));
        writer.WriteNumber("status", change.Status);
        writer.WriteNumber("attempts", change.Attempts);
        writer.WriteNumber("duration_ms", change.DurationMs);
        writer.StringOrNull("correlation_id", change.CorrelationId);
        JsonParts.WriteAt(writer, change.At);
        if (change.Problem is { } problem)
        {
            writer.WritePropertyName("problem");
            DiagnosticJson.Write(writer, problem);
        }
        else
        {
            writer.WriteNull("problem");
        }

        writer.WriteEndObject();
    }
}
