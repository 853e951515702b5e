using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Tests.Support;

/// <summary>A journal in memory: one line for each call. It fails when the predicate says so.</summary>
internal sealed class MemoryJournal : IJournal
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];

    /// <summary>Whether this line cannot be written.</summary>
    public Func<string, bool> Fails { get; init; } = _ => false;

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    public Task IntentAsync(Change change) => Write($"intent {Sketch.Line(change)}");

    public Task OutcomeAsync(Change change, WriteResult result) => Write($"outcome {Sketch.Line(change)}");

    public Task SettledAsync(Outcome outcome) => Write($"{outcome.Kind} {outcome.Change.Address}");

    private Task Write(string line)
    {
        lock (_gate)
        {
            if (Fails(line))
            {
                throw new JournalException(new Diagnostic("GSS713", Severity.Error, "the disk is full"));
            }

            _lines.Add(line);
            return Task.CompletedTask;
        }
    }
}
