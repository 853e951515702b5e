using GenesysScimState.Core.Planning;

namespace GenesysScimState.Core.Applying;

/// <summary>
/// Where an apply writes down what it is about to do, before it does it, and what came of it: the audit log, and what
/// the terminal shows.
/// </summary>
public interface IJournal
{
    /// <summary>Called before the request is sent; when this throws, nothing is sent.</summary>
    Task IntentAsync(Change change);

    Task OutcomeAsync(Change change, WriteResult result);

    /// <summary>A change is settled: done, failed, skipped or not attempted.</summary>
    Task SettledAsync(Outcome outcome);
}
