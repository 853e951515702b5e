using System.Runtime.InteropServices;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary>Ctrl-C, SIGTERM and SIGHUP: what ends a run, and when.</summary>
public sealed class Signals : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<bool> _exits = [];
    private readonly Interruption _interruption;

    public Signals() => _interruption = new Interruption(_time, _exits.Add);

    public void Dispose() => _interruption.Dispose();

    [Theory]
    [InlineData(PosixSignal.SIGINT)]
    [InlineData(PosixSignal.SIGTERM)]
    [InlineData(PosixSignal.SIGHUP)]
    public void The_first_signal_asks_and_ends_a_run_that_writes_nothing_after_a_while(PosixSignal signal)
    {
        _interruption.Handle(signal);

        Assert.True(_interruption.Token.IsCancellationRequested);
        Assert.Empty(_exits);
        _time.Advance(Interruption.Grace);
        Assert.Equal([true], _exits);
    }

    [Fact]
    public void A_run_that_writes_is_not_cut_off_until_it_has_finished()
    {
        using (_interruption.Write())
        {
            _interruption.Handle(PosixSignal.SIGTERM);
            _time.Advance(10 * Interruption.Grace);
            Assert.Empty(_exits);
        }

        _time.Advance(Interruption.Grace);
        Assert.NotEmpty(_exits);
    }

    [Fact]
    public void The_second_signal_ends_at_once_unless_it_is_the_terminal_again()
    {
        using var writing = _interruption.Write();
        _interruption.Handle(PosixSignal.SIGHUP);
        _interruption.Handle(PosixSignal.SIGHUP);
        Assert.Empty(_exits);

        _interruption.Handle(PosixSignal.SIGTERM);

        Assert.Equal([false], _exits);
    }
}
