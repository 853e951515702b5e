using GenesysScimState.Emulator;
using GenesysScimState.Tests.Support;

namespace GenesysScimState.Tests.Simulation;

/// <summary>A machine that the program runs on: a checkout of the files, with an audit log of its own.</summary>
internal sealed class Machine : IDisposable
{
    private readonly TempFolder _folder = new("simulation");

    public Machine(Session session)
    {
        _folder.Write("scimstate.yaml", session.World.Configuration);
        _folder.Write("team.state.yaml", session.World.State);
        if (session.World.Dialect.File is { } dialect)
        {
            _folder.Write("own.yaml", dialect);
        }

        Audit = new AuditTrail(_folder.At(".scimstate/audit.jsonl"));
        Checker = new Checker(session, Audit);
    }

    public string Path => _folder.Path;

    public AuditTrail Audit { get; }

    public Checker Checker { get; }

    public string? SavedPlan => File.Exists(At("plan.json")) ? File.ReadAllText(At("plan.json")) : null;

    public string At(string name) => _folder.At(name);

    public string Write(string name, string text) => _folder.Write(name, text);

    public void Dispose() => _folder.Dispose();
}

/// <summary>
/// One seed's organization, files, network and clock, and the runs of the program among them. All of a run happens on one
/// scheduler, one piece at a time, and of two runs at once one at a time.
/// </summary>
internal sealed class Session : IDisposable
{
    private readonly ScimEmulator _emulator;
    private readonly HttpMessageInvoker _server;
    private readonly Dictionary<string, List<byte[]>> _earlier = new(StringComparer.Ordinal);
    private readonly Dictionary<ReadOnlyMemory<byte>, object> _known = [];
    private readonly List<string> _trace = [];
    private readonly HashSet<Resident> _named = new(ReferenceEqualityComparer.Instance);
    private Machine? _there;
    private Census? _census;
    private int _runs;

    public Session(World world, Weather weather, Dice dice, Sabotage? sabotage = null)
    {
        (World, Weather, Dice, Sabotage) = (world, weather, dice, sabotage ?? new Sabotage());
        Here = new Machine(this);
        var quota = dice.One(300, 300, 40, 15);
        _emulator = ScimEmulator.Open(
            new EmulatorOptions
            {
                SeedFile = Here.Write("organization.json", world.Organization),
                ClientSecret = Simulator.Secret,
                Dialect = world.Dialect.Name,
                RequestsPerMinute = world.Dialect.HasQuota ? quota : null,
                MaxPageSize = world.Dialect.LargestPage,
                TokenLifetime = dice.One(TimeSpan.FromHours(24), TimeSpan.FromMinutes(5)),
            },
            Clock.Server);
        _server = new HttpMessageInvoker(new EmulatorHandler(_emulator));
        Stranger = new Stranger(_emulator, dice.Fork(), world.Dialect);
        WasCalm = weather.IsCalm;
        HasOthers = weather.HasStrangers;
        _ = Census;
    }

    public World World { get; }

    public Weather Weather { get; }

    public Dice Dice { get; }

    public Sabotage Sabotage { get; }

    public SimulatedClock Clock { get; } = new();

    public Stranger Stranger { get; }

    public Machine Here { get; }

    /// <summary>Another machine, which few lives need.</summary>
    public Machine There => _there ??= new Machine(this);

    /// <summary>Whether nothing was ever to go wrong here.</summary>
    public bool WasCalm { get; }

    /// <summary>Whether anybody but a single run of the program ever wrote.</summary>
    public bool HasOthers { get; private set; }

    /// <summary>What is wrong, so far.</summary>
    public List<string> Violations { get; } = [];

    /// <summary>Times each userName was created.</summary>
    public Dictionary<string, int> Created { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What may stand in no output.</summary>
    public HashSet<string> Secrets { get; } = new(StringComparer.Ordinal) { Simulator.Secret };

    /// <summary>The userNames of everybody who was ever there, and those that the files give them, by id.</summary>
    public Dictionary<string, HashSet<string>> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>Writes of the last run that reached the network.</summary>
    public int Writes { get; private set; }

    public Census Census => _census ??= Count();

    public string TraceText => string.Join('\n', _trace);

    public void Trace(string line) => _trace.Add(line);

    /// <summary>Runs a command here; null when it died on the way.</summary>
    public async Task<CliRun?> RunAsync(Accident? accident, params string[] arguments)
    {
        using var run = new ProgramRun(this, Here, accident, ++_runs);
        var ended = await run.RunAsync(arguments);
        Writes = run.Writes;
        return ended;
    }

    /// <summary>Runs apply twice at once: both here, or one here and one on another machine.</summary>
    public async Task RunBothAsync(bool isSameMachine, Accident? first, Accident? second)
    {
        isSameMachine |= World.Dialect is { IsWhole: true, HasVersions: false };
        HasOthers |= !isSameMachine;
        Trace(isSameMachine ? "two at once here" : "two at once");
        using var turns = new Turns(Dice.Fork(), 2);
        using var one = new ProgramRun(this, Here, first, ++_runs) { Turn = (turns, 0) };
        using var other = new ProgramRun(this, isSameMachine ? Here : There, second, ++_runs) { Turn = (turns, 1) };
        await Task.WhenAll(one.RunAsync("apply", "--auto-approve"), other.RunAsync("apply", "--auto-approve"));
    }

    /// <summary>The server does it.</summary>
    public HttpResponseMessage Send(HttpRequestMessage message, bool mayChange)
    {
        _census = mayChange ? null : _census;
        return _server.Send(message, CancellationToken.None);
    }

    /// <summary>Somebody else does something.</summary>
    public void Act(Func<Stranger, string> act)
    {
        _ = Census;
        Trace($"  stranger: {act(Stranger)}");
        _census = null;
    }

    /// <summary>What this request was answered before; null when it is new.</summary>
    public byte[]? Earlier(Arrival arrival) =>
        _earlier.TryGetValue(arrival.Target, out var answers) ? Dice.One(answers) : null;

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
        Here.Dispose();
        _there?.Dispose();
    }

    private Census Count()
    {
        var census = Census.Of(_emulator, _known);
        foreach (var user in census.Users.Values.Where(_named.Add))
        {
            Names.TryAdd(user.Id, new(StringComparer.Ordinal));
            Names[user.Id].Add(user.UserName);
            if (World.Find(user.ExternalId, user.UserName) is { } declared)
            {
                Names[user.Id].Add(declared.UserName);
            }
        }

        return census;
    }
}
