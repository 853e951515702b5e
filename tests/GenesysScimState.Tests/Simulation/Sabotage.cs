namespace GenesysScimState.Tests.Simulation;

/// <summary>
/// A program or a world that is wrong on purpose, to see that <see cref="Checker"/> sees it. Nothing of it is set in the
/// lives that look for bugs.
/// </summary>
internal sealed record Sabotage
{
    /// <summary>The program sends something else than it says.</summary>
    public Func<Session, Arrival, Arrival> Sends { get; init; } = (_, arrival) => arrival;

    /// <summary>The server is asked in another way, or something more happens; the last argument asks it as it should be.</summary>
    public Func<ProgramRun, Arrival, Func<HttpResponseMessage>, HttpResponseMessage> Handles { get; init; } = (_, _, server) => server();

    /// <summary>A limit that is 0 in truth, and high in the configuration; null: none.</summary>
    public string? Limit { get; init; }

    /// <summary>The program gets another answer than the one that was sent.</summary>
    public Func<HttpResponseMessage, HttpResponseMessage> Receives { get; init; } = answer => answer;

    /// <summary>Before each of the steps at the end of a life, named in <see cref="Simulator"/>.</summary>
    public Action<Session, string> Before { get; init; } = (_, _) => { };
}
