using System.Globalization;
using System.Text.Json;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Rendering;

/// <summary>What plans, reports and the audit log have in common as JSON.</summary>
internal static class JsonParts
{
    public static void WriteSummary(Utf8JsonWriter writer, PlanSummary summary)
    {
        writer.WriteStartObject("summary");
        writer.WriteNumber("create", summary.Create);
        if (summary.CreateGroups > 0)
        {
            writer.WriteNumber("create_groups", summary.CreateGroups);
        }

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
            case AttributeType.Text or AttributeType.Email or AttributeType.Phone or AttributeType.Date or AttributeType.Person when value.IsSeveral:
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

    public static void WriteApproval(Utf8JsonWriter writer, Approval approval, Func<string, string> personal)
    {
        writer.WriteString("by", personal(approval.By));
        writer.WriteString("reason", approval.Reason);
        writer.WriteString("until", Day(approval.Until));
    }

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
