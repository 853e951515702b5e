using System.Collections.Immutable;

namespace GenesysScimState.Auditing;

/// <summary>What every record of one run has in common.</summary>
internal sealed record RunStamp
{
    public required string Organization { get; init; }

    public required string Run { get; init; }

    /// <summary>Who started it: the name the CI system or the operating system gives.</summary>
    public required string Actor { get; init; }

    public string? Commit { get; init; }

    /// <summary>The digest of the plan.</summary>
    public required string Plan { get; init; }
}

/// <summary>How a run ended, as its last record has it: before <c>--verify</c> and <c>--undo</c>, which may change the exit code.</summary>
/// <param name="ExitCode">As a process has it.</param>
/// <param name="Requests">By method, retries and token included.</param>
internal sealed record RunEnd(int ExitCode, ImmutableSortedDictionary<string, int> Requests);
