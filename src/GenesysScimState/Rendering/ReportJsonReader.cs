using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Rendering;

/// <summary>
/// Reads the report of an apply back. What it went on from is counted in it already, so nothing is left of two runs but
/// their sum.
/// </summary>
internal static class ReportJsonReader
{
    /// <exception cref="KeyNotFoundException">A member is missing.</exception>
    /// <exception cref="InvalidOperationException">A member is of another type.</exception>
    /// <exception cref="FormatException">A value is not one that this program writes.</exception>
    public static ApplyReport Read(JsonElement root) => new()
    {
        Tool = PlanJsonReader.Text(root, "tool"),
        Organization = PlanJsonReader.Text(root, "organization"),
        Run = PlanJsonReader.Text(root, "run"),
        Plan = PlanJsonReader.Text(root, "plan"),
        Started = DateTimeOffset.Parse(PlanJsonReader.Text(root, "started"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        Duration = TimeSpan.FromSeconds(root.GetProperty("seconds").GetDouble()),
        Requests = !root.TryGetProperty("requests", out var requests) ? null : requests.GetProperty("by_method").EnumerateObject()
            .ToImmutableSortedDictionary(method => method.Name, method => method.Value.GetInt32(), StringComparer.Ordinal),
        ExitCode = PlanJsonReader.Number(root, "exit_code"),
        IsComplete = root.GetProperty("complete").GetBoolean(),
        DoneNow = ReadSummary(root.GetProperty("summary")),
        Changes = [.. root.GetProperty("changes").EnumerateArray().Select(ReadChange)],
        NotStarted = Math.Max(0, PlanJsonReader.Number(root.GetProperty("summary"), "not_attempted")
            - root.GetProperty("changes").EnumerateArray().Count(change => PlanJsonReader.Text(change, "outcome") == "not_attempted")),
        Left = root.GetProperty("left") is { ValueKind: JsonValueKind.Array } left ? [.. left.EnumerateArray().Select(ReadLeft)] : null,
    };

    private static PlanSummary ReadSummary(JsonElement summary) => new()
    {
        Create = PlanJsonReader.Number(summary, "created"),
        Update = PlanJsonReader.Number(summary, "updated"),
        Activate = PlanJsonReader.Number(summary, "activated"),
        Deactivate = PlanJsonReader.Number(summary, "deactivated"),
        Delete = PlanJsonReader.Number(summary, "deleted"),
        MembersAdded = PlanJsonReader.Number(summary, "members_added"),
        MembersRemoved = PlanJsonReader.Number(summary, "members_removed"),
    };

    private static ReportedChange ReadChange(JsonElement change) => new(
        PlanJsonReader.Text(change, "address"),
        PlanJsonReader.Text(change, "operation"),
        PlanJsonReader.Text(change, "outcome").Replace('_', ' '))
    {
        At = PlanJsonReader.ReadPlace(change.GetProperty("at")),
        Problem = change.GetProperty("problem") is { ValueKind: JsonValueKind.Object } problem ? DiagnosticJson.Read(problem) : null,
    };

    private static Change ReadLeft(JsonElement left) => new()
    {
        Address = Address.Parse(PlanJsonReader.Text(left, "address")) ?? throw new FormatException("it has an address that is neither user/… nor group/…"),
        Operation = Enum.GetValues<Operation>().Cast<Operation?>().FirstOrDefault(operation => Words.Of(operation!.Value) == PlanJsonReader.Text(left, "operation"))
            ?? throw new FormatException($"it has an operation \"{PlanJsonReader.Text(left, "operation")}\" that this program does not know"),
        Reason = ActionReason.Differs,
    };
}
