using GenesysScimState.Emulator.Faults;

namespace GenesysScimState.Emulator;

/// <summary>One HTTP response, apart from any transport.</summary>
/// <param name="Status">HTTP status code.</param>
/// <param name="Headers">In the order to send; includes <c>Content-Type</c> when there is a body.</param>
/// <param name="Body">UTF-8, or empty.</param>
public sealed record EmulatorResponse(
    int Status,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    ReadOnlyMemory<byte> Body)
{
    /// <summary>How long to wait before the response is sent.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Whether the connection is to be ended instead.</summary>
    public bool IsDropped { get; init; }

    internal FaultKind? Fault { get; init; }

    internal EmulatorResponse With(string name, string value) => this with { Headers = [.. Headers, new(name, value)] };
}
