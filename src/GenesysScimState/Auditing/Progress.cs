using System.Globalization;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Rendering;

namespace GenesysScimState.Auditing;

/// <summary>
/// Says how far an apply is. Each change has a line of its own in a run of at most <see cref="LinesMax"/>; a longer run
/// says every few seconds how much is done and how long the rest will take. What failed always has its line; what did not
/// start has none in a longer run: the report counts it and says why.
/// </summary>
internal sealed class Progress(TextWriter writer, int total, TimeProvider time, bool isTerminal) : IJournal
{
    private const int LinesMax = 100;
    private const int BarWidth = 20;
    private const int NameWidth = 40;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan EveryOnTerminal = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly long _started = time.GetTimestamp();
    private long _said = time.GetTimestamp();
    private int _settled;
    private int _width;

    public Task IntentAsync(Change change) => Task.CompletedTask;

    public Task OutcomeAsync(Change change, WriteResult result) => Task.CompletedTask;

    public Task SettledAsync(Outcome outcome)
    {
        if (total > LinesMax && outcome.Kind == OutcomeKind.NotAttempted)
        {
            return Task.CompletedTask;
        }

        lock (_gate)
        {
            _settled++;
            if (total <= LinesMax || outcome.Kind != OutcomeKind.Done)
            {
                Say(Line(outcome), isPassing: false);
            }
            else if (_settled == total || time.GetElapsedTime(_said) >= (isTerminal ? EveryOnTerminal : Every))
            {
                Say(isTerminal ? $"{Bar()} {Share()}  {Cut(Untrusted.Show(outcome.Change.Address.ToString()))}" : Share(), isPassing: isTerminal && _settled < total);
            }
        }

        return Task.CompletedTask;
    }

    /// <param name="line">What to say.</param>
    /// <param name="isPassing">On a terminal: the next line takes its place.</param>
    private void Say(string line, bool isPassing)
    {
        // The line before may have been longer: what is left of it goes.
        writer.Write(line.PadRight(_width));
        writer.Write(isPassing ? "\r" : "\n");
        _width = isPassing ? line.Length : 0;
        _said = time.GetTimestamp();
    }

    private string Line(Outcome outcome)
    {
        var change = outcome.Change;
        var why = outcome.Problem is { } problem ? $" ({problem.Code})" : "";
        return $"{Count()} {Words.Symbol(change.Operation)} {Untrusted.Show(change.Address.ToString())}  {Words.Of(change.Operation)}: {ReportText.Word(outcome.Kind)}{why}";
    }

    private string Bar()
    {
        var done = (int)(_settled * (long)BarWidth / total);
        return $"[{new string('#', done)}{new string('.', BarWidth - done)}]";
    }

    private static string Cut(string text) => text.Length <= NameWidth ? text : text[..NameWidth];

    private string Share()
    {
        var seconds = time.GetElapsedTime(_started).TotalSeconds;
        var left = TimeSpan.FromSeconds(seconds / _settled * (total - _settled));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Count()} {_settled * 100L / total} %, {_settled / Math.Max(seconds, 0.001):0.0} changes a second{(_settled == total ? "" : $", about {Time(left)} left")}");
    }

    private static string Time(TimeSpan left) => left.TotalSeconds < 90
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(left.TotalSeconds)} s")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(left.TotalMinutes)} min");

    private string Count()
    {
        var all = total.ToString(CultureInfo.InvariantCulture);
        return $"[{_settled.ToString(CultureInfo.InvariantCulture).PadLeft(all.Length)}/{all}]";
    }
}
