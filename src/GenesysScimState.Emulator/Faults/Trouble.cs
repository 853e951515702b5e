using System.Text;
using System.Text.Json.Nodes;
using GenesysScimState.Emulator.Protocol;

namespace GenesysScimState.Emulator.Faults;

/// <summary>Stands between the client and the API, and lets faults strike. Not thread-safe.</summary>
internal sealed class Trouble(FaultPlan plan, TimeProvider time)
{
    /// <summary>Requests whose answers are remembered for stale reads; beyond, the oldest are forgotten.</summary>
    private const int RememberedMax = 2000;

    private readonly Strike[] _strikes =
        [.. plan.Faults.Select((fault, at) => new Strike(fault, ((ulong)(uint)plan.Seed << 20) + (ulong)at, time.GetUtcNow()))];

    private readonly Dictionary<string, (EmulatorResponse? Earlier, EmulatorResponse Latest)> _reads = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = [];

    /// <summary>Whether the dialect has the platform's form of errors.</summary>
    public required bool HasPlatform { get; init; }

    /// <summary>Gives the resource at a path a new version.</summary>
    public required Action<string> Bump { get; init; }

    public required Action ForgetTokens { get; init; }

    public EmulatorResponse Answer(EmulatorRequest request, string correlationId, Func<EmulatorResponse> serve)
    {
        var delay = TimeSpan.Zero;
        foreach (var strike in _strikes.Where(strike => strike.Hits(request, time.GetUtcNow())))
        {
            if (strike.Fault.Kind != FaultKind.Delay)
            {
                return Suffer(strike, request, correlationId, serve) with { Delay = delay };
            }

            delay += TimeSpan.FromMilliseconds(strike.Fault.Milliseconds);
        }

        var answer = Remember(request, serve());
        return delay == TimeSpan.Zero ? answer : answer with { Delay = delay, Fault = FaultKind.Delay };
    }

    private EmulatorResponse Suffer(Strike strike, EmulatorRequest request, string correlationId, Func<EmulatorResponse> serve)
    {
        var fault = strike.Fault;
        switch (fault.Kind)
        {
            case FaultKind.RateLimit:
                return Refuse(fault, 429, "too.many.requests", "Rate limit exceeded the maximum", fault.RetryAfter, correlationId);
            case FaultKind.Maintenance:
                var seconds = Math.Max(1, (int)Math.Ceiling((strike.Ends - time.GetUtcNow()).TotalSeconds));
                return Refuse(fault, 503, "service.unavailable", "The service is under maintenance.", seconds, correlationId);
            case FaultKind.Error or FaultKind.Drop when fault.AfterCommit:
                Remember(request, serve());
                break;
            case FaultKind.ExpiredToken:
                ForgetTokens();
                return Refuse(fault, 401, "credentials.expired", "The supplied credentials are expired.", null, correlationId);
            case FaultKind.Forbidden:
                return Refuse(fault, 403, "missing.any.permissions", Permissions.Missing(request), null, correlationId);
            case FaultKind.VersionBump:
                Bump(request.Path);
                return Remember(request, serve()) with { Fault = fault.Kind };
            case FaultKind.StaleRead or FaultKind.WrongTotal or FaultKind.DuplicateItem or FaultKind.MissingItem:
                var truth = Remember(request, serve());
                var told = fault.Kind == FaultKind.StaleRead ? Stale(request, truth) : Lie(fault, truth);
                if (told is null)
                {
                    strike.Miss();
                }

                return told is null ? truth : told with { Fault = fault.Kind };
        }

        return fault.Kind == FaultKind.Drop
            ? Replies.Empty(0) with { IsDropped = true, Fault = fault.Kind }
            : Refuse(fault, fault.Status, "internal.server.error", "An unexpected error occurred.", fault.RetryAfter, correlationId);
    }

    private EmulatorResponse Refuse(
        Fault fault, int status, string code, string message, int? retryAfter, string correlationId)
    {
        var answer = fault.Body switch
        {
            FaultBody.Json => RefusalException.Platform(status, code, message).Render(correlationId, HasPlatform),
            FaultBody.None => Replies.Empty(status),
            FaultBody.Html => new(
                status,
                [new("Content-Type", "text/html; charset=utf-8")],
                Encoding.UTF8.GetBytes($"<html><head><title>{status}</title></head><body><h1>{status}</h1><p>{message}</p></body></html>\n")),
        };
        answer = answer.With("ININ-Correlation-Id", correlationId) with { Fault = fault.Kind };
        return retryAfter is { } seconds ? answer.With("Retry-After", $"{seconds}") : answer;
    }

    /// <summary>Null when there is nothing to lie about.</summary>
    private static EmulatorResponse? Lie(Fault fault, EmulatorResponse truth)
    {
        if (truth.Status != 200 || JsonNode.Parse(truth.Body.Span) is not JsonObject list
            || list["Resources"] is not JsonArray items)
        {
            return null;
        }

        switch (fault.Kind)
        {
            case FaultKind.WrongTotal:
                list["totalResults"] = Math.Max(0, (int)list["totalResults"]! + fault.By);
                break;
            case FaultKind.DuplicateItem when items.Count > 1:
                items[^1] = items[0]!.DeepClone();
                break;
            case FaultKind.MissingItem when items.Count > 0:
                items.RemoveAt(0);
                list["itemsPerPage"] = items.Count;
                break;
            default:
                return null;
        }

        var lie = Replies.Json(200, list, Replies.PlainJson);
        return truth with { Body = lie.Body };
    }

    private EmulatorResponse Remember(EmulatorRequest request, EmulatorResponse answer)
    {
        if (request.Method != "GET" || answer.Status != 200 || !plan.Faults.Any(fault => fault.Kind == FaultKind.StaleRead))
        {
            return answer;
        }

        if (!_reads.TryGetValue(request.Target, out var former))
        {
            _order.Enqueue(request.Target);
            if (_order.Count > RememberedMax)
            {
                _reads.Remove(_order.Dequeue());
            }

            _reads[request.Target] = (null, answer);
        }
        else if (!former.Latest.Body.Span.SequenceEqual(answer.Body.Span))
        {
            _reads[request.Target] = (former.Latest, answer);
        }

        return answer;
    }

    /// <summary>Null when nothing older is known. With today's headers, because the quota is not stale; with the version that belongs to the body.</summary>
    private EmulatorResponse? Stale(EmulatorRequest request, EmulatorResponse truth)
    {
        if (truth.Status != 200 || _reads[request.Target].Earlier is not { } earlier)
        {
            return null;
        }

        var headers = truth.Headers.Select(header =>
            header.Key == "ETag" ? earlier.Headers.First(former => former.Key == "ETag") : header);
        return truth with { Headers = [.. headers], Body = earlier.Body };
    }
}
