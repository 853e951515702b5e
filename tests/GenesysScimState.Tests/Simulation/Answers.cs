using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace GenesysScimState.Tests.Simulation;

/// <summary>Answers that a server, or something before it, gives when it is not well.</summary>
internal static class Answers
{
    public static HttpResponseMessage Error(Dice dice, HttpRequestMessage request)
    {
        var status = dice.One(408, 500, 502, 503, 504);
        var answer = Of(status, dice.Below(4) switch
        {
            0 => "<html><head><title>502 Bad Gateway</title></head></html>",
            1 => "",
            // Some servers repeat what they were sent, secrets included.
            2 => $$"""{"status":{{status}},"code":"internal.server.error","message":"failed with {{request.Headers.Authorization}}"}""",
            _ => $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"{{status}}","detail":"try again"}""",
        });
        if (dice.Chance(0.2))
        {
            answer.Headers.TryAddWithoutValidation("Retry-After", dice.One("0", "3", "soon"));
        }

        return answer;
    }

    public static HttpResponseMessage Limited(Dice dice, DateTimeOffset now)
    {
        const string Message = """{"message":"Rate limit exceeded the maximum [300] requests within [60] seconds","code":"too.many.requests","status":429}""";
        var answer = Of(429, dice.One("<html><title>429 Too Many Requests</title></html>", "", Message, "Retry the request in [7] seconds"));
        switch (dice.Below(5))
        {
            case 0:
                answer.Headers.TryAddWithoutValidation("Retry-After", dice.One("1", "20", "0", "-3"));
                break;
            case 1:
                answer.Headers.TryAddWithoutValidation("Retry-After", (now + TimeSpan.FromSeconds(9)).ToString("r", CultureInfo.InvariantCulture));
                break;
            case 2:
                answer.Headers.TryAddWithoutValidation("inin-ratelimit-reset", "11");
                break;
            case 3 when dice.Chance(0.2):
                answer.Headers.TryAddWithoutValidation("Retry-After", "600");
                break;
        }

        return answer;
    }

    public static HttpResponseMessage Unauthorised() =>
        Of(401, """{"status":401,"code":"bad.credentials","message":"Invalid login credentials."}""");

    /// <summary>The same answer with another body, as bytes or as text.</summary>
    public static HttpResponseMessage With(HttpResponseMessage answer, byte[] body)
    {
        answer.Content = new ByteArrayContent(body);
        answer.Content.Headers.TryAddWithoutValidation("Content-Type", "application/scim+json");
        return answer;
    }

    /// <summary>A page of a listing that does not tell the truth.</summary>
    public static byte[] Lie(Fault fault, byte[] page, Dice dice, JsonNode? lastOfPageBefore)
    {
        if (JsonNode.Parse(page) is not JsonObject whole || whole["Resources"] is not JsonArray items)
        {
            return page;
        }

        switch (fault)
        {
            case Fault.WrongTotal:
                whole["totalResults"] = Math.Max(0, (int)whole["totalResults"]! + dice.One(-1, 1, 25, -1000));
                break;
            case Fault.ItemMissing when items.Count > 0:
                items.RemoveAt(dice.Below(items.Count));
                whole["totalResults"] = (int)whole["totalResults"]! - dice.One(0, 0, 1);
                break;
            case Fault.ItemTwice when items.Count > 1:
                items[dice.Below(items.Count)] = items[0]!.DeepClone();
                break;
            case Fault.Empty:
                whole["Resources"] = new JsonArray();
                whole["totalResults"] = dice.Chance(0.5) ? 0 : (int)whole["totalResults"]!;
                break;
            case Fault.Moved when items.Count > 0 && lastOfPageBefore is not null:
                items[0] = lastOfPageBefore.DeepClone();
                break;
        }

        return Encoding.UTF8.GetBytes(whole.ToJsonString());
    }

    private static HttpResponseMessage Of(int status, string body) =>
        new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
