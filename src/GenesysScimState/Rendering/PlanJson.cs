using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Rendering;

/// <summary>
/// A plan as JSON, by <c>schemas/plan.schema.json</c>. <c>resource_changes</c> have the shape of Terraform's plans, so that
/// its policy tools can read them; our own word stands beside it in <c>operation</c>.
/// </summary>
internal static class PlanJson
{
    /// <summary>Major and minor: within a major version, members are only added.</summary>
    public const string FormatVersion = "1.0";

    public static string Render(PlanDocument document) => Json.Indented(writer => Write(writer, document));

    public static void Write(TextWriter text, PlanDocument document) =>
        Json.Indented(piece => text.Write(Encoding.UTF8.GetString(piece)), writer => Write(writer, document));

    public static void Write(Stream stream, PlanDocument document) => Json.Indented(stream.Write, writer => Write(writer, document));

    private static void Write(Utf8JsonWriter writer, PlanDocument document)
    {
        writer.WriteStartObject();
        WriteBody(writer, document);
        writer.WriteString("checksum", ChecksumOf(document));
        writer.WriteEndObject();
    }

    /// <summary>Covers everything a reviewer is shown, so that a plan cannot be made to look like another.</summary>
    public static string ChecksumOf(PlanDocument document) => HashOf(writer =>
    {
        writer.WriteStartObject();
        WriteBody(writer, document);
        writer.WriteEndObject();
    });

    private static void WriteBody(Utf8JsonWriter writer, PlanDocument document)
    {
        writer.WriteString("format_version", FormatVersion);
        writer.WriteString("tool", document.Tool);
        writer.WriteString("organization", document.Organization);
        writer.WriteString("target", document.Target);
        writer.WriteString("today", JsonParts.Day(document.Today));
        WritePart(writer, document.Part);
        WriteUndoes(writer, document.Undoes);
        WriteSource(writer, document.Source);
        WriteRead(writer, document.Read);
        WriteChanges(writer, document.Plan.Changes, full: true);
        WriteUnlisted(writer, document.Plan.Unlisted);
        writer.WriteStartArray("warnings");
        foreach (var warning in document.Warnings)
        {
            DiagnosticJson.Write(writer, warning);
        }

        writer.WriteEndArray();
        JsonParts.WriteSummary(writer, document.Plan.Summary);
        writer.WriteStartObject("forecast");
        writer.WriteNumber("requests", document.Forecast.Requests);
        writer.WriteNumber("seconds", document.Forecast.Seconds);
        writer.WriteNumber("quota_per_minute", document.Forecast.QuotaPerMinute);
        writer.WriteBoolean("outlasts_job", document.Forecast.OutlastsJob);
        writer.WriteEndObject();
        WriteVerdict(writer, document.Verdict);
        writer.WriteString("digest", document.Digest);
    }

    /// <summary>
    /// Covers what is written and where, and nothing else: not the versions, times, counts or line numbers, which may move
    /// without anything being different for the organization.
    /// </summary>
    public static string DigestOf(PlanDocument document) => HashOf(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("format_version", FormatVersion);
        writer.WriteString("organization", document.Organization);
        writer.WriteString("target", document.Target);
        WriteUndoes(writer, document.Undoes);
        WriteChanges(writer, document.Plan.Changes, full: false);
        writer.WriteEndObject();
    });

    private static string HashOf(Action<Utf8JsonWriter> write)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Json.Compact(hash.AppendData, write);
        return $"sha256:{Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }

    /// <summary>Only where there is something to say, so that every other plan keeps its digest.</summary>
    private static void WriteUndoes(Utf8JsonWriter writer, string? plan)
    {
        if (plan is not null)
        {
            writer.WriteStartObject("undo");
            writer.WriteString("plan", plan);
            writer.WriteEndObject();
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
            ChangeJson.Write(writer, change, full);
        }

        writer.WriteEndArray();
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

    private static void WritePart(Utf8JsonWriter writer, PartialPlan? part)
    {
        if (part is null)
        {
            writer.WriteNull("partial");
            return;
        }

        writer.WriteStartObject("partial");
        writer.WriteStartArray("only");
        foreach (var address in part.Only)
        {
            writer.WriteStringValue(address.ToString());
        }

        writer.WriteEndArray();
        writer.WriteStartArray("companions");
        foreach (var companion in part.Companions)
        {
            writer.WriteStartObject();
            writer.WriteString("address", companion.Address.ToString());
            writer.WriteString("needed_by", companion.NeededBy.ToString());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteVerdict(Utf8JsonWriter writer, Verdict verdict)
    {
        writer.WriteStartObject("verdict");
        writer.WriteBoolean("allowed", verdict.Refusals.IsEmpty);
        writer.WriteStartArray("refusals");
        foreach (var refusal in verdict.Refusals)
        {
            writer.WriteStartObject();
            WriteRefusal(writer, refusal);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("approved");
        foreach (var (refusal, approval) in verdict.Approved)
        {
            writer.WriteStartObject();
            WriteRefusal(writer, refusal);
            JsonParts.WriteApproval(writer, approval, text => text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteRefusal(Utf8JsonWriter writer, Refusal refusal)
    {
        writer.WriteString("guard", refusal.Guard);
        writer.WriteString("code", refusal.Problem.Code);
        writer.WriteString("message", refusal.Problem.Message);
        writer.WriteStartArray("offenders");
        foreach (var offender in refusal.Offenders)
        {
            writer.WriteStringValue(offender.ToString());
        }

        writer.WriteEndArray();
    }

}
