using System.Collections.Immutable;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Rendering;

/// <summary>What an apply did, for its report.</summary>
internal sealed record ApplyReport(ApplyResult Result)
{
    public required string Tool { get; init; }

    public required string Organization { get; init; }

    public required string Run { get; init; }

    /// <summary>The digest of the plan that was applied.</summary>
    public required string Plan { get; init; }

    public required DateTimeOffset Started { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>Requests sent in the whole run, by method, retries and token included.</summary>
    public required ImmutableSortedDictionary<string, int> Requests { get; init; }

    /// <summary>What was found still to do after the apply; null when it was not looked for.</summary>
    public ImmutableArray<Change>? Left { get; init; }

    public required int ExitCode { get; init; }
}
