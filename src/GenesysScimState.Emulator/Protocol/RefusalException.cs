using System.Text.Json.Nodes;

namespace GenesysScimState.Emulator.Protocol;

/// <summary>
/// Ends a request with an error. The API has two shapes: SCIM's own for what is wrong with a resource, the platform's
/// (ErrorBody) for everything around it. OAuth's third one lives in <see cref="Tokens"/>.
/// </summary>
internal sealed class RefusalException : Exception
{
    private RefusalException(int status, string code, string message, bool isScim)
        : base(message)
    {
        Status = status;
        Code = code;
        IsScim = isScim;
    }

    public int Status { get; }

    /// <summary>The scimType of a ScimError (may be empty), the code of an ErrorBody.</summary>
    public string Code { get; }

    public bool IsScim { get; }

    public List<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The quota that ran out, for the <c>limit</c> of an ErrorBody.</summary>
    public int? Limit { get; init; }

    public static RefusalException Scim(int status, string scimType, string detail) =>
        new(status, scimType, detail, true);

    public static RefusalException Filter(string detail) => Scim(400, "invalidFilter", detail);

    public static RefusalException Path(string detail) => Scim(400, "invalidPath", detail);

    public static RefusalException Syntax(string detail) => Scim(400, "invalidSyntax", detail);

    public static RefusalException Value(string detail) => Scim(400, "invalidValue", detail);

    public static RefusalException NoTarget(string detail) => Scim(400, "noTarget", detail);

    public static RefusalException Mutability(string detail) => Scim(400, "mutability", detail);

    public static RefusalException Uniqueness(string detail) => Scim(409, "uniqueness", detail);

    public static RefusalException NotFound(string what) => new(404, "not.found", $"{what} was not found.", false);

    public static RefusalException Platform(
        int status,
        string code,
        string message,
        params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var refusal = new RefusalException(status, code, message, false);
        foreach (var (name, value) in headers)
        {
            refusal.Headers.Add(new(name, value));
        }

        return refusal;
    }

    public static RefusalException TooManyRequests(int seconds, int? limit)
    {
        var message = $"Rate limit exceeded the maximum. Retry the request in [{seconds}] seconds";
        return new(429, "too.many.requests.retry.after", message, false)
        {
            Headers = [new("Retry-After", $"{seconds}")],
            Limit = limit,
        };
    }

    /// <param name="correlationId">For the platform's form.</param>
    /// <param name="hasPlatform">Without the platform around it a server has SCIM's form for everything.</param>
    public EmulatorResponse Render(string correlationId, bool hasPlatform)
    {
        var reply = IsScim || !hasPlatform
            ? Replies.Json(Status, ScimError(), Replies.ScimJson)
            : Replies.Json(Status, ErrorBody(correlationId), Replies.PlainJson);
        return reply with { Headers = [.. reply.Headers, .. Headers] };
    }

    private JsonObject ScimError()
    {
        var error = new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:Error"),
            ["status"] = $"{Status}",
        };
        if (IsScim && Code.Length > 0)
        {
            error["scimType"] = Code;
        }

        error["detail"] = Message;
        return error;
    }

    private JsonObject ErrorBody(string correlationId)
    {
        var body = new JsonObject
        {
            ["message"] = Message,
            ["code"] = Code,
            ["status"] = Status,
            ["contextId"] = correlationId,
            ["details"] = new JsonArray(),
            ["errors"] = new JsonArray(),
        };
        if (Limit is { } limit)
        {
            body["limit"] = new JsonObject
            {
                ["key"] = "client.credentials.token.rate.per.minute",
                ["namespace"] = "platform.api",
                ["value"] = limit,
            };
        }

        return body;
    }
}
