using System.Globalization;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Emulator;
using GenesysScimState.Emulator.Faults;

namespace GenesysScimState.Commands;

/// <param name="Port">0: any free one.</param>
/// <param name="Options">How the emulator is opened, without faults.</param>
/// <param name="Faults">What is to go wrong; null: nothing.</param>
/// <param name="Log">Whether to say every request.</param>
internal sealed record EmulatorServed(int Port, EmulatorOptions Options, FileInfo? Faults, bool Log);

/// <summary><c>emulator</c>: serves an emulated organization until it is interrupted.</summary>
internal static class EmulatorCommand
{
    public static async Task<ExitCode> RunAsync(EmulatorServed served, Terminal terminal, CancellationToken cancellationToken)
    {
        var faults = served.Faults is { } file ? EmulatorFaults.Read(file.FullName, file.ToString()) : new(null, []);
        if (faults.HasErrors)
        {
            return terminal.Stop(faults.Diagnostics, ExitCode.Invalid);
        }

        try
        {
            using var emulator = EmulatorFiles.Open(
                served.Options with { Faults = faults.Value },
                terminal.Host.Time,
                served.Log || terminal.Options.Verbose ? entry => terminal.Note(Line(entry)) : null);
            await using var server = await EmulatorHost.StartAsync(emulator, served.Port, cancellationToken);
            terminal.Result(Banner(server.BaseAddress.GetLeftPart(UriPartial.Authority), served.Options));
            await server.WaitForShutdownAsync(cancellationToken);
            return ExitCode.Ok;
        }
        catch (EmulatorDataException exception)
        {
            return terminal.Stop([CommandDiagnostics.EmulatorData(exception.Message)], ExitCode.Failed);
        }
        catch (IOException exception)
        {
            return terminal.Stop([CommandDiagnostics.EmulatorData(exception.Message)], ExitCode.Failed);
        }
    }

    /// <summary>Where the emulator is, and what a configuration needs to use it.</summary>
    private static string Banner(string address, EmulatorOptions options) =>
        $"Listening on {address}\n"
        + $"Status page:  {address}/emulator\n"
        + $"Client:       {options.ClientId}, secret {options.ClientSecret}\n"
        + "For scimstate.yaml:\n"
        + $"target: {{kind: {options.Dialect}, apiUrl: \"{address}\", tokenUrl: \"{address}/oauth/token\"}}\n";

    private static string Line(RequestEntry entry)
    {
        var status = entry.Status == 0 ? "no answer" : string.Create(CultureInfo.InvariantCulture, $"{entry.Status}");
        var fault = entry.Fault is { } kind ? $" ({FaultWords.Of(kind)})" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{entry.At.UtcDateTime:HH:mm:ss.fff} {Untrusted.Show(entry.Method)} {Untrusted.Show(entry.Target)} {status} {entry.Took.TotalMilliseconds:0} ms{fault}");
    }
}
