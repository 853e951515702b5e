using GenesysScimState.Http;

namespace GenesysScimState;

/// <summary>
/// The world as the program sees it: where text goes, where it comes from, the clock. One record, so that a whole run is
/// a method call in a test.
/// </summary>
internal sealed record Host
{
    /// <summary>The result of a command, and nothing else.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Diagnostics and progress, from whatever is under way at once.</summary>
    public required TextWriter Error { get; init; }

    public required TextReader In { get; init; }

    /// <summary>Whether somebody can answer a question.</summary>
    public bool IsInteractive { get; init; }

    public bool OutIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    /// <summary>An environment variable; null when it is not set or empty.</summary>
    public required Func<string, string?> Environment { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>From 0 up to 1, to spread retries.</summary>
    public required Func<double> Jitter { get; init; }

    /// <summary>Names a run in reports and the audit log.</summary>
    public required Func<string> NewRunId { get; init; }

    /// <summary>Tells whoever waits for this process which one it is.</summary>
    public int ProcessId { get; init; }

    /// <summary>The name of the operating system's account; empty when it has none.</summary>
    public string Account { get; init; } = "";

    /// <summary>Requests at a time, reading and writing alike, where neither the configuration nor the dialect has a number.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>Opens the audit log at its end, unbuffered; null: on the disk. A test's disk may be full.</summary>
    public Func<string, FileStream>? Append { get; init; }

    /// <summary>Masks secrets in all that is shown.</summary>
    public Redaction Secrets { get; init; } = new();

    /// <summary>Begins a part of the run that a signal does not cut off before its end; null: nothing cuts it off.</summary>
    public Func<IDisposable>? Write { get; init; }

    /// <summary>Stands in for the network in tests; null: real sockets.</summary>
    public Func<HttpMessageHandler>? Network { get; init; }

#pragma warning disable RS0030 // The one place that touches the process: everything else takes these as arguments.
    public static Host FromProcess() => new()
    {
        Out = Utf8(Console.OpenStandardOutput()),
        Error = TextWriter.Synchronized(Utf8(Console.OpenStandardError())),
        In = new StreamReader(Console.OpenStandardInput()),
        IsInteractive = !Console.IsInputRedirected && !Console.IsOutputRedirected,
        OutIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        Environment = name => System.Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null,
        Time = TimeProvider.System,
        Jitter = Random.Shared.NextDouble,
        NewRunId = () => Guid.CreateVersion7().ToString("n"),
        ProcessId = System.Environment.ProcessId,
        Account = System.Environment.UserName,
    };
#pragma warning restore RS0030

    private static StreamWriter Utf8(Stream stream) =>
        new(stream, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true, NewLine = "\n" };
}
