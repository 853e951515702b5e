using System.Collections.Immutable;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Core.Planning;

/// <summary>
/// Everything to do, in the order it is done. The same inputs give the same plan, whatever the order of files, the
/// machine, the culture or the time zone.
/// </summary>
/// <param name="Changes">By wave, then by address and operation.</param>
/// <param name="Unlisted">Users in the scope of <c>unlisted</c> that no file declares, by userName.</param>
public sealed record Plan(ImmutableArray<Change> Changes, ImmutableArray<UnlistedUser> Unlisted)
{
    public static Plan Empty { get; } = new([], []);

    public bool IsEmpty => Changes.IsEmpty;

    public PlanSummary Summary => PlanSummary.Of(Changes);

    /// <summary>
    /// The changes as differences: without the steps aside of userNames that go round, and with the name that somebody has
    /// instead of the one he would have for a moment.
    /// </summary>
    public ImmutableArray<Change> Differences
    {
        get
        {
            var aside = Changes.Where(change => change.Reason == ActionReason.TemporaryName).Select(change => change.Attributes[0]).ToDictionary(name => name.After, name => name.Before);
            return
            [
                .. Changes.Where(change => change.Reason != ActionReason.TemporaryName).Select(change => change with
                {
                    Attributes = [.. change.Attributes.Select(attribute => attribute.Name == "userName" && aside.TryGetValue(attribute.Before, out var name) ? attribute with { Before = name } : attribute)],
                }),
            ];
        }
    }
}

/// <summary>A user in the organization that no state file declares.</summary>
public sealed record UnlistedUser(Address Address, string Id, string? ExternalId, bool Active);

/// <summary>The counts of a plan, or of what was done of it. Members count one for each user added or removed.</summary>
public sealed record PlanSummary
{
    public int Create { get; init; }

    /// <summary>Groups to create.</summary>
    public int CreateGroups { get; init; }

    public int Update { get; init; }

    public int Activate { get; init; }

    public int Deactivate { get; init; }

    public int Delete { get; init; }

    public int MembersAdded { get; init; }

    public int MembersRemoved { get; init; }

    /// <summary>Changes to memberships, one for each group and direction; the "change" of the last line counts these.</summary>
    public int Memberships { get; init; }

    public static PlanSummary Of(IEnumerable<Change> changes)
    {
        var counts = new int[Enum.GetValues<Operation>().Length];
        var people = new int[counts.Length];
        foreach (var change in changes)
        {
            counts[(int)change.Operation]++;
            people[(int)change.Operation] += change.People.Length;
        }

        return new()
        {
            Create = counts[(int)Operation.Create],
            CreateGroups = counts[(int)Operation.CreateGroup],
            Update = counts[(int)Operation.Update],
            Activate = counts[(int)Operation.Activate],
            Deactivate = counts[(int)Operation.Deactivate],
            Delete = counts[(int)Operation.Delete],
            MembersAdded = people[(int)Operation.AddMembers],
            MembersRemoved = people[(int)Operation.RemoveMembers],
            Memberships = counts[(int)Operation.AddMembers] + counts[(int)Operation.RemoveMembers],
        };
    }

    public PlanSummary Plus(PlanSummary other) => new()
    {
        Create = Create + other.Create,
        CreateGroups = CreateGroups + other.CreateGroups,
        Update = Update + other.Update,
        Activate = Activate + other.Activate,
        Deactivate = Deactivate + other.Deactivate,
        Delete = Delete + other.Delete,
        MembersAdded = MembersAdded + other.MembersAdded,
        MembersRemoved = MembersRemoved + other.MembersRemoved,
        Memberships = Memberships + other.Memberships,
    };

    /// <summary>Terraform's three counts: what is added, changed in place, taken away.</summary>
    public (int Add, int Change, int Destroy) Totals => (Create + CreateGroups, Update + Activate + Memberships, Deactivate + Delete);
}
