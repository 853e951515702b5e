using GenesysScimState.Auditing;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace GenesysScimState.Tests.Auditing;

/// <summary>The lines of an apply while it goes on.</summary>
public sealed class SayingHowFarItIs : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly StringWriter _written = new() { NewLine = "\n" };

    public void Dispose() => _written.Dispose();

    [Fact]
    public async Task A_short_run_has_a_line_for_each_change()
    {
        await SettleAsync(total: 2, isTerminal: false, OutcomeKind.Done, OutcomeKind.Failed);

        Assert.Equal("[1/2] ~ user/u1  update: done\n[2/2] ~ user/u2  update: failed (GSS509)\n", _written.ToString());
    }

    [Fact]
    public async Task A_long_run_says_every_few_seconds_how_long_the_rest_takes()
    {
        await SettleAsync(total: 200, isTerminal: false, [.. Enumerable.Repeat(OutcomeKind.Done, 11)]);

        Assert.Equal("[  5/200] 2 %, 1.0 changes a second, about 4 min left\n[ 10/200] 5 %, 1.0 changes a second, about 4 min left\n", _written.ToString());
    }

    [Fact]
    public async Task In_a_long_run_what_failed_is_named_at_once()
    {
        await SettleAsync(total: 200, isTerminal: false, OutcomeKind.Done, OutcomeKind.Failed);

        Assert.Equal("[  2/200] ~ user/u2  update: failed (GSS509)\n", _written.ToString());
    }

    [Fact]
    public async Task In_a_long_run_what_did_not_start_has_no_line_and_is_not_called_done()
    {
        await SettleAsync(total: 101, isTerminal: false, [.. Enumerable.Repeat(OutcomeKind.Done, 5), .. Enumerable.Repeat(OutcomeKind.NotAttempted, 96)]);

        Assert.Equal("[  5/101] 4 %, 1.0 changes a second, about 2 min left\n", _written.ToString());
    }

    [Fact]
    public async Task At_the_end_nothing_is_left()
    {
        await SettleAsync(total: 101, isTerminal: false, [.. Enumerable.Repeat(OutcomeKind.Done, 101)]);

        Assert.EndsWith("\n[101/101] 100 %, 1.0 changes a second\n", _written.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_terminal_the_line_is_overwritten()
    {
        await SettleAsync(total: 101, isTerminal: true, OutcomeKind.Done, OutcomeKind.Done, OutcomeKind.Failed);

        var lines = _written.ToString().Split('\r');
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("[  3/101] ~ user/u3  update: failed (GSS509)  ", lines[2], StringComparison.Ordinal);
        Assert.EndsWith("\n", lines[2], StringComparison.Ordinal);
    }

    /// <summary>Settles one change a second.</summary>
    private async Task SettleAsync(int total, bool isTerminal, params OutcomeKind[] kinds)
    {
        var progress = new Progress(_written, total, _time, isTerminal);
        for (var number = 1; number <= kinds.Length; number++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            var change = new Change { Operation = Operation.Update, Address = Address.User($"u{number}"), Reason = ActionReason.Differs };
            var problem = kinds[number - 1] == OutcomeKind.Done ? null : new Diagnostic("GSS509", Severity.Error, "no");
            await progress.SettledAsync(new Outcome(change, kinds[number - 1], problem));
        }
    }
}
