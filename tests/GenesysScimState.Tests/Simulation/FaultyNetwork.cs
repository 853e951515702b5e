using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GenesysScimState.Tests.Simulation;

/// <summary>The process is gone. Nothing of the program may notice it, so it is no exception that anybody catches.</summary>
internal sealed class CrashException() : Exception("the process is gone");

/// <summary>One request as it arrives at the network.</summary>
internal sealed partial record Arrival(HttpRequestMessage Message, byte[] Body)
{
    public string Method => Message.Method.Method;

    public string Target => Message.RequestUri!.PathAndQuery;

    /// <summary>The last two parts of the path: <c>Users/u-01</c>, or <c>Users</c>.</summary>
    public string Resource { get; } = BasePath().Replace(Message.RequestUri!.AbsolutePath, "");

    /// <summary>Ends when the program has waited long enough.</summary>
    public CancellationToken Cancellation { get; init; }

    public bool IsToken => Resource == "/oauth/token";

    public bool IsWrite => Method != "GET" && !IsToken;

    public bool IsListing => Method == "GET" && Resource is "Users" or "Groups";

    /// <summary>The id in the path; empty for a listing or a creation.</summary>
    public string Id => Resource.Split('/') is [_, var id] ? Uri.UnescapeDataString(id) : "";

    [GeneratedRegex("^(?:/api/v2)?/scim/(?:v2/)?", RegexOptions.None, 5000)]
    private static partial Regex BasePath();
}

/// <summary>
/// The network between the program and the emulator. Every answer is there when the call returns, so that one seed is one
/// order of events.
/// </summary>
internal sealed class FaultyNetwork(ProgramRun run) : HttpMessageHandler
{
    /// <summary>A run that sends more is taken for one that never ends.</summary>
    private const int RequestsMax = 3_000;

