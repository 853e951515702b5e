using System.Collections.Immutable;
using System.Text.Json;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Rendering;

/// <summary>Findings as data: the answer of <c>validate --json</c>, and of any command with <c>--json</c> that stops at errors.</summary>
internal static class DiagnosticJson
{
    public static string Render(ImmutableArray<Diagnostic> diagnostics) => Json.Indented(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("format_version", PlanJson.FormatVersion);
        writer.WriteBoolean("valid", diagnostics.All(diagnostic => diagnostic.Severity != Severity.Error));
        writer.WriteNumber("error_count", diagnostics.Count(diagnostic => diagnostic.Severity == Severity.Error));
        writer.WriteNumber("warning_count", diagnostics.Count(diagnostic => diagnostic.Severity == Severity.Warning));
        writer.WriteStartArray("diagnostics");
        foreach (var diagnostic in diagnostics)
        {
            Write(writer, diagnostic);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    public static void Write(Utf8JsonWriter writer, Diagnostic diagnostic)
    {
        writer.WriteStartObject();
        writer.WriteString("severity", DiagnosticText.Word(diagnostic.Severity));
        writer.WriteString("code", diagnostic.Code);
        writer.WriteString("message", diagnostic.Message);
        writer.StringOrNull("address", diagnostic.Subject?.ToString());
        JsonParts.WriteAt(writer, diagnostic.At);
        writer.WriteEndObject();
    }

    /// <summary>One finding as <see cref="Write"/> wrote it.</summary>
    /// <exception cref="FormatException">A severity or an address that this program does not write.</exception>
    public static Diagnostic Read(JsonElement element) => new(
        PlanJsonReader.Text(element, "code"),
        Enum.GetValues<Severity>().Cast<Severity?>().FirstOrDefault(severity => DiagnosticText.Word(severity!.Value) == PlanJsonReader.Text(element, "severity"))
            ?? throw new FormatException($"it has a severity \"{PlanJsonReader.Text(element, "severity")}\" that this program does not know"),
        PlanJsonReader.Text(element, "message"),
        PlanJsonReader.ReadPlace(element.GetProperty("at")),
        element.GetProperty("address").GetString() is { } address ? PlanJsonReader.ReadAddress(address) : null);
}
