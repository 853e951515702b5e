using System.Globalization;
using System.Text.Json;
using GenesysScimState.Emulator;
using GenesysScimState.Tests.Support;

namespace GenesysScimState.Tests.Simulation;

/// <summary>Where and how a run dies.</summary>
/// <param name="Request">The number of the request, from 1.</param>
/// <param name="IsBefore">Before the server has seen it; else after, without the answer.</param>
/// <param name="Cut">Of what was written to the log since the request before, the part that is on the disk.</param>
internal sealed record Crash(int Request, bool IsBefore, double Cut);

/// <summary>
/// One seed's organization, files, network and clock, and the runs of the program among them. All of a run happens on one
/// scheduler, one piece at a time.
/// </summary>
internal sealed class Session : IDisposable
{
    private readonly TempFolder _folder = new("simulation");
    private readonly TaskScheduler _scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
    private readonly ScimEmulator _emulator;
    private readonly HttpMessageInvoker _server;
    private readonly AuditTrail _audit;
    private readonly Dictionary<string, List<byte[]>> _earlier = new(StringComparer.Ordinal);
    private readonly List<string> _trace = [];
    private readonly HashSet<string> _lies = new(StringComparer.Ordinal);
    private Crash? _crash;
    private int _runs;
    private int _requests;
    private long _logBefore;
    private long _logNow;
    private byte[]? _logAtCrash;

    public Session(World world, Weather weather, Dice dice)
    {
        (World, Weather, Dice) = (world, weather, dice);
        _folder.Write("scimstate.yaml", world.Configuration);
        _folder.Write("team.state.yaml", world.State);
        _emulator = ScimEmulator.Open(
            new EmulatorOptions
            {
                SeedFile = _folder.Write("organization.json", world.Organization),
                ClientSecret = Simulator.Secret,
                RequestsPerMinute = dice.One(300, 300, 40, 15),
                TokenLifetime = dice.One(TimeSpan.FromHours(24), TimeSpan.FromMinutes(5)),
            },
            Clock.Server);
        _server = new HttpMessageInvoker(new EmulatorHandler(_emulator));
        _audit = new AuditTrail(_folder.At(".scimstate/audit.jsonl"));
        Stranger = new Stranger(_emulator, dice.Fork());
        WasCalm = weather.IsCalm;
        Checker = new Checker(world, _audit) { HasStrangers = weather.HasStrangers };
    }

    public World World { get; }

    public Weather Weather { get; }

    public Dice Dice { get; }

    public SimulatedClock Clock { get; } = new();

    public Stranger Stranger { get; }

    public Checker Checker { get; }

    /// <summary>Whether nothing was ever to go wrong here.</summary>
    public bool WasCalm { get; }

    /// <summary>Requests of the last run.</summary>
    public int Requests => _requests;

    /// <summary>Writes of the last run that reached the network.</summary>
    public int Writes { get; private set; }

    public Census Census => Census.Of(_emulator);

    public string TraceText => string.Join('\n', _trace);

    public string? BrokenChain => _audit.Broken();

    public string? SavedPlan => File.Exists(_folder.At("plan.json")) ? File.ReadAllText(_folder.At("plan.json")) : null;

    public void Trace(string line) => _trace.Add(line);

    /// <summary>Runs a command in the folder; null when it died on the way.</summary>
    public async Task<CliRun?> RunAsync(Crash? crash, params string[] arguments)
    {
        (_crash, _requests, Writes, _logAtCrash) = (crash, 0, 0, null);
        _logBefore = _logNow = _audit.Length;
        Clock.Pass(TimeSpan.FromMinutes(2));
        Weather.Begin();
        _lies.Clear();
        Trace($"> {string.Join(' ', arguments)}{(crash is null ? "" : $" (dies at {crash})")}");

        await using var output = new StringWriter { NewLine = "\n" };
        await using var error = new StringWriter { NewLine = "\n" };
        var host = Host(output, error);
        string[] all = [.. arguments.Select(argument => argument == "plan.json" ? _folder.At(argument) : argument), "-C", _folder.Path];
        var exit = await Task.Factory.StartNew(() => App.RunAsync(all, host, CancellationToken.None), CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler).Unwrap();
        if (_logAtCrash is not null)
        {
            _audit.Restore(_logAtCrash);
            Trace("< died");
            return null;
        }

        Trace(string.Create(CultureInfo.InvariantCulture, $"< exit {exit}"));
        var run = new CliRun(exit, output.ToString(), error.ToString());
        Checker.ReadLog(Census);
        Checker.Finished(arguments, run, SavedPlan);
        return run;
    }

