using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Core.Applying;

/// <summary>What became of one write.</summary>
/// <param name="Problem">Null when the organization accepted it and shows it.</param>
public sealed record WriteResult(Diagnostic? Problem)
{
    /// <summary>Of a problem: the organization accepted the write, and does not show what was meant.</summary>
    public bool IsAccepted { get; init; }

    /// <summary>Of a problem: the request was sent, and whether it was carried out is not known.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>
    /// Of a membership: the answer does not show whether the members are as meant. <see cref="IOrganization.CheckAsync"/>
    /// finds out.
    /// </summary>
    public bool IsUnchecked { get; init; }

    /// <summary>Of a membership, when it is known how many: the people who are not as meant. The others are.</summary>
    public int PeopleMissing { get; init; }

    /// <summary>The organization's id of the user or group; known after a creation.</summary>
    public string? Id { get; init; }

    /// <summary>HTTP status of the last answer; 0 when none came.</summary>
    public int Status { get; init; }

    /// <summary>What the organization's support asks for (<c>ININ-Correlation-Id</c>).</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Times the request was sent, at least 1.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>From the first request to the last answer, waiting included.</summary>
    public TimeSpan Duration { get; init; }

    public bool Succeeded => Problem is null;

    /// <summary>Done, unverified, unknown or failed.</summary>
    public OutcomeKind Kind => Succeeded ? OutcomeKind.Done : IsUnknown ? OutcomeKind.Unknown
        : IsAccepted ? OutcomeKind.Unverified : OutcomeKind.Failed;

    /// <summary>Whether the organization may hold something of it.</summary>
    public bool IsDoneInPart => Kind is OutcomeKind.Done or OutcomeKind.Unverified;
}
