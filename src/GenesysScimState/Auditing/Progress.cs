using System.Globalization;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Rendering;

namespace GenesysScimState.Auditing;

/// <summary>Says on the terminal what was done, one line a change, as it happens.</summary>
internal sealed class Progress(TextWriter writer, int total) : IJournal
{
    private readonly Lock _gate = new();
    private int _settled;

    public Task IntentAsync(Change change) => Task.CompletedTask;

    public Task OutcomeAsync(Change change, WriteResult result) => Task.CompletedTask;

    public Task SettledAsync(Outcome outcome)
    {
        lock (_gate)
        {
            var number = (++_settled).ToString(CultureInfo.InvariantCulture).PadLeft(total.ToString(CultureInfo.InvariantCulture).Length);
            var change = outcome.Change;
            writer.WriteLine($"[{number}/{total}] {Words.Symbol(change.Operation)} {Untrusted.Show(change.Address.ToString())}  {Words.Of(change.Operation)}: {ReportText.Word(outcome.Kind)}{Why(outcome)}");
        }

        return Task.CompletedTask;
    }

    private static string Why(Outcome outcome) => outcome.Problem is { } problem ? $" ({problem.Code})" : "";
}
