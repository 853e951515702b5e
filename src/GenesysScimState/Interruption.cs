using System.Runtime.InteropServices;

namespace GenesysScimState;

/// <summary>
/// Ctrl-C, SIGTERM, SIGHUP (the terminal closes) and SIGQUIT. The first asks the run to stop: nothing new is started, what is under way is finished, and there is
/// a report. The second stops the process at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _signals;

    public Interruption() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, Handle),
        PosixSignalRegistration.Create(PosixSignal.SIGQUIT, Handle),
    ];

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _signals) > 1)
        {
#pragma warning disable RS0030 // The user asked twice: there is nobody left to return an exit code to.
            Environment.Exit((int)ExitCode.Interrupted);
#pragma warning restore RS0030
        }

        _source.Cancel();
    }
}
