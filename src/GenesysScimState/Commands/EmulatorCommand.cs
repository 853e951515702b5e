using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Emulator;

namespace GenesysScimState.Commands;

/// <param name="Port">0: any free one.</param>
/// <param name="Data">Where the organization is kept; null: in memory.</param>
/// <param name="Seed">The organization to begin with; null: an empty one.</param>
/// <param name="Dialect">The kind of server.</param>
internal sealed record EmulatorServed(int Port, FileInfo? Data, FileInfo? Seed, string Dialect);

/// <summary><c>emulator</c>: serves an emulated organization until it is interrupted.</summary>
internal static class EmulatorCommand
{
    public static async Task<ExitCode> RunAsync(EmulatorServed options, Terminal terminal, CancellationToken cancellationToken)
    {
        try
        {
            using var emulator = ScimEmulator.Open(
                new EmulatorOptions { Dialect = options.Dialect, DataFile = options.Data?.FullName, SeedFile = options.Seed?.FullName },
                terminal.Host.Time);
            await using var server = await EmulatorHost.StartAsync(emulator, options.Port, cancellationToken);
            terminal.Result($"Listening on {server.BaseAddress.GetLeftPart(UriPartial.Authority)}\n");
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
}