    private readonly Session _session = run.Session;
    private JsonNode? _lastOfPage;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult(Answer(new(request, BodyOf(request)) { Cancellation = cancellationToken }));
        }
        catch (Exception exception)
        {
            return Task.FromException<HttpResponseMessage>(exception);
        }
    }

    private static byte[] BodyOf(HttpRequestMessage request)
    {
        using var body = new MemoryStream();
        request.Content?.CopyTo(body, null, CancellationToken.None);
        return body.ToArray();
    }

    private HttpResponseMessage Answer(Arrival arrival)
    {
        arrival = _session.Sabotage.Sends(_session, arrival);
        run.Arrive(arrival, RequestsMax);
        run.DieHere(isBefore: true);
        var fault = _session.Weather.Next(arrival.IsListing, arrival.IsToken, arrival.IsWrite);
        _session.Trace($"{arrival.Method} {arrival.Target}{(fault == Fault.None ? "" : $" !{fault}")}");
        var answer = Suffer(fault, arrival);
        run.DieHere(isBefore: false);
        run.Answers(answer);
        answer = _session.Sabotage.Receives(answer);
        _session.Trace(string.Create(CultureInfo.InvariantCulture, $"  {(int)answer.StatusCode}"));
        return answer;
    }

    private HttpResponseMessage Suffer(Fault fault, Arrival arrival)
    {
        var dice = _session.Dice;
        switch (fault)
        {
            case Fault.Refused:
                throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused");
            case Fault.RequestLost:
                throw Lost();
            case Fault.AnswerLost:
                Handle(arrival);
                throw Lost();
            case Fault.TimeoutBefore:
                throw TimedOut(arrival.Cancellation);
            case Fault.TimeoutAfter:
                Handle(arrival);
                throw TimedOut(arrival.Cancellation);
            case Fault.ErrorBefore:
                return Answers.Error(dice, arrival.Message);
            case Fault.ErrorAfter:
                Handle(arrival);
                return Answers.Error(dice, arrival.Message);
            case Fault.Limited:
                return Answers.Limited(dice, _session.Clock.GetUtcNow());
            case Fault.Unauthorised:
                return Answers.Unauthorised();
            case Fault.Twice:
                return dice.One(Handle(arrival), Handle(arrival));
            case Fault.Truncated:
                return Truncated(Handle(arrival));
            case Fault.Stale when _session.Earlier(arrival) is { } earlier:
                return Answers.With(Handle(arrival), earlier);
            case Fault.WrongTotal or Fault.ItemMissing or Fault.ItemTwice or Fault.Empty or Fault.Moved:
                return Lie(fault, arrival);
            case Fault.ClockJump:
                _session.Clock.Skew = TimeSpan.FromSeconds(dice.One(-7200, -90, -1, 0, 61, 400, 90_000));
                return Handle(arrival);
            case Fault.Stranger when !IsBlind(arrival):
                _session.Act(stranger => stranger.Act());
                return Handle(arrival);
            case Fault.VersionBump when !IsBlind(arrival) && arrival.Resource.StartsWith("Users/", StringComparison.Ordinal):
                _session.Act(stranger => stranger.Number(arrival.Id));
                return Handle(arrival);
            case Fault.LagsBehind:
                return LagBehind(arrival);
            default:
                return Handle(arrival);
        }
    }

    /// <summary>A whole user without a version overwrites what was written since he was read; nothing holds then.</summary>
    private bool IsBlind(Arrival arrival) => arrival.Method == "PUT" && !_session.World.Dialect.HasVersions;

    /// <summary>The write is done, and the answer and some looks after it show what was there before.</summary>
    private HttpResponseMessage LagBehind(Arrival arrival)
    {
        if (arrival.Id.Length == 0 || IsBlind(arrival))
        {
            return Handle(arrival);
        }

        using var look = new HttpRequestMessage(HttpMethod.Get, arrival.Message.RequestUri);
        look.Headers.Authorization = arrival.Message.Headers.Authorization;
        using var before = _session.Send(look, mayChange: false);
        var answer = Handle(arrival);
        if (!before.IsSuccessStatusCode || !answer.IsSuccessStatusCode)
        {
            return answer;
        }

        var body = BytesOf(before);
        run.LagBehind(arrival.Resource, body, _session.Dice.One(1, 2, 3, 9));
        return (int)answer.StatusCode == 204 ? answer : Answers.With(answer, body);
    }

    private HttpResponseMessage Handle(Arrival arrival)
    {
        var answer = run.Handle(arrival);
        if (run.Behind(arrival) is { Body: { } old })
        {
            answer.StatusCode = System.Net.HttpStatusCode.OK;
            return Answers.With(answer, old);
        }

        if (!arrival.IsListing || (int)answer.StatusCode != 200)
        {
            return answer;
        }

        if (arrival.Target.Contains("count=0", StringComparison.Ordinal))
        {
            run.Listed(arrival, contradicts: false);
        }
        else
        {
            var body = BytesOf(answer);
            _session.Remember(arrival, body);
            run.Listed(arrival, contradicts: false);
            _lastOfPage = JsonNode.Parse(body)?["Resources"] is JsonArray { Count: > 0 } items ? items[^1] : null;
        }

        return answer;
    }

    private HttpResponseMessage Lie(Fault fault, Arrival arrival)
    {
        var before = _lastOfPage;
        var answer = Handle(arrival);
        if ((int)answer.StatusCode != 200)
        {
            return answer;
        }

        var truth = BytesOf(answer);
        var lie = Answers.Lie(fault, truth, _session.Dice, before);
        run.Listed(arrival, Contradicts(fault, truth, lie));
        return Answers.With(answer, lie);
    }

    /// <summary>One entry less and a total of one less is a smaller organization; all else cannot be true.</summary>
    private static bool Contradicts(Fault fault, byte[] truth, byte[] lie)
    {
        var (before, after) = (JsonNode.Parse(truth)!, JsonNode.Parse(lie)!);
        return fault switch
        {
            Fault.WrongTotal => (int)before["totalResults"]! != (int)after["totalResults"]!,
            // A page that ends early is continued where it ended, and nobody is missing.
            Fault.ItemMissing => IsShorter(before, after)
                && !before["Resources"]!.AsArray().Zip(after["Resources"]!.AsArray()).All(pair => JsonNode.DeepEquals(pair.First, pair.Second)),
            Fault.Empty => IsShorter(before, after),
            Fault.ItemTwice => !JsonNode.DeepEquals(before, after),
            _ => false,
        };
    }

    private static bool IsShorter(JsonNode before, JsonNode after) => (int)before["totalResults"]! == (int)after["totalResults"]!
        && before["Resources"]!.AsArray().Count > after["Resources"]!.AsArray().Count;

    private HttpResponseMessage Truncated(HttpResponseMessage answer)
    {
        var body = BytesOf(answer);
        if (_session.Dice.Chance(0.5))
        {
            // The connection said how long the answer would be.
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely");
        }

        return body.Length == 0 ? answer : Answers.With(answer, body[.._session.Dice.Below(body.Length)]);
    }

    private static HttpRequestException Lost() =>
        new(HttpRequestError.Unknown, "An error occurred", new IOException("Connection reset by peer"));

    private TaskCanceledException TimedOut(CancellationToken cancellationToken)
    {
        _session.Clock.EndTries();
        return cancellationToken.IsCancellationRequested
            ? new TaskCanceledException("timed out", null, cancellationToken)
            : throw new InvalidOperationException("No try was under way that could time out.");
    }

    public static byte[] BytesOf(HttpResponseMessage answer)
    {
        using var stream = new MemoryStream();
        answer.Content.CopyTo(stream, null, CancellationToken.None);
        return stream.ToArray();
    }
}
