using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using Refusal = GenesysScimState.Core.Planning.Refusal;

namespace GenesysScimState.Rendering;

/// <summary>
/// A plan as JSON, by <c>schemas/plan.schema.json</c>. <c>resource_changes</c> have the shape of Terraform's plans, so that
/// its policy tools can read them; our own word stands beside it in <c>operation</c>.
/// </summary>
internal static class PlanJson
{
    /// <summary>Major and minor: within a major version, members are only added.</summary>
    public const string FormatVersion = "1.0";

    public static string Render(PlanDocument document) => Json.Indented(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("format_version", FormatVersion);
        writer.WriteString("tool", document.Tool);
        writer.WriteString("organization", document.Organization);
        writer.WriteString("target", document.Target);
        writer.WriteString("today", document.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        WriteSource(writer, document.Source);
        WriteRead(writer, document.Read);
        WriteChanges(writer, document.Plan.Changes, full: true);
        WriteUnlisted(writer, document.Plan.Unlisted);
        WriteSummary(writer, document.Plan.Summary);
        writer.WriteStartObject("forecast");
        writer.WriteNumber("requests", document.Forecast.Requests);
        writer.WriteNumber("seconds", document.Forecast.Seconds);
        writer.WriteEndObject();
        WriteVerdict(writer, document.Refusals);
        writer.WriteString("digest", document.Digest);
        writer.WriteEndObject();
    });

