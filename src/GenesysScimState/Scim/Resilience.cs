using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace GenesysScimState.Scim;

/// <summary>
/// The one place every request passes on its way out: it waits for the quota, sends with a limit of time, and sends
/// again what may be sent again. A 429 was not done, so anything may be repeated after it; after a failure that leaves
/// that open only what is safe to do twice. Contents are in memory before an answer is handed on, so a connection lost
/// in the middle of one counts as lost.
/// </summary>
internal sealed class Resilience : DelegatingHandler
{
    private static readonly ResiliencePropertyKey<Sending> SendingKey = new("sending");

    private int _underWay;
    private int _started;

    private readonly Quota _quota;
    private readonly TimeProvider _time;
    private readonly Func<double> _jitter;
    private readonly ResiliencePipeline<HttpResponseMessage> _retry;
    private readonly ResiliencePipeline<HttpResponseMessage> _timeout;

    /// <param name="jitter">From 0 to 1, another one each time.</param>
    public Resilience(Quota quota, TimeProvider time, Func<double> jitter, Waiting waiting)
    {
        (_quota, _time, _jitter) = (quota, time, jitter);
        _retry = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }.AddRetry(new()
        {
            MaxRetryAttempts = ScimLimits.AttemptsWhenLimited - 1,
            ShouldHandle = arguments => ValueTask.FromResult(MayRepeat(arguments)),
            DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(Wait(arguments)),
            OnRetry = arguments =>
            {
                waiting.Tell($"{Reason(arguments.Outcome)}; asking again", arguments.RetryDelay);
                arguments.Outcome.Result?.Dispose();
                return ValueTask.CompletedTask;
            },
        }).Build();
        _timeout = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddTimeout(ScimLimits.AttemptTimeout).Build();
    }

    private static string Reason(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: TimeoutRejectedException } => "The organization did not answer in time",
        { Exception: not null } => "The organization could not be reached",
        { Result.StatusCode: HttpStatusCode.TooManyRequests } => "The organization asks to wait (429)",
        _ => $"The organization failed ({(int)outcome.Result!.StatusCode})",
    };

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var sending = Sending.Of(request);
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(SendingKey, sending);
        try
        {
            return await _retry.ExecuteAsync(
                async context => await TryOnceAsync(request, sending, context.CancellationToken), context);
        }
        catch (TimeoutRejectedException exception)
        {
            throw new TimeoutException(exception.Message, exception);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async Task<HttpResponseMessage> TryOnceAsync(
        HttpRequestMessage request, Sending sending, CancellationToken cancellationToken)
    {
        await _quota.EnterAsync(cancellationToken);
        HttpResponseMessage? response = null;
        var started = Interlocked.Increment(ref _started);
        sending.WasParallel |= Interlocked.Increment(ref _underWay) > 1;
        try
        {
            sending.Sent++;
            response = await _timeout.ExecuteAsync(
                async token => await ReceiveAsync(request, token),
                sending.IsWrite ? CancellationToken.None : cancellationToken);
            sending.IsAmbiguous |= IsServerFailure(response.StatusCode);
            return response;
        }
        catch (Exception exception) when (IsLost(exception) && !IsRefusedConnection(exception))
        {
            sending.IsAmbiguous = true;
            throw;
        }
        finally
        {
            sending.WasParallel |= Interlocked.Decrement(ref _underWay) > 0 || Volatile.Read(ref _started) != started;
            _quota.Leave(response);
        }
    }

    private async Task<HttpResponseMessage> ReceiveAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            using var coming = response.Content;
            response.Content = await AnswerContent.ReadAsync(coming, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private bool MayRepeat(RetryPredicateArguments<HttpResponseMessage> arguments)
    {
        var sending = arguments.Context.Properties.GetValue(SendingKey, new());
        var isEarly = arguments.AttemptNumber < ScimLimits.Attempts - 1;
        return arguments.Outcome switch
        {
            { Exception: { } exception } => isEarly && IsLost(exception) && !IsPermanent(exception)
                && (sending.IsRepeatable || IsRefusedConnection(exception)),
            { Result: { StatusCode: HttpStatusCode.TooManyRequests } response } =>
                RetryWait.Asked(response, _time.GetUtcNow()) is not { } wait || wait <= ScimLimits.LongestWait,
            { Result: { } response } => isEarly && sending.IsRepeatable && IsServerFailure(response.StatusCode)
                && !(RetryWait.Asked(response, _time.GetUtcNow()) > ScimLimits.LongestWait),
            _ => false,
        };
    }

    private TimeSpan Wait(RetryDelayGeneratorArguments<HttpResponseMessage> arguments) =>
        (arguments.Outcome.Result is { } response ? RetryWait.Asked(response, _time.GetUtcNow()) : null)
        ?? RetryWait.Backoff(arguments.AttemptNumber, _jitter());

    private static bool IsServerFailure(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout
        or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
        or HttpStatusCode.GatewayTimeout;

    private static bool IsLost(Exception exception) =>
        exception is HttpRequestException or IOException or SocketException or TimeoutRejectedException;

    /// <summary>The request never left, so that repeating it is safe whatever it is.</summary>
    private static bool IsRefusedConnection(Exception exception) => exception is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
    };

    private static bool IsPermanent(Exception exception) => exception is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.ProxyTunnelError
    }
    or { InnerException: AuthenticationException or SocketException { SocketErrorCode: SocketError.HostNotFound } };
}
