using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Rendering;

/// <summary>What <c>check</c> found, one line each; under what is wrong, what to do.</summary>
internal static class CheckText
{
    public static string Render(string organization, string target, string dialect, ImmutableArray<Probe> probes)
    {
        var text = new StringBuilder();
        var width = probes.Max(probe => probe.Name.Length);
        text.Append(CultureInfo.InvariantCulture, $"{Untrusted.Show(organization)} ({Untrusted.Show(target)}), dialect {Untrusted.Show(dialect)}\n\n");
        foreach (var probe in probes)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {Word(probe),-7}  {Untrusted.Show(probe.Name).PadRight(width)}  {Untrusted.Show(probe.Found)}\n");
            if (probe.Problem is { } problem)
            {
                text.Append(CultureInfo.InvariantCulture, $"           {"".PadRight(width)}  {Untrusted.Show(problem.Message)} ({problem.Code})\n");
            }
        }

        return text.Append('\n').Append(Verdict(probes)).Append('\n').ToString();
    }

    public static string Json(string organization, string target, string dialect, ImmutableArray<Probe> probes) => Rendering.Json.Indented(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("format_version", PlanJson.FormatVersion);
        writer.WriteString("organization", organization);
        writer.WriteString("target", target);
        writer.WriteString("dialect", dialect);
        writer.WriteBoolean("passed", Count(probes, Severity.Error) == 0);
        writer.WriteStartArray("checks");
        foreach (var probe in probes)
        {
            writer.WriteStartObject();
            writer.WriteString("name", probe.Name);
            writer.WriteString("status", Word(probe));
            writer.WriteString("found", probe.Found);
            writer.StringOrNull("code", probe.Problem?.Code);
            writer.StringOrNull("message", probe.Problem?.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static string Word(Probe probe) => probe.Problem is { } problem ? DiagnosticText.Word(problem.Severity) : probe.IsOpen ? "open" : "ok";

    private static string Verdict(ImmutableArray<Probe> probes)
    {
        var (errors, warnings) = (Count(probes, Severity.Error), Count(probes, Severity.Warning));
        var open = probes.Count(probe => probe.IsOpen);
        return (errors == 0 ? "Check passed" : $"Check failed: {Words.Count(errors, "error")}")
            + (warnings == 0 ? "" : $", {Words.Count(warnings, "warning")}")
            + (open == 0 ? "." : $", {open} left open.");
    }

    private static int Count(ImmutableArray<Probe> probes, Severity severity) => probes.Count(probe => probe.Problem?.Severity == severity);
}
