using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Core.Applying;

/// <summary>
/// Finds out when a run has no prospect: so many writes in a row that failed for one and the same reason, and that reason
/// has nothing to do with what was written (<see cref="OrganizationDiagnostics.IsSystematic"/>).
/// </summary>
/// <remarks>
/// A missing permission counts only while nothing at all was accepted: it may be missing in one division, or for one kind
/// of write, and then the others go on.
/// </remarks>
internal sealed class FailureStreak
{
    /// <summary>Failures in a row after which nothing new starts.</summary>
    public const int Longest = 5;

    private readonly Lock _gate = new();
    private string? _code;
    private int _length;
    private bool _wasAccepted;

    /// <summary>Counts a write, in the order in which they are answered.</summary>
    /// <returns>Why nothing new may start; null while it may.</returns>
    public Diagnostic? Add(WriteResult result)
    {
        lock (_gate)
        {
            if (result is not { Kind: OutcomeKind.Failed or OutcomeKind.Unknown, Problem: { } problem })
            {
                (_code, _length, _wasAccepted) = (null, 0, true);
                return null;
            }

            var isMore = problem.Code == _code;
            _code = problem.Code;
            _length = !OrganizationDiagnostics.IsSystematic(problem) ? 0 : isMore ? _length + 1 : 1;
            var mayBeNarrow = _wasAccepted && OrganizationDiagnostics.IsPermission(problem);
            return _length >= Longest && !mayBeNarrow ? ApplyDiagnostics.StoppedEarly(_length, problem) : null;
        }
    }
}
