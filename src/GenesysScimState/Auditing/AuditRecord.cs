using System.Globalization;
using System.Text.Json;
using GenesysScimState.Config;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Rendering;

namespace GenesysScimState.Auditing;

/// <summary>The records of the audit log, by <c>schemas/audit.schema.json</c>.</summary>
internal sealed class AuditRecord(RunStamp stamp, PersonalData personalData, TimeProvider time)
{
    /// <summary>The label of the organization that the records are about.</summary>
    public string Organization => stamp.Organization;

    /// <summary>An apply that guards refuse: the plan, the guards, and what they refuse it for.</summary>
    public void Refused(Utf8JsonWriter writer, AuditChain link, PlanDocument document)
    {
        Head(writer, link, "warning", "refused");
        writer.WriteString("outcome", "refused");
        JsonParts.WriteSummary(writer, document.Plan.Summary);
        writer.WriteStartArray("guards");
        foreach (var refusal in document.Refusals)
        {
            writer.WriteStartObject();
            writer.WriteString("guard", refusal.Guard);
            writer.WriteString("code", refusal.Problem.Code);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public void RunStarted(Utf8JsonWriter writer, AuditChain link, PlanDocument document, RecordedRun? run, string? continues)
    {
        Head(writer, link, "information", "run-started");
        JsonParts.WriteSummary(writer, document.Plan.Summary);
        writer.WriteNumber("planned", document.Plan.Changes.Length);
        writer.WriteStartArray("approvals");
        foreach (var (refusal, approval) in document.Verdict.Approved)
        {
            writer.WriteStartObject();
            writer.WriteString("guard", refusal.Guard);
            JsonParts.WriteApproval(writer, approval, Personal);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (run is not null)
        {
            AuditHistory.Write(writer, run);
        }

        if (continues is not null)
        {
            writer.WriteString("continues", continues);
        }
    }

    public void RunFinished(Utf8JsonWriter writer, AuditChain link, ApplyResult result, RecordedRun? run, RunEnd? end)
    {
        Head(writer, link, result.IsComplete ? "information" : "error", "run-finished");
        JsonParts.WriteSummary(writer, result.Done);
        writer.WriteString("outcome", result.IsComplete ? "done" : "partial");
        if (end is not null)
        {
            writer.WriteNumber("exitCode", end.ExitCode);
            writer.WriteStartObject("requests");
            foreach (var (method, count) in end.Requests)
            {
                writer.WriteNumber(method, count);
            }

            writer.WriteEndObject();
        }

        if (run is not null)
        {
            AuditHistory.Write(writer, run);
        }
    }

    public void Intent(Utf8JsonWriter writer, AuditChain link, Change change)
    {
        Head(writer, link, "information", "intent");
        Subject(writer, change);
        Changes(writer, change);
    }

    public void Outcome(Utf8JsonWriter writer, AuditChain link, Change change, WriteResult result)
    {
        Head(writer, link, result.Succeeded ? "information" : result.IsAccepted ? "warning" : "error", "outcome");
        Subject(writer, change with { Id = change.Id ?? result.Id });
        writer.WriteString("outcome", ReportText.Word(result.Kind));
        writer.WriteNumber("status", result.Status);
        writer.WriteNumber("attempts", result.Attempts);
        writer.StringOrNull("correlationId", result.CorrelationId);
        writer.WriteNumber("durationMs", (long)result.Duration.TotalMilliseconds);
        writer.StringOrNull("code", result.Problem?.Code);
        writer.StringOrNull("message", personalData == PersonalData.Full ? result.Problem?.Message : null);
    }

    public void NotSent(Utf8JsonWriter writer, AuditChain link, Outcome outcome)
    {
        Head(writer, link, "warning", "not-sent");
        Subject(writer, outcome.Change);
        writer.WriteString("outcome", ReportText.Word(outcome.Kind));
        writer.StringOrNull("code", outcome.Problem?.Code);
        writer.StringOrNull("message", personalData == PersonalData.Full ? outcome.Problem?.Message : null);
    }

    /// <summary>The subject stands as the intent has it, hashed or not.</summary>
    public void Resolved(Utf8JsonWriter writer, AuditChain link, Resolution resolution)
    {
        var intent = resolution.Intent;
        Head(writer, link, resolution.IsDone ? "information" : "warning", "resolved");
        writer.WriteString("operation", intent.Text("operation"));
        writer.WriteString("address", intent.Text("address"));
        writer.StringOrNull("id", intent.Text("id"));
        writer.StringOrNull("externalId", intent.Text("externalId"));
        writer.WriteString("outcome", resolution.Word);
        writer.WriteString("continues", intent.Run);
        writer.WriteNumber("intent", intent.Seq);
    }

    private void Head(Utf8JsonWriter writer, AuditChain link, string level, string kind)
    {
        var now = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        writer.WriteString("timestamp", now);
        writer.WriteString("level", level);
        writer.WriteString("event", kind);
        writer.WriteString("run", stamp.Run);
        writer.WriteNumber("seq", link.Seq);
        writer.WriteString("actor", Personal(stamp.Actor));
        writer.WriteString("organization", stamp.Organization);
        writer.StringOrNull("commit", stamp.Commit);
        writer.WriteString("plan", stamp.Plan);
    }

    private void Subject(Utf8JsonWriter writer, Change change)
    {
        writer.WriteString("operation", Words.Of(change.Operation));
        writer.WriteString("address", change.Address.Kind == ResourceKind.User
            ? $"user/{Personal(change.Address.Name)}"
            : change.Address.ToString());
        writer.StringOrNull("id", change.Id);
        writer.StringOrNull("externalId", change.ExternalId is null ? null : Personal(change.ExternalId));
        writer.StringOrNull("targetStatus", TargetStatus(change));
    }

    /// <summary>What the user is once the change is made; null for groups and where the change leaves it open.</summary>
    private static string? TargetStatus(Change change) => change.Operation switch
    {
        Operation.Delete => "deleted",
        Operation.Deactivate => "inactive",
        Operation.Activate => "active",
        Operation.Create => change.Of("active")?.After == AttributeValue.False ? "inactive" : "active",
        Operation.Update or Operation.AddMembers or Operation.RemoveMembers or Operation.CreateGroup => null,
    };

    private void Changes(Utf8JsonWriter writer, Change change)
    {
        writer.WriteStartArray("changes");
        foreach (var attribute in change.Attributes)
        {
            One(writer, attribute.Name, attribute.Type, attribute.Before, attribute.After, isPersonal: change.Address.Kind == ResourceKind.User);
        }

        if (!change.IsMembership && !change.Along.IsEmpty)
        {
            var groups = AttributeValue.Of(change.Along.Select(group => new Entry(group.Address.Name)));
            writer.WriteStartObject();
            writer.WriteString("path", "groups");
            JsonParts.WriteValue(writer, "before", AttributeType.Names, AttributeValue.Empty);
            JsonParts.WriteValue(writer, "after", AttributeType.Names, groups);
            writer.WriteEndObject();
        }

        if (change.IsMembership)
        {
            Members(writer, "members", change);
            foreach (var other in change.Along)
            {
                Members(writer, $"members of {other.Address}", other);
            }
        }

        writer.WriteEndArray();
    }

    private void Members(Utf8JsonWriter writer, string path, Change change)
    {
        var people = AttributeValue.Of(change.People.Select(person => new Entry(person.UserName)));
        var added = change.Operation == Operation.AddMembers;
        One(writer, path, AttributeType.Names, added ? AttributeValue.Empty : people, added ? people : AttributeValue.Empty);
    }

    private void One(Utf8JsonWriter writer, string path, AttributeType type, AttributeValue before, AttributeValue after, bool isPersonal = true)
    {
        writer.WriteStartObject();
        writer.WriteString("path", path);
        JsonParts.WriteValue(writer, "before", type, isPersonal ? Shown(type, before) : before);
        JsonParts.WriteValue(writer, "after", type, isPersonal ? Shown(type, after) : after);
        writer.WriteEndObject();
    }

    private AttributeValue Shown(AttributeType type, AttributeValue value) =>
        type == AttributeType.Boolean ? value : value.Map(Personal);

    private string Personal(string text) => PersonalText.Of(personalData, stamp.Organization, text);
}
