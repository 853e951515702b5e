using System.Text.Json;
using GenesysScimState.Core.Model;

namespace GenesysScimState.GitHub;

/// <summary>Members of GitHub's answers; what is missing or of another type is empty.</summary>
internal static class GitHubJson
{
    public static JsonElement Member(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) ? value : default;

    public static string Text(JsonElement owner, string name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    /// <summary>0 when there is none.</summary>
    public static long Number(JsonElement owner, string name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var parsed) ? parsed : 0;

    public static bool IsTrue(JsonElement owner, string name) => Member(owner, name).ValueKind == JsonValueKind.True;

    /// <summary>What GitHub says is wrong, with the first of its details; empty when it says nothing.</summary>
    public static string MessageOf(byte[] body)
    {
        try
        {
            using var document = WholeJson.Parse(body);
            var root = document.RootElement;
            var detail = Member(root, "errors") is { ValueKind: JsonValueKind.Array } errors
                ? errors.EnumerateArray().Select(error => error.ValueKind == JsonValueKind.String ? error.GetString()! : Text(error, "message")).FirstOrDefault(text => text.Length > 0)
                : null;
            return detail is null ? Text(root, "message") : $"{Text(root, "message")}: {detail}";
        }
        catch (JsonException)
        {
            return "";
        }
    }
}
