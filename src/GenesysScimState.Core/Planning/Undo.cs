using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Core.Planning;

/// <summary>
/// Takes back what a plan did, by another plan. That one is made like any plan, by the planner, from what is wanted and
/// what is there; only what is wanted comes from the first plan's changes turned round, and not from files.
/// </summary>
/// <param name="Plan">What would take it back; empty when there is nothing to take back.</param>
/// <param name="Findings">What cannot be taken back, or not in full.</param>
public sealed record Undo(Plan Plan, ImmutableArray<Diagnostic> Findings)
{
    /// <param name="plan">What was done, wholly or in part: of what was not done the organization is still as it was, and there is nothing to undo.</param>
    /// <param name="before">The organization before it; see <see cref="Inversion.Of"/>.</param>
    /// <param name="after">The organization after it.</param>
    /// <param name="files">What the state files say of groups.</param>
    /// <param name="options">As for the plan itself.</param>
    /// <param name="earlier">The changes of the undo plan that an earlier run of the same plan left.</param>
    /// <remarks>
    /// What is in the way of one change is no reason not to undo the others: it is named and left out, and what remains is
    /// planned again, until nothing is in the way.
    /// </remarks>
    public static Undo Of(Plan plan, ActualState before, ActualState after, DesiredState files, PlanOptions options, ImmutableArray<Change> earlier)
    {
        var (changes, named) = Inversion.Of(plan, before, after, options.Dialect, earlier);
        var findings = named.ToBuilder();
        while (true)
        {
            var planned = Again(changes, after, files, options);
            ImmutableArray<Objection> objections = planned.Value is { } made ? [.. Objections(made, changes, options.Dialect)] : [.. Objections(planned.Diagnostics, changes)];
            if (objections.IsEmpty)
            {
                var undo = planned.Value ?? Plan.Empty;
                if (undo.Changes.Where(change => change.Operation == Operation.Create).Select(change => change.Address).ToImmutableArray() is { IsEmpty: false } returning)
                {
                    findings.Add(ApplyDiagnostics.DeletedReturn(returning));
                }

                return new Undo(undo, [.. findings.Distinct()]);
            }

            // Whoever needs somebody who cannot be created again must not get who has the name now.
            objections = [.. objections, .. objections.Where(objection => objection is { Part: null, Change.Operation: Operation.Create }).SelectMany(objection => Without(objection.Change.Address.Name, changes))];
            findings.AddRange(objections.Select(objection => ApplyDiagnostics.NotUndone(AddressOf(objection), objection.Part, objection.Why)));
            ImmutableArray<Change> left = [.. changes.Select(change => Without(change, objections)).OfType<Change>()];
            // It always becomes less, so this ends.
            changes = left.Sum(SizeOf) < changes.Sum(SizeOf) ? left : [];
        }
    }

    /// <summary>The plan for what the changes of an undo plan want, in the organization as it is.</summary>
    public static Checked<Plan> Again(ImmutableArray<Change> changes, ActualState actual, DesiredState files, PlanOptions options)
    {
        var planned = Planner.Plan(Wanted(changes, actual, files), actual, options);
        return new Checked<Plan>(
            planned.Value is { } plan ? plan with { Changes = [.. plan.Changes.Select(Nowhere)] } : null,
            [.. planned.Diagnostics.Select(Nowhere)]);
    }

    /// <summary>What the changes of an undo plan want, in the organization as it is.</summary>
    public static DesiredState Wanted(ImmutableArray<Change> changes, ActualState actual, DesiredState files) =>
        PlannedState.Of(changes, actual, files);

    /// <summary>A finding about something that no file declares.</summary>
    public static Diagnostic Nowhere(Diagnostic finding) => finding with { At = null };

    private static Change Nowhere(Change change) => change with
    {
        At = null,
        Reason = change.Reason == ActionReason.TemporaryName ? change.Reason : ActionReason.Undo,
        Attributes = [.. change.Attributes.Select(attribute => attribute with { At = null, Places = [] })],
    };

    /// <summary>Why there is no plan. A userName in the way is no reason to keep the rest of a user.</summary>
    private static IEnumerable<Objection> Objections(ImmutableArray<Diagnostic> findings, ImmutableArray<Change> changes)
    {
        var errors = findings.Where(finding => finding.Severity == Severity.Error).ToArray();
        var byAddress = changes.ToLookup(change => change.Address);
        var found = (
            from error in errors
            let about = byAddress[error.Subject ?? default]
            // Two may be called the same then: it is about who comes to the name, and not about who has it.
            let takers = about.Where(change => change.Of("userName") is not null)
            from change in takers.Any() ? takers : about
            select new Objection(change, change.Operation == Operation.Update && change.Of("userName") is not null ? "userName" : null, PlanDiagnostics.Fact(error))).ToArray();
        return found.Length > 0 ? found : changes.Select(change => new Objection(change, null, PlanDiagnostics.Fact(errors[0])));
    }

