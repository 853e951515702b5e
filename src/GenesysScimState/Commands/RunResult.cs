using System.Collections.Immutable;
using System.Text.Json;
using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Rendering;

namespace GenesysScimState.Commands;

/// <summary>What a command wrote with <c>--json</c>: a plan, the report of an apply, or why it stopped.</summary>
internal sealed record RunResult
{
    public PlanDocument? Plan { get; private init; }

    public ApplyReport? Report { get; private init; }

    /// <summary>Why it stopped, or what validate found.</summary>
    public ImmutableArray<Diagnostic> Findings { get; private init; } = [];

    /// <summary>Null where neither a plan nor a report names it.</summary>
    public string? Organization => Plan?.Organization ?? Report?.Organization;

    public static async Task<(RunResult? Result, Diagnostic? Problem)> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            RegularFile.Require(file.FullName);
            if (NotAPlan(await File.ReadAllBytesAsync(file.FullName, cancellationToken)) is { } other)
            {
                return (other, null);
            }

            // A large plan is not in memory twice.
            var (plan, problem) = SavedPlan.Read(file);
            return plan is null ? (null, problem) : (new RunResult { Plan = plan }, null);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
            or IOException or UnauthorizedAccessException)
        {
            return (null, GitHubDiagnostics.NotAResult(file.Name, Why(exception)));
        }
    }

    /// <returns>Null when it is a plan.</returns>
    private static RunResult? NotAPlan(byte[] json)
    {
        using var document = WholeJson.Parse(json);
        var root = document.RootElement;
        return root.ValueKind != JsonValueKind.Object ? throw new FormatException("it is no JSON object")
            : root.TryGetProperty("resource_changes", out _) ? null
            : root.TryGetProperty("diagnostics", out var diagnostics)
                ? new RunResult { Findings = [.. diagnostics.EnumerateArray().Select(DiagnosticJson.Read)] }
                : root.TryGetProperty("run", out _)
                    ? new RunResult { Report = ReportJsonReader.Read(root) }
                    : throw new FormatException("it has neither changes nor diagnostics");
    }

    /// <summary>Whether something would be done or was done; null when it stopped before that was known.</summary>
    public PlanSummary? Summary => Plan?.Plan.Summary ?? Report?.Done;

    public string Markdown(string organization, MarkdownForm form) =>
        Plan is { } plan ? PlanMarkdown.Render(plan, form)
        : Report is { } report ? ReportMarkdown.Render(report, form)
        : FindingsMarkdown.Render(organization, Verdict, Findings, form);

    /// <summary>In one line what became of the run that stopped.</summary>
    private string Verdict
    {
        get
        {
            var errors = Findings.Where(finding => finding.Severity == Severity.Error).ToList();
            return errors switch
            {
                [] => "Valid.",
                _ when errors.Any(CommandDiagnostics.IsStale) => "Stale: what was reviewed is not what would be done now. Nothing was written; a new pull request that touches the state files plans what is left.",
                _ when errors.All(error => error.Code is [_, _, _, '4', ..]) => $"Refused by {Words.Count(errors.Count, "guard")}; nothing was written.",
                _ when errors.All(error => error.Code is [_, _, _, '1' or '2' or '3', ..]) => $"Invalid: {Words.Count(errors.Count, "error")} in the files.",
                _ => "Failed.",
            };
        }
    }

    private static string Why(Exception exception) => exception switch
    {
        JsonException => "it is not whole JSON",
        KeyNotFoundException or InvalidOperationException => "it does not have the members of a plan, a report or findings",
        _ => exception.Message,
    };
}
