using GenesysScimState.Emulator;

namespace GenesysScimState.Tests.Support;

/// <summary>A run of the program: its two streams and its exit code.</summary>
internal sealed record CliRun(int Exit, string Out, string Error)
{
    /// <summary>Everything that was printed, as it would stand in a terminal that shows errors first.</summary>
    public override string ToString() => $"{Error}{Out}exit {Exit}\n";
}

/// <summary>
/// The program in process, against an emulator of its own instead of the network: one request at a time, a clock that
/// only moves where the program waits, no randomness, so that whatever it prints can be compared.
/// </summary>
internal sealed class Cli
{
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal)
    {
        ["GENESYS_CLIENT_ID"] = "emulator",
        ["GENESYS_CLIENT_SECRET"] = "emulator",
        ["USER"] = "tester",
    };

    private int _runs;

    /// <summary>What answers instead of the network.</summary>
    public Func<HttpMessageHandler>? Network { get; init; }

    public ImpatientTime Time { get; } = new(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));

    /// <summary>Instead of the clock that stands still.</summary>
    public TimeProvider? Clock { get; init; }

    public string Input { get; init; } = "";

    public bool IsInteractive { get; init; }

    public Cli With(string variable, string? value)
    {
        if (value is null)
        {
            _environment.Remove(variable);
        }
        else
        {
            _environment[variable] = value;
        }

        return this;
    }

    /// <summary>Where the streams go instead of into the <see cref="CliRun"/>.</summary>
    public (TextWriter? Out, TextWriter? Error) Redirected { get; set; }

    /// <summary>Ctrl-C.</summary>
    public CancellationToken Interruption { get; init; }

    public async Task<CliRun> RunAsync(params string[] arguments)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        await using var error = new StringWriter { NewLine = "\n" };
        var host = new Host
        {
            Out = Redirected.Out ?? output,
            Error = Redirected.Error ?? error,
            In = new StringReader(Input),
            IsInteractive = IsInteractive,
            Environment = _environment.GetValueOrDefault,
            Time = Clock ?? Time,
            Jitter = () => 0.5,
            NewRunId = () => $"run-{++_runs}",
            Concurrency = 1,
            Network = Network,
        };
        var exit = await App.RunAsync(arguments, host, Interruption);
        return new CliRun(exit, output.ToString(), error.ToString());
    }
}

/// <summary>An emulator behind a handler that writes down what is sent to it.</summary>
internal sealed class RecordedEmulator(ScimEmulator emulator)
{
    private readonly List<string> _writes = [];

    /// <summary>Method, path and body of every request that is not a GET or for a token, as sent.</summary>
    public IReadOnlyList<string> Writes => _writes;

    public int Requests { get; private set; }

    /// <summary>Called with each request but those for tokens; an answer it gives is given instead of the emulator's.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage?> Intercept { get; set; } = _ => null;

    /// <summary>May change an answer of the emulator.</summary>
    public Action<HttpRequestMessage, HttpResponseMessage> Answered { get; set; } = (_, _) => { };

    public HttpMessageHandler Handler() => new Recorder(this) { InnerHandler = new EmulatorHandler(emulator) };

    public void Forget()
    {
        _writes.Clear();
        Requests = 0;
    }

    private sealed class Recorder(RecordedEmulator record) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            record.Requests++;
            if (request.Method != HttpMethod.Get && request.RequestUri!.AbsolutePath != "/oauth/token")
            {
                var condition = request.Headers.IfMatch.Count > 0 ? $"  If-Match: {request.Headers.IfMatch}" : "";
                var body = request.Content is null ? "" : "\n" + await request.Content.ReadAsStringAsync(cancellationToken);
                record._writes.Add($"{request.Method} {request.RequestUri!.AbsolutePath}{condition}{body}");
            }

            if (request.RequestUri!.AbsolutePath == "/oauth/token")
            {
                return await base.SendAsync(request, cancellationToken);
            }

            var answer = record.Intercept(request) ?? await base.SendAsync(request, cancellationToken);
            record.Answered(request, answer);
            return answer;
        }
    }
}
