using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Auditing;

/// <summary>Several journals as one; the first is the one that must hold, so it is asked first.</summary>
internal sealed class Journals(params IJournal[] journals) : IJournal
{
    public Task IntentAsync(Change change) => EachAsync(journal => journal.IntentAsync(change));

    public Task OutcomeAsync(Change change, WriteResult result) => EachAsync(journal => journal.OutcomeAsync(change, result));

    public Task SettledAsync(Outcome outcome) => EachAsync(journal => journal.SettledAsync(outcome));

    private async Task EachAsync(Func<IJournal, Task> tell)
    {
        foreach (var journal in journals)
        {
            await tell(journal);
        }
    }
}
