namespace GenesysScimState.Emulator;

/// <summary>One HTTP request, apart from any transport.</summary>
/// <param name="Method">Upper-case, such as <c>GET</c>.</param>
/// <param name="Target">Path and query as sent, still percent-encoded.</param>
/// <param name="Headers">Header values by name; the dictionary must ignore the case of names.</param>
/// <param name="Body">Empty when there is none.</param>
public sealed record EmulatorRequest(
    string Method,
    string Target,
    IReadOnlyDictionary<string, string> Headers,
    ReadOnlyMemory<byte> Body)
{
    internal string Path => Target.Split('?', 2)[0];

    internal string Query => Target.Split('?', 2) is [_, var query] ? query : "";

    internal string? Header(string name) => Headers.GetValueOrDefault(name);
}
