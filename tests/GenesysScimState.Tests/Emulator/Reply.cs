using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace GenesysScimState.Tests.Emulator;

/// <summary>What came back: status, headers by name, body (null when there is none).</summary>
internal sealed record Reply(HttpStatusCode Status, IReadOnlyDictionary<string, string> Headers, JsonNode? Body)
{
    public string Id => (string)Body!["id"]!;

    public string? ETag => Headers.GetValueOrDefault("ETag");

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public string? ScimType => (string?)Body!["scimType"];

    public string Detail => (string)Body!["detail"]!;

    public string Code => (string)Body!["code"]!;

    public string[] UserNames => [.. Body!["Resources"]!.AsArray().Select(user => (string)user!["userName"]!)];

    public Reply Is(HttpStatusCode status)
    {
        Assert.True(Status == status, $"{(int)Status} instead of {(int)status}: {Body}");
        return this;
    }

    public Reply IsRefused(string scimType)
    {
        Is(HttpStatusCode.BadRequest);
        Assert.Equal(scimType, ScimType);
        return this;
    }

    public static async Task<Reply> ReadAsync(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new(response.StatusCode, headers, text.Length == 0 ? null : JsonNode.Parse(text));
    }
}
