using System.Net.Http.Headers;

namespace GenesysScimState.Emulator.Protocol;

/// <summary>Content-Type of requests and the choice of one for answers.</summary>
internal static class MediaTypes
{
    /// <summary>Whether the body is of that type, whatever its charset parameter.</summary>
    public static bool Is(EmulatorRequest request, string mediaType) =>
        MediaTypeHeaderValue.TryParse(request.Header("Content-Type"), out var type)
        && string.Equals(type.MediaType, mediaType, StringComparison.OrdinalIgnoreCase);

    /// <summary>SCIM's own type, unless the client names plain JSON and not that.</summary>
    public static string Accepted(EmulatorRequest request)
    {
        var accept = request.Header("Accept") ?? "";
        var wantsPlain = accept.Contains(Replies.PlainJson, StringComparison.OrdinalIgnoreCase)
            && !accept.Contains(Replies.ScimJson, StringComparison.OrdinalIgnoreCase);
        return wantsPlain ? Replies.PlainJson : Replies.ScimJson;
    }
}
