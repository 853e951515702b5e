using System.Globalization;
using System.Text.Json;
using GenesysScimState.Tests.Support;

namespace GenesysScimState.Tests.Simulation;

/// <summary>How a run is disturbed beyond its network: where it dies, or what its disk does. At most one of them.</summary>
/// <param name="Request">Dies at this request, from 1; 0: at none.</param>
/// <param name="IsBefore">Before the server has seen it; else after, without the answer.</param>
/// <param name="Disk">What becomes of the disk under the log; null: nothing.</param>
internal sealed record Accident(int Request, bool IsBefore, DiskTrouble? Disk);

/// <summary>One run of the program on a machine, from its first request to its exit or its death.</summary>
internal sealed class ProgramRun(Session session, Machine machine, Accident? accident, int number) : IDisposable
{
    private readonly HashSet<string> _lies = new(StringComparer.Ordinal);
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };
    private readonly Dictionary<string, (byte[]? Body, int Times)> _behind = new(StringComparer.Ordinal);
    private SimulatedDisk _disk = null!;
    private (DateTimeOffset Until, TimeSpan Skew) _closed;
    private ShownPlan[]? _shown;
    private bool _isCalm;
    private string[] _arguments = [];

    /// <summary>Among several at once; null: alone.</summary>
    public (Turns Turns, int Who)? Turn { get; init; }

    public Session Session => session;

    public string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"run-{number}");

    public int Requests { get; private set; }

    /// <summary>Writes that reached the network.</summary>
    public int Writes { get; private set; }

    /// <summary>What was shown before anything was written: the plan as printed, and the saved one when one is applied.</summary>
    public IReadOnlyList<ShownPlan> Shown => _shown ??=
    [
        ShownPlan.Printed(_output.ToString()),
        .. _arguments is ["apply", "plan.json", ..] && machine.SavedPlan is { } saved ? [ShownPlan.Saved(saved)] : Array.Empty<ShownPlan>(),
    ];

    /// <summary>Null when it died on the way.</summary>
    public async Task<CliRun?> RunAsync(params string[] arguments)
    {
        var scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        return await Task.Factory.StartNew(
            () => LiveAsync(arguments), CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler).Unwrap();
    }

    public void Arrive(Arrival arrival, int most)
    {
        ThrowIfDead();
        Turn?.Turns.Next(Turn.Value.Who);
        Requests++;
        if (Requests > most)
        {
            session.Violations.Add($"more than {most} requests in one run");
            Die();
        }

        // A program whose clock has jumped meanwhile cannot know.
        if (session.Clock.Server.GetUtcNow() < _closed.Until && session.Clock.Skew == _closed.Skew)
        {
            session.Violations.Add($"{arrival.Method} {arrival.Target} before {_closed.Until:T}, until when a 429 asked to wait");
        }

        if (arrival.IsWrite)
        {
            Writes++;
            machine.Checker.ReadLog(session.Census);
            machine.Checker.Arrives(arrival, Shown);
            if (_lies.Count > 0 && Writes == 1)
            {
                session.Violations.Add($"{arrival.Method} {arrival.Target} after a listing that contradicts itself: {string.Join(' ', _lies)}");
            }
        }
    }

    public void DieHere(bool isBefore)
    {
        if (accident is { Request: > 0 } && accident.Request == Requests && accident.IsBefore == isBefore)
        {
            Die();
        }
    }

    public HttpResponseMessage Handle(Arrival arrival) => session.Sabotage.Handles(this, arrival, () => HandleWell(arrival));

    /// <summary>An answer goes out to the program.</summary>
    public void Answers(HttpResponseMessage answer)
    {
        if ((int)answer.StatusCode != 429)
        {
            return;
        }

        var asked = answer.Headers.RetryAfter?.Delta
            ?? (answer.Headers.TryGetValues("inin-ratelimit-reset", out var reset) && double.TryParse(reset.First(), CultureInfo.InvariantCulture, out var seconds)
                ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero);
        _closed = asked <= TimeSpan.FromSeconds(180) ? (session.Clock.Server.GetUtcNow() + asked, session.Clock.Skew) : _closed;
    }

    /// <summary>
    /// A page was given out that does not fit the others of its listing; read from the beginning, or where a page behind the end
    /// was at odds counted once more, it is forgotten.
    /// </summary>
    public void Listed(Arrival arrival, bool contradicts)
    {
        var listing = arrival.Resource + (arrival.Target.Contains("filter", StringComparison.Ordinal) ? " inactive" : "");
        if (contradicts)
        {
            _lies.Add(listing);
        }
        else if (arrival.Target.Contains($"startIndex=1&count={session.World.Dialect.PageSize}", StringComparison.Ordinal)
            || (session.World.Dialect != SpokenDialect.GenesysCloud && (arrival.Target.Contains("startIndex=1&count=0", StringComparison.Ordinal) || arrival.Target.EndsWith("startIndex=1&count=1", StringComparison.Ordinal))))
        {
            _lies.Remove(listing);
        }
    }

    /// <summary>For so many looks a user or group is shown as it was: null when it was not there.</summary>
    public void LagBehind(string resource, byte[]? before, int times) => _behind[resource] = (before, times);

    /// <summary>What a look at a user or group shows that is not up to date yet; null when it is.</summary>
    public (byte[]? Body, int Times)? Behind(Arrival arrival)
    {
        if (arrival.Method != "GET" || !_behind.TryGetValue(arrival.Resource, out var behind) || behind.Times == 0)
        {
            return null;
        }

        _behind[arrival.Resource] = behind with { Times = behind.Times - 1 };
        return behind;
    }

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    private async Task<CliRun?> LiveAsync(string[] arguments)
    {
        Turn?.Turns.Begin(Turn.Value.Who);
        try
        {
            _arguments = arguments;
            _isCalm = session.Weather.IsCalm && Turn is null && session.Clock.Skew == TimeSpan.Zero;
            _disk = new SimulatedDisk(machine.Audit, accident?.Disk, Die);
            session.Clock.Pass(TimeSpan.FromMinutes(2));
            session.Weather.Begin();
            session.Trace($"> {Name} {string.Join(' ', arguments)}{(accident is null ? "" : $" ({accident})")}");
            string[] all = [.. arguments.Select(argument => argument == "plan.json" ? machine.At(argument) : argument), "-C", machine.Path];
            return End(arguments, await App.RunAsync(all, Host(), CancellationToken.None));
        }
        finally
        {
            Turn?.Turns.Leave(Turn.Value.Who);
        }
    }

    private CliRun? End(string[] arguments, int exit)
    {
        machine.Checker.ReadLog(session.Census);
        if (machine.Audit.Entries.LastOrDefault(entry => entry.Event == "run-started") is { } started
            && !machine.Audit.Text.Contains(started.Line, StringComparison.Ordinal))
        {
            session.Violations.Add($"the log has lost the beginning of its last run: {started}");
        }

        if (_disk.IsDead)
        {
            session.Trace($"< {Name} died");
            return null;
        }

        session.Trace(string.Create(CultureInfo.InvariantCulture, $"< {Name} exit {exit}"));
        var run = new CliRun(exit, _output.ToString(), _error.ToString());
        machine.Checker.Finished(arguments, run, machine.SavedPlan);
        return run;
    }

    /// <summary>A write was done.</summary>
    public void Happened(Arrival arrival, Census before) => machine.Checker.Happened(arrival, before, session.Census, Shown);

    private HttpResponseMessage HandleWell(Arrival arrival)
    {
        var before = arrival.IsWrite ? session.Census : null;
        var answer = session.Send(arrival.Message, arrival.IsWrite);
        if (before is not null && answer.IsSuccessStatusCode)
        {
            Happened(arrival, before);
        }

        if (arrival.IsToken && answer.IsSuccessStatusCode)
        {
            using var granted = JsonDocument.Parse(FaultyNetwork.BytesOf(answer));
            session.Secrets.Add(granted.RootElement.GetProperty("access_token").GetString()!);
        }

        if (_isCalm && (int)answer.StatusCode == 429)
        {
            session.Violations.Add("a 429 in calm weather");
        }

        return answer;
    }

    private void ThrowIfDead()
    {
        if (_disk.IsDead)
        {
            throw new CrashException();
        }
    }

    private void Die()
    {
        _disk.IsDead = true;
        throw new CrashException();
    }

    private Host Host() => new()
    {
        Out = _output,
        Error = _error,
        In = TextReader.Null,
        Environment = name => name switch
        {
            "GENESYS_CLIENT_ID" => "emulator",
            "GENESYS_CLIENT_SECRET" => Simulator.Secret,
            "USER" => "tester",
            _ => null,
        },
        Time = session.Clock,
        Jitter = () => 0.5,
        NewRunId = () => Name,
        Concurrency = 1,
        Network = () => new FaultyNetwork(this),
        Append = path => _disk.Append(path),
    };
}
