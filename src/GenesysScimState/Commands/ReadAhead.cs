using GenesysScimState.Config;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Commands;

/// <summary>
/// An organization that is read while the state files are: neither needs the other before they are compared. Disposing ends
/// what is under way, so that nothing more is asked for once the files are known to have errors.
/// </summary>
/// <param name="connect">Opens the organization of a workspace, or says why it cannot.</param>
/// <param name="cancellationToken">Stops the reading.</param>
internal sealed class ReadAhead(Func<Workspace, Checked<Connection>> connect, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private Checked<Connection>? _opened;
    private Task<ActualState>? _reading;
    private bool _isTaken;

    /// <summary>The connection that is open.</summary>
    public Connection Connection => _opened?.Value ?? throw new InvalidOperationException("nothing is open");

    /// <summary>Before the state files are read. An emulator in this process has nothing to wait for, and is left for later.</summary>
    public void Begin(Workspace target)
    {
        if (target.Configuration.Target.Kind == TargetKind.Emulator)
        {
            return;
        }

        try
        {
            Open(target);
        }
        catch (JournalException)
        {
            // No lock can be had. It is tried again, and told, once the files are known to have no errors.
        }
    }

    /// <summary>The connection, or why there is none; it stays here to be disposed until it is taken.</summary>
    public Checked<Connection> Open(Workspace workspace)
    {
        if (_opened is null)
        {
            _opened = connect(workspace);
            _reading = _opened.Value?.Organization.ReadAsync(_stop.Token);
        }

        return _opened;
    }

    /// <summary>The whole organization, of a connection that is open.</summary>
    /// <exception cref="OrganizationException">It cannot be read.</exception>
    public Task<ActualState> ReadAsync() => _reading ?? throw new InvalidOperationException("nothing is open");

    /// <summary>The connection that is open, from now on the caller's to dispose.</summary>
    public Connection Take()
    {
        _isTaken = true;
        return Connection;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        // Whoever wanted to know how it went has waited for it.
        await Task.WhenAny(_reading ?? Task.CompletedTask);
        _ = _reading?.Exception;
        if (!_isTaken)
        {
            _opened?.Value?.Dispose();
        }

        _stop.Dispose();
    }
}