    /// <summary>
    /// Covers what is written and where, and nothing else: not the versions, times, counts or line numbers, which may move
    /// without anything being different for the organization.
    /// </summary>
    public static string DigestOf(PlanDocument document)
    {
        var json = Json.Compact(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", FormatVersion);
            writer.WriteString("organization", document.Organization);
            writer.WriteString("target", document.Target);
            WriteChanges(writer, document.Plan.Changes, full: false);
            writer.WriteEndObject();
        });
        return $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))}";
    }

    public static void WriteSummary(Utf8JsonWriter writer, PlanSummary summary)
    {
        writer.WriteStartObject("summary");
        writer.WriteNumber("create", summary.Create);
        writer.WriteNumber("update", summary.Update);
        writer.WriteNumber("activate", summary.Activate);
        writer.WriteNumber("deactivate", summary.Deactivate);
        writer.WriteNumber("delete", summary.Delete);
        writer.WriteNumber("members_added", summary.MembersAdded);
        writer.WriteNumber("members_removed", summary.MembersRemoved);
        writer.WriteEndObject();
    }

    public static void WriteAt(Utf8JsonWriter writer, SourceSpan? at)
    {
        if (at is not { } span)
        {
            writer.WriteNull("at");
            return;
        }

        writer.WriteStartObject("at");
        writer.WriteString("file", span.File);
        writer.WriteNumber("line", span.Line);
        writer.WriteNumber("column", span.Column);
        writer.WriteEndObject();
    }

    /// <summary>A value in JSON's own types: true, "text", ["role"], {"Billing": 3.5}; nothing is null, [] or {}.</summary>
    public static void WriteValue(Utf8JsonWriter writer, string name, AttributeType type, AttributeValue value)
    {
        writer.WritePropertyName(name);
        switch (type)
        {
            case AttributeType.Names:
                writer.WriteStartArray();
                foreach (var entry in value.Entries)
                {
                    writer.WriteStringValue(entry.Name);
                }

                writer.WriteEndArray();
                break;
            case AttributeType.Ratings:
                writer.WriteStartObject();
                foreach (var entry in value.Entries)
                {
                    writer.WritePropertyName(entry.Name);
                    WriteRating(writer, entry.Rating);
                }

                writer.WriteEndObject();
                break;
            case AttributeType.Boolean when !value.IsEmpty:
                writer.WriteBooleanValue(value.Equals(AttributeValue.True));
                break;
            case var _ when value.IsEmpty:
                writer.WriteNullValue();
                break;
            default:
                writer.WriteStringValue(value.Text);
                break;
        }
    }

    private static void WriteRating(Utf8JsonWriter writer, string? rating)
    {
        if (decimal.TryParse(rating, CultureInfo.InvariantCulture, out var number))
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteStringValue(rating);
        }
    }

    private static void WriteSource(Utf8JsonWriter writer, PlanSource source)
    {
        writer.WriteStartObject("source");
        writer.WriteString("tree", source.Tree);
        writer.StringOrNull("commit", source.Commit);
        writer.WriteStartArray("files");
        foreach (var file in source.Files)
        {
            writer.WriteStringValue(file);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteRead(Utf8JsonWriter writer, PlanRead read)
    {
        writer.WriteStartObject("read");
        writer.WriteBoolean("complete", true);
        writer.WriteStartObject("users");
        writer.WriteNumber("active", read.Active);
        writer.WriteNumber("inactive", read.Inactive);
        writer.WriteEndObject();
        writer.WriteNumber("groups", read.Groups);
        writer.WriteNumber("requests", read.Requests);
        writer.WriteEndObject();
    }

    private static void WriteChanges(Utf8JsonWriter writer, ImmutableArray<Change> changes, bool full)
    {
        writer.WriteStartArray("resource_changes");
        foreach (var change in changes)
        {
            WriteChange(writer, change, full);
        }

        writer.WriteEndArray();
    }

    private static void WriteChange(Utf8JsonWriter writer, Change change, bool full)
    {
        writer.WriteStartObject();
        writer.WriteString("address", change.Address.ToString());
        writer.WriteString("type", change.Address.Type);
        writer.WriteString("operation", Words.Of(change.Operation));
        writer.StringOrNull("id", change.Id);
        writer.StringOrNull("external_id", change.ExternalId);
        writer.WriteStartObject("change");
        writer.WriteStartArray("actions");
        writer.WriteStringValue(Words.TerraformAction(change.Operation));
        writer.WriteEndArray();
        WriteSide(writer, "before", change, before: true);
        WriteSide(writer, "after", change, before: false);
        WriteUnknown(writer, change);
        writer.WriteEndObject();
        if (full)
        {
            WriteProvenance(writer, change);
        }

        writer.WriteEndObject();
    }

    private static void WriteProvenance(Utf8JsonWriter writer, Change change)
    {
        writer.WriteString("action_reason", Words.Of(change.Reason));
        writer.StringOrNull("note", change.Note);
        WriteAt(writer, change.At);
        writer.WriteNumber("wave", change.Wave);
        writer.StringOrNull("expected_version", change.ExpectedVersion);
        writer.WriteStartArray("depends_on");
        foreach (var dependency in change.DependsOn)
        {
            writer.WriteStringValue(dependency.ToString());
        }

        writer.WriteEndArray();
        writer.WriteStartObject("people");
        foreach (var person in change.People)
        {
            writer.StringOrNull(person.UserName, person.Id);
        }

        writer.WriteEndObject();
    }

    /// <summary>Only what changes is shown; of a membership, those who come or go.</summary>
    private static void WriteSide(Utf8JsonWriter writer, string name, Change change, bool before)
    {
        if (before ? change.Operation == Operation.Create : change.Operation == Operation.Delete)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartObject(name);
        if (change.IsMembership)
        {
            var present = before == (change.Operation == Operation.RemoveMembers);
            WriteValue(writer, "members", AttributeType.Names, present ? AttributeValue.Of(change.People.Select(person => new Entry(person.UserName))) : AttributeValue.Empty);
        }

        foreach (var attribute in change.Attributes)
        {
            WriteValue(writer, attribute.Name, attribute.Type, before ? attribute.Before : attribute.After);
        }

        writer.WriteEndObject();
    }

    private static void WriteUnknown(Utf8JsonWriter writer, Change change)
    {
        writer.WriteStartObject("after_unknown");
        if (change.Operation == Operation.Create)
        {
            writer.WriteBoolean("id", true);
        }

        writer.WriteEndObject();
    }

    private static void WriteUnlisted(Utf8JsonWriter writer, ImmutableArray<UnlistedUser> unlisted)
    {
        writer.WriteStartArray("unlisted");
        foreach (var user in unlisted)
        {
            writer.WriteStartObject();
            writer.WriteString("address", user.Address.ToString());
            writer.WriteString("id", user.Id);
            writer.StringOrNull("external_id", user.ExternalId);
            writer.WriteBoolean("active", user.Active);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteVerdict(Utf8JsonWriter writer, ImmutableArray<Refusal> refusals)
    {
        writer.WriteStartObject("verdict");
        writer.WriteBoolean("allowed", refusals.IsEmpty);
        writer.WriteStartArray("refusals");
        foreach (var refusal in refusals)
        {
            writer.WriteStartObject();
            writer.WriteString("guard", refusal.Guard);
            writer.WriteString("code", refusal.Problem.Code);
            writer.WriteString("message", refusal.Problem.Message);
            writer.WriteStartArray("offenders");
            foreach (var offender in refusal.Offenders)
            {
                writer.WriteStringValue(offender.ToString());
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