    /// <summary>What the plan would overwrite that the first one did not write, and people whom nobody knows any more.</summary>
    private static IEnumerable<Objection> Objections(Plan undo, ImmutableArray<Change> changes, Dialect dialect)
    {
        var created = undo.Changes.Where(change => change.Operation == Operation.Create).Select(change => change.Address).ToHashSet();
        var byAddress = changes.ToLookup(change => (change.Address, change.IsMembership));
        var aside = undo.Changes.Where(change => change.Reason == ActionReason.TemporaryName).ToDictionary(change => change.Id!, change => change.Attributes[0].Before, StringComparer.Ordinal);
        return
            from planned in undo.Changes
            where planned.Reason != ActionReason.TemporaryName
            from wanted in byAddress[(planned.Address, planned.IsMembership)]
            from objection in Others(FromTheStart(planned), wanted, dialect).Concat(
                from person in planned.People
                where person.Id is null && !created.Contains(Address.User(person.UserName))
                select new Objection(wanted, planned.IsMembership ? person.UserName : PartOf(planned, person), $"the user {Quote.Of(person.UserName)} is not in the organization any more"))
            select objection;

        // Who steps aside in the undo plan has changed his name once already when his last change comes.
        Change FromTheStart(Change last) => last.Id is { } id && aside.TryGetValue(id, out var first)
            ? last with { Attributes = [.. last.Attributes.Select(attribute => attribute.Name == "userName" ? attribute with { Before = first } : attribute)] }
            : last;
    }

    /// <summary>Who reports to somebody who is not created again, and the groups that he does not come back into.</summary>
    private static IEnumerable<Objection> Without(string userName, ImmutableArray<Change> changes) =>
        from change in changes
        from part in change.Attributes.Where(attribute => attribute.Type == AttributeType.Person && attribute.After.Text == userName).Select(attribute => attribute.Name)
            .Concat(change.People.Where(person => person.Id is null && person.UserName == userName).Select(person => person.UserName))
        select new Objection(change, part, $"the user {Quote.Of(userName)} cannot be created again");

    private static IEnumerable<Objection> Others(Change planned, Change wanted, Dialect dialect) =>
        planned.IsMembership || planned.Operation == Operation.Create ? []
        : wanted.Operation == Operation.Create ? [new Objection(wanted, null, "somebody has this userName or externalId again")]
        : from now in planned.Attributes
          from back in wanted.Attributes
          where back.Name == now.Name && !Canonical.Same(dialect.Find(now.Name), back.Type == AttributeType.Person ? planned.Found![now.Name] : now.Before, back.Before)
          select new Objection(wanted, now.Name, $"it is {Quote.Of(now.Before)} now, and the plan did not write that");

    private static string? PartOf(Change planned, Person person) =>
        planned.Attributes.Where(attribute => attribute.Type == AttributeType.Person && attribute.After.Text == person.UserName)
            .Select(attribute => attribute.Name).FirstOrDefault();

    /// <summary>Whose name stays is called by it.</summary>
    private static Address AddressOf(Objection objection) => objection.Part == "userName" ? NameNow(objection.Change) : objection.Change.Address;

    private static Address NameNow(Change change) => Address.User(change.Of("userName")!.Value.Before.Text!);

    private static int SizeOf(Change change) => 1 + change.Attributes.Count + change.People.Length;

    /// <summary>Null when nothing is left of it.</summary>
    private static Change? Without(Change change, ImmutableArray<Objection> objections)
    {
        var parts = objections.Where(objection => ReferenceEquals(objection.Change, change)).Select(objection => objection.Part).ToHashSet(StringComparer.Ordinal);
        if (parts.Count == 0)
        {
            return change;
        }

        var left = change with
        {
            Attributes = [.. change.Attributes.Where(attribute => !parts.Contains(attribute.Name))],
            People = change.IsMembership ? [.. change.People.Where(person => !parts.Contains(person.UserName))] : change.People,
            Address = parts.Contains("userName") ? NameNow(change) : change.Address,
        };
        return parts.Contains(null) || (left.Attributes.IsEmpty && left.People.IsEmpty) ? null : left;
    }

    /// <param name="Change">What is wanted.</param>
    /// <param name="Part">The attribute or the member of it that cannot be had; null: all of it.</param>
    /// <param name="Why">What is in the way.</param>
    private sealed record Objection(Change Change, string? Part, string Why);
}
