using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Core.Planning;

/// <summary>
/// A plan with where it came from and what the guards say: what is shown, saved, reviewed and applied. Everything but
/// <see cref="Plan"/> and <see cref="Organization"/> is for people; none of it decides what is written.
/// </summary>
public sealed record PlanDocument(string Organization, string Target, Plan Plan)
{
    /// <summary>The program's version.</summary>
    public string Tool { get; init; } = "";

    public PlanSource Source { get; init; } = new("", null, []);

    public PlanRead Read { get; init; } = new(0, 0, 0, 0);

    public Forecast Forecast { get; init; } = new(0, 0, Forecast.Quota);

    /// <summary>What the guards say; see <see cref="Refusals"/>.</summary>
    public Verdict Verdict { get; init; } = new([], []);

    /// <summary>What somebody should know of the organization as it will be; never a reason not to apply.</summary>
    public ImmutableArray<Diagnostic> Warnings { get; init; } = [];

    /// <summary>What was asked for when this is a part of a plan; null when it is the whole.</summary>
    public PartialPlan? Part { get; init; }

    /// <summary>
    /// The digest of the plan that this one takes back; null for a plan made from files. What is wanted is then what its own
    /// changes say, and not the state files.
    /// </summary>
    public string? Undoes { get; init; }

    /// <summary>The day on which <c>until</c> was judged.</summary>
    public DateOnly Today { get; init; }

    /// <summary><c>sha256:</c> and 64 hexadecimal digits over the organization, the target and all that is written.</summary>
    public string Digest { get; init; } = "";

    public ImmutableArray<Refusal> Refusals => Verdict.Refusals;

    public bool IsAllowed => Refusals.IsEmpty;
}

/// <summary>The files a plan was made from.</summary>
/// <param name="Tree"><c>sha256:</c> digest of the state files' paths and bytes; the same after a squash or a rebase.</param>
/// <param name="Commit">The Git commit, where the environment tells it.</param>
/// <param name="Files">Paths from the configuration's folder, sorted.</param>
public sealed record PlanSource(string Tree, string? Commit, ImmutableArray<string> Files);

/// <summary>What was read of the organization. There is no plan from an incomplete read.</summary>
public sealed record PlanRead(int Active, int Inactive, int Groups, int Requests);

/// <summary>The writes a plan needs, and the time they wait for the quota, in seconds.</summary>
/// <param name="QuotaPerMinute">What was reckoned with: the API's quota, or the configured share of it.</param>
public sealed record Forecast(int Requests, int Seconds, int QuotaPerMinute)
{
    /// <summary>Requests a minute for one client (Genesys Cloud limit <c>client.credentials.token.rate.per.minute</c>).</summary>
    public const int Quota = 300;

    /// <summary>The longest a GitHub Actions job may take, in seconds: 360 minutes.</summary>
    public const int LongestJobSeconds = 360 * 60;

    /// <summary>Whether a job on GitHub Actions would be ended before the plan is.</summary>
    public bool OutlastsJob => Seconds > LongestJobSeconds;

    /// <summary>The shortest life of a token, in seconds, that an OAuth client can be set to: 5 minutes.</summary>
    public const int ShortestTokenSeconds = 5 * 60;

    /// <summary>What to say when the token cannot be renewed: nothing while even the shortest-lived one would do.</summary>
    public ImmutableArray<Diagnostic> TokenMayEnd =>
        Seconds < ShortestTokenSeconds ? [] : [PlanDiagnostics.TokenNotRenewed(Seconds / 60)];

    /// <summary>
    /// One write for each change, memberships one a batch or, where they are the user's, one a person for all of his; what is
    /// written whole is read before, and who is deleted is looked for after. The quota is a window: what fits in it takes no
    /// waiting, each further window takes a minute.
    /// </summary>
    public static Forecast Of(Plan plan, int requestsSoFar, Capabilities capabilities, int quotaPerMinute)
    {
        var writes = plan.Changes.Sum(change => RequestsOf(change, capabilities))
            + (capabilities.Members == MembershipWrite.User ? 2 * Moved(plan) : 0);
        return new Forecast(writes, writes == 0 ? 0 : (writes + requestsSoFar - 1) / quotaPerMinute * 60, quotaPerMinute);
    }

    /// <summary>The people whose memberships are written for themselves, not by the request that creates or changes them.</summary>
    private static int Moved(Plan plan)
    {
        var written = plan.Changes.Where(change => change.Operation is Operation.Create or Operation.Update or Operation.Activate)
            .Select(change => change.Address.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return plan.Changes.Where(change => change.IsMembership)
            .SelectMany(change => change.People.Select(person => person.UserName)
                .Where(name => change.Operation == Operation.RemoveMembers || !written.Contains(name)))
            .Distinct(StringComparer.OrdinalIgnoreCase).Count();
    }

    private static int RequestsOf(Change change, Capabilities capabilities)
    {
        var batches = (change.People.Length + capabilities.MembersPerRequest - 1) / capabilities.MembersPerRequest;
        return change.Operation switch
        {
            Operation.AddMembers or Operation.RemoveMembers => capabilities.Members switch
            {
                MembershipWrite.GroupPatch => batches,
                MembershipWrite.GroupPut => 2 * batches,
                MembershipWrite.User => 0,
            },
            Operation.Update or Operation.Activate or Operation.Deactivate => capabilities.Write == WriteMethod.Put ? 2 : 1,
            Operation.Delete => 2,
            Operation.Create or Operation.CreateGroup => 1,
        };
    }
}
