namespace GenesysScimState.Emulator;

/// <summary>One HTTP response, apart from any transport.</summary>
/// <param name="Status">HTTP status code.</param>
/// <param name="Headers">In the order to send; includes <c>Content-Type</c> when there is a body.</param>
/// <param name="Body">UTF-8 JSON, or empty.</param>
public sealed record EmulatorResponse(
    int Status,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    ReadOnlyMemory<byte> Body)
{
    internal EmulatorResponse With(string name, string value) => this with { Headers = [.. Headers, new(name, value)] };
}
