using System.Runtime.InteropServices;

namespace GenesysScimState;

/// <summary>
/// Ctrl-C, SIGTERM SIGQUIT and a terminal that closes (SIGHUP). The first asks the run to stop: nothing new is started, requests in
/// flight are finished, and there is a report. A second Ctrl-C or SIGTERM ends the process at once. So does the first, after
/// <see cref="Grace"/>, while nothing is written to an organization: a read of a file may never return.
/// </summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>How long a run that writes nothing has to end by itself; most end within milliseconds.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly TimeProvider _time;
    private readonly Action<bool> _exit;
    private ITimer? _timer;
    private int _signals;
    private int _writing;

    /// <param name="exit">Ends the process; true when a run that wrote nothing did not end by itself.</param>
    public Interruption(TimeProvider time, Action<bool> exit)
    {
        (_time, _exit) = (time, exit);
        _registrations =
        [
            .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT }.Select(signal => PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                Handle(signal);
            })),
        ];
    }

    public CancellationToken Token => _source.Token;

    /// <summary>From now on until it is disposed, the run is given the time it needs to finish what it writes.</summary>
    public IDisposable Write()
    {
        Interlocked.Increment(ref _writing);
        return new Writing(this);
    }

    public void Handle(PosixSignal signal)
    {
        // A shell may pass the end of its terminal on more than once.
        if (Interlocked.Increment(ref _signals) > 1 && signal != PosixSignal.SIGHUP)
        {
            _exit(false);
            return;
        }

        _timer ??= _time.CreateTimer(_ => EndUnlessWriting(), null, Grace, Grace);
        _source.Cancel();
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _timer?.Dispose();
        _source.Dispose();
    }

    private void EndUnlessWriting()
    {
        if (Volatile.Read(ref _writing) == 0)
        {
            _exit(true);
        }
    }

    private sealed class Writing(Interruption interruption) : IDisposable
    {
        private int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
            {
                Interlocked.Decrement(ref interruption._writing);
            }
        }
    }
}
