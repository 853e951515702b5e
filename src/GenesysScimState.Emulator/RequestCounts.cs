namespace GenesysScimState.Emulator;

/// <summary>
/// What was asked since the start or the last reset: token and API requests, not those under <c>/emulator</c>.
/// </summary>
public sealed record RequestCounts(
    int Total,
    IReadOnlyDictionary<string, int> ByMethod,
    IReadOnlyDictionary<int, int> ByStatus);