    public void Arrive(Arrival arrival, int most)
    {
        if (_logAtCrash is not null)
        {
            throw new CrashException();
        }

        if (++_requests > most)
        {
            Checker.Violations.Add($"more than {most} requests in one run");
            Die(cut: 1);
        }

        (_logBefore, _logNow) = (_logNow, _audit.Length);
        if (arrival.IsWrite)
        {
            Writes++;
            Checker.ReadLog(Census);
            Checker.Arrives(arrival);
            if (Writes == 1 && _lies.Count > 0)
            {
                Checker.Violations.Add($"{arrival.Method} {arrival.Target} after a listing that contradicts itself: {string.Join(' ', _lies)}");
            }
        }
    }

    public void CrashHere(bool isBefore)
    {
        if (_crash is { } crash && crash.Request == _requests && crash.IsBefore == isBefore)
        {
            Die(isBefore ? crash.Cut : 1);
        }
    }

    /// <summary>The server does it.</summary>
    public HttpResponseMessage Handle(Arrival arrival)
    {
        var before = arrival.IsWrite ? Census : null;
        var answer = _server.Send(arrival.Message, CancellationToken.None);
        if (before is not null)
        {
            Checker.Happened(arrival, (int)answer.StatusCode, before, Census);
        }

        if (arrival.IsToken && answer.IsSuccessStatusCode)
        {
            using var granted = JsonDocument.Parse(FaultyNetwork.BytesOf(answer));
            Checker.Secret(granted.RootElement.GetProperty("access_token").GetString()!);
        }

        if (WasCalm && (int)answer.StatusCode == 429)
        {
            Checker.Violations.Add("a 429 in calm weather");
        }

        return answer;
    }

    /// <summary>What this request was answered before; null when it is new.</summary>
    public byte[]? Earlier(Arrival arrival) =>
        _earlier.TryGetValue(arrival.Target, out var answers) ? Dice.One(answers) : null;

    /// <summary>A page was given out that does not fit the others of its listing; read from the beginning, it is forgotten.</summary>
    public void Listed(Arrival arrival, bool contradicts)
    {
        var listing = arrival.Resource + (arrival.Target.Contains("filter", StringComparison.Ordinal) ? " inactive" : "");
        if (contradicts)
        {
            _lies.Add(listing);
        }
        else if (arrival.Target.Contains("startIndex=1&count=25", StringComparison.Ordinal))
        {
            _lies.Remove(listing);
        }
    }

    public void Remember(Arrival arrival, byte[] body)
    {
        if (!_earlier.TryGetValue(arrival.Target, out var answers))
        {
            _earlier[arrival.Target] = answers = [];
        }

        answers.Add(body);
    }

    public void Dispose()
    {
        _server.Dispose();
        _emulator.Dispose();
        _folder.Dispose();
    }

    private Host Host(TextWriter output, TextWriter error) => new()
    {
        Out = output,
        Error = error,
        In = TextReader.Null,
        Environment = name => name switch
        {
            "GENESYS_CLIENT_ID" => "emulator",
            "GENESYS_CLIENT_SECRET" => Simulator.Secret,
            "USER" => "tester",
            _ => null,
        },
        Time = Clock,
        Jitter = () => 0.5,
        NewRunId = () => string.Create(CultureInfo.InvariantCulture, $"run-{++_runs}"),
        Concurrency = 1,
        Network = () => new FaultyNetwork(this),
    };

    private void Die(double cut)
    {
        var log = _audit.Bytes();
        _logAtCrash = log[..(int)(_logBefore + ((log.Length - _logBefore) * cut))];
        throw new CrashException();
    }
}
