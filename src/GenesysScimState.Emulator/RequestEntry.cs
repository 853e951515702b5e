using GenesysScimState.Emulator.Faults;

namespace GenesysScimState.Emulator;

/// <summary>A request as the log has it.</summary>
/// <param name="At">When the answer was there.</param>
/// <param name="Method">Such as <c>GET</c>.</param>
/// <param name="Target">Path and query as sent: it may name users, and is not to be trusted.</param>
/// <param name="Status">Of the answer; 0 when the connection was ended without one.</param>
/// <param name="Took">How long the answer took, an intended delay included.</param>
/// <param name="Fault">What struck the request, if anything did.</param>
public sealed record RequestEntry(
    DateTimeOffset At,
    string Method,
    string Target,
    int Status,
    TimeSpan Took,
    FaultKind? Fault);
