using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Http;

namespace GenesysScimState.Scim;

/// <summary>
/// The bearer token of all requests, by the client-credentials grant (RFC 6749 §4.4): asked for once however many need
/// it, kept until shortly before it ends. What keeps it from coming is told to all who waited for it; a client that was
/// refused is not asked again.
/// </summary>
/// <param name="http">Sends with retries; without a token of its own.</param>
internal sealed class AccessToken(
    ScimEndpoint endpoint,
    Credentials credentials,
    HttpMessageInvoker http,
    Redaction redaction,
    TimeProvider time) : IDisposable
{
    private const string Doing = "asking for a token";

    private sealed record Issued(string Text, DateTimeOffset RenewAt);

    private readonly SemaphoreSlim _single = new(1);
    private volatile Issued? _issued;
    private Diagnostic? _refusal;

    /// <summary>What it failed for when it was last asked for, with all tries.</summary>
    private volatile Diagnostic? _failure;

    /// <summary>Given from outside; it cannot be renewed.</summary>
    public bool IsReady => credentials.Token is not null;

    public async ValueTask<string> ReadAsync(CancellationToken cancellationToken)
    {
        if (credentials.Token is { } ready)
        {
            return ready;
        }

        if (Current() is { } current)
        {
            return current;
        }

        var earlier = _failure;
        await _single.WaitAsync(cancellationToken);
        try
        {
            return _failure is { } failure && !ReferenceEquals(failure, earlier)
                ? throw new OrganizationException(failure)
                : Current() ?? (_issued = await AskAsync(cancellationToken)).Text;
        }
        catch (OrganizationException exception)
        {
            _failure = exception.Problem;
            throw;
        }
        finally
        {
            _single.Release();
        }
    }

    /// <summary>Forgets a token that the API refused, unless it has been renewed already.</summary>
    public void Forget(string refused)
    {
        var issued = _issued;
        if (issued?.Text == refused)
        {
            Interlocked.CompareExchange(ref _issued, null, issued);
        }
    }

    public void Dispose() => _single.Dispose();

    private string? Current() => _issued is { } issued && time.GetUtcNow() < issued.RenewAt ? issued.Text : null;

    private async Task<Issued> AskAsync(CancellationToken cancellationToken)
    {
        if (_refusal is not null)
        {
            throw new OrganizationException(_refusal);
        }

        var asked = time.GetUtcNow();
        var sending = new Sending { IsRepeatable = true };
        var answer = await SendAsync(sending, cancellationToken);
        if (!answer.IsSuccess || IsError(answer))
        {
            var problem = Diagnosis.OfToken(answer, answer.Refuse(Doing, null, redaction), sending.Sent);
            _refusal = answer.Status is 400 or 401 ? problem : null;
            throw new OrganizationException(problem);
        }

        return Read(answer, asked);
    }

    private async Task<Answer> SendAsync(Sending sending, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Token);
        // Without a charset, which RFC 6749 §4.4.2 does not have and token endpoints of Node refuse.
        request.Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]);
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", credentials.Basic);
        request.Headers.Accept.Add(new("application/json"));
        request.Options.Set(Sending.Key, sending);
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            return Answer.Of(response, time);
        }
        catch (Exception exception) when (Diagnosis.IsTransport(exception))
        {
            throw new OrganizationException(Diagnosis.OfTransport(exception, Doing, endpoint.Token, sending, redaction), exception);
        }
    }

    /// <summary>Some servers answer 200 with an error (RFC 6749 §5.2) in place of a token.</summary>
    private static bool IsError(Answer answer)
    {
        try
        {
            using var document = WholeJson.Parse(answer.Body);
            return ResourceJson.Text(document.RootElement, "error") is not null && ResourceJson.Text(document.RootElement, "access_token") is null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private Issued Read(Answer answer, DateTimeOffset asked)
    {
        var doing = $"{Doing} ({redaction.Hide(endpoint.TokenSource)})";
        using var document = answer.Json(doing);
        var token = ResourceJson.Text(document.RootElement, "access_token");
        if (string.IsNullOrEmpty(token) || token.Any(character => character is <= ' ' or > '~'))
        {
            throw new OrganizationException(OrganizationDiagnostics.NotScim(doing, "no usable access_token"));
        }

        redaction.Add(token);
        return new(token, RenewAt(asked, document.RootElement));
    }

    /// <summary>Without <c>expires_in</c> a token is used until the API refuses it.</summary>
    private static DateTimeOffset RenewAt(DateTimeOffset asked, JsonElement answer)
    {
        if (!answer.TryGetProperty("expires_in", out var seconds)
            || !double.TryParse(seconds.ToString(), CultureInfo.InvariantCulture, out var life)
            || life is not (> 0 and < 1e9))
        {
            return DateTimeOffset.MaxValue;
        }

        var whole = TimeSpan.FromSeconds(life);
        return asked + (whole >= 2 * ScimLimits.TokenReserve ? whole - ScimLimits.TokenReserve : whole / 2);
    }
}

/// <summary>Gives each request the token; after a 401 once more with a new one.</summary>
internal sealed class Authorization(AccessToken token) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var text = await token.ReadAsync(cancellationToken);
        var response = await SendAsync(request, text, cancellationToken);
        if ((int)response.StatusCode != 401 || token.IsReady)
        {
            return response;
        }

        response.Dispose();
        token.Forget(text);
        return await SendAsync(request, await token.ReadAsync(cancellationToken), cancellationToken);
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string text, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", text);
        return base.SendAsync(request, cancellationToken);
    }
}
