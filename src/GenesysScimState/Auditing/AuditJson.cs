using System.Collections.Immutable;
using System.Text.Json;
using GenesysScimState.Rendering;

namespace GenesysScimState.Auditing;

/// <summary>What the commands on the audit log give with <c>--json</c>.</summary>
internal static class AuditJson
{
    /// <summary>A list of records, each with the members it has in the log.</summary>
    public static string Render(ImmutableArray<AuditItem> items)
    {
        var records = items.SelectMany(item => item.Records).Distinct().Select(entry => "  " + entry.Line);
        return items.IsEmpty ? "[]\n" : $"[\n{string.Join(",\n", records)}\n]\n";
    }

    public static string Render(AuditVerdict verdict) => Json.Indented(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("format_version", PlanJson.FormatVersion);
        writer.WriteBoolean("sound", verdict.IsSound);
        writer.WriteNumber("records", verdict.Records);
        NumberOrNull(writer, "first", verdict.First);
        NumberOrNull(writer, "last", verdict.Head?.Seq);
        writer.StringOrNull("head", verdict.Head?.Hash);
        writer.WriteStartArray("diagnostics");
        foreach (var finding in verdict.Findings)
        {
            DiagnosticJson.Write(writer, finding);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void NumberOrNull(Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
