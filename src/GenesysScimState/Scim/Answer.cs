using System.Text.Json;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Http;

namespace GenesysScimState.Scim;

/// <summary>An answer of the server, its body in memory.</summary>
internal sealed record Answer(int Status, ReadOnlyMemory<byte> Body)
{
    private const string CorrelationHeader = "ININ-Correlation-Id";

    public string? CorrelationId { get; init; }

    public Uri? Location { get; init; }

    /// <summary>What the server asks to wait before the next request; null when it does not.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>When the server sent it, by its own clock; null when it does not say.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>Requests that are allowed in a minute, and how many were counted (<c>inin-ratelimit-*</c>).</summary>
    public (int Allowed, int Count)? Limit { get; init; }

    private AnswerContent? Content { get; init; }

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <param name="response">As <see cref="Resilience"/> hands it on, its content in memory.</param>
    public static Answer Of(HttpResponseMessage response, TimeProvider time)
    {
        var content = (AnswerContent)response.Content;
        return new((int)response.StatusCode, content.Bytes)
        {
            Content = content,
            CorrelationId = response.Headers.TryGetValues(CorrelationHeader, out var ids) ? ids.FirstOrDefault() : null,
            Location = response.Headers.Location,
            Date = response.Headers.Date,
            Limit = RetryWait.Number(response, "inin-ratelimit-allowed") is { } allowed && RetryWait.Number(response, "inin-ratelimit-count") is { } count
                ? ((int)allowed, (int)count) : null,
            Wait = RetryWait.Asked(response, time.GetUtcNow()),
        };
    }

    /// <summary>The body has been read for the last time: its memory is the next answer's.</summary>
    public void Release() => Content?.Release();

    /// <summary>The body as JSON. The caller disposes it.</summary>
    /// <exception cref="OrganizationException">It is not JSON, or not an object.</exception>
    public JsonDocument Json(string doing)
    {
        try
        {
            var document = WholeJson.Parse(Body);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
        }
        catch (JsonException)
        {
            // Said below: where in the body the parser stopped helps nobody.
        }

        var found = Body.IsEmpty ? "an empty body"
            : Body.Span.TrimStart(" \r\n\t"u8).StartsWith("<"u8) ? "an HTML page"
            : WholeJson.HasDuplicateKey(Body) ? "a JSON object that has one key twice"
            : "not a JSON object";
        throw new OrganizationException(OrganizationDiagnostics.NotScim(doing, found));
    }

    public ApiRefusal Refuse(string doing, Address? subject, Redaction redaction)
    {
        var error = ApiError.Parse(Body);
        return new(doing, Status)
        {
            Code = redaction.Hide(error.Code),
            Said = redaction.Hide(error.Message),
            CorrelationId = redaction.Hide(CorrelationId ?? error.ContextId),
            Subject = subject,
        };
    }
}
