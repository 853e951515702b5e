using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Core.Planning;

/// <summary>
/// Somebody's yes to what guards refuse, good for one plan only. There is no general way round the guards.
/// </summary>
/// <param name="Plan">The digest of the plan it is for.</param>
/// <param name="Allow">The guards it lifts, by the names that refusals give.</param>
/// <param name="By">Who says yes.</param>
/// <param name="Reason">Why.</param>
/// <param name="Until">The last day it is good for, in UTC.</param>
/// <param name="At">Where it is written.</param>
public sealed record Approval(string Plan, ImmutableArray<string> Allow, string By, string Reason, DateOnly Until, SourceSpan At);

/// <summary>A refusal and the approval that lifts it.</summary>
public sealed record Approved(Refusal Refusal, Approval Approval);

/// <summary>What the guards say once approvals are heard.</summary>
public sealed record Verdict(ImmutableArray<Refusal> Refusals, ImmutableArray<Approved> Approved)
{
    public static Verdict Of(ImmutableArray<Refusal> refusals, IReadOnlyCollection<Approval> approvals, string digest, DateOnly today)
    {
        var good = approvals.Where(approval => approval.Plan == digest && approval.Until >= today).ToArray();
        var judged = refusals
            .Select(refusal => (refusal, approval: good.FirstOrDefault(approval => approval.Allow.Contains(refusal.Guard, StringComparer.Ordinal))))
            .ToArray();
        return new Verdict(
            [.. judged.Where(pair => pair.approval is null).Select(pair => pair.refusal)],
            [.. judged.Where(pair => pair.approval is not null).Select(pair => new Approved(pair.refusal, pair.approval!))]);
    }
}
