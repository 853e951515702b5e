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
