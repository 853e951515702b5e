using System.Text.Json;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Rendering;

/// <summary>One entry of <c>resource_changes</c>.</summary>
internal static class ChangeJson
{
    /// <param name="writer">Where to.</param>
    /// <param name="change">What.</param>
    /// <param name="full">Without: only what is written to the organization, for the digest.</param>
    public static void Write(Utf8JsonWriter writer, Change change, bool full)
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
        WritePeople(writer, change);
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
        JsonParts.WriteAt(writer, change.At);
        writer.WriteNumber("wave", change.Wave);
        writer.StringOrNull("expected_version", change.ExpectedVersion);
        writer.WriteStartArray("depends_on");
        foreach (var dependency in change.DependsOn)
        {
            writer.WriteStringValue(dependency.ToString());
        }

        writer.WriteEndArray();
        var origins = change.Attributes.Select(attribute => (attribute.Name, attribute.Origin))
            .Concat(change.People.Select(person => (Name: person.UserName, person.Origin)))
            .Where(part => part.Origin is not null).ToArray();
        if (origins.Length > 0)
        {
            writer.WriteStartObject("origins");
            foreach (var (name, origin) in origins)
            {
                writer.WriteString(name, origin);
            }

            writer.WriteEndObject();
        }
    }

    /// <summary>A list, because two people may have one userName: one is deleted and the other gets the address.</summary>
    private static void WritePeople(Utf8JsonWriter writer, Change change)
    {
        writer.WriteStartArray("people");
        foreach (var person in change.People)
        {
            writer.WriteStartObject();
            writer.WriteString("user_name", person.UserName);
            writer.StringOrNull("id", person.Id);
            if (person.Ended is { } end)
            {
                writer.WriteString("ended", JsonParts.Day(end.Until));
                writer.StringOrNull("reason", end.Reason);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Only what changes is shown; of a membership, those who come or go.</summary>
    private static void WriteSide(Utf8JsonWriter writer, string name, Change change, bool before)
    {
        if (before ? change.Operation is Operation.Create or Operation.CreateGroup : change.Operation == Operation.Delete)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartObject(name);
        if (change.IsMembership)
        {
            var present = before == (change.Operation == Operation.RemoveMembers);
            JsonParts.WriteValue(writer, "members", AttributeType.Names, present ? AttributeValue.Of(change.People.Select(person => new Entry(person.UserName))) : AttributeValue.Empty);
        }

        foreach (var attribute in change.Attributes)
        {
            JsonParts.WriteValue(writer, attribute.Name, attribute.Type, before ? attribute.Before : attribute.After);
        }

        writer.WriteEndObject();
    }

    private static void WriteUnknown(Utf8JsonWriter writer, Change change)
    {
        writer.WriteStartObject("after_unknown");
        if (change.Operation is Operation.Create or Operation.CreateGroup)
        {
            writer.WriteBoolean("id", true);
        }

        writer.WriteEndObject();
    }
}
