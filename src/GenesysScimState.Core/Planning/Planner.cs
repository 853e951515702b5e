using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Core.Planning;

/// <summary>
/// Turns two states into a plan: what has to be done so that the organization becomes what the files declare. A pure
/// function; the same inputs give the same plan, byte for byte.
/// </summary>
/// <remarks>
/// <para>Who is who. A declared user is found by externalId, then by userName (see <see cref="Matcher"/>). The rest of the
/// organization's users are unlisted; what happens to them is the policy's business, never a by-product.</para>
/// <para>Three states. An attribute that the file does not mention is unmanaged: it is not read, compared or written. An
/// empty one is cleared. One with a value is set. Only <c>active</c> has a default: who is declared is meant to be active.</para>
/// <para>One change a user. Whatever differs travels in one request; what it is called follows from <c>active</c>:</para>
/// <code>
/// declared          in the organization        change
/// ----------------  -------------------------  -----------------------------------------------
/// active            nobody                     create, with every declared attribute
/// active            active, same values        none
/// active            active, title differs      update: title
/// active            inactive                   activate, and whatever else differs
/// active            by userName, no externalId update: externalId (adopted)
/// inactive          active                     deactivate, and whatever else differs
/// inactive          inactive                   update or none
/// absent            there                      delete
/// absent            nobody                     none
/// not at all        in the policy's scope      none, reported, deactivate or delete
/// </code>
/// <para>Groups. Members are the group's own list and the users that name the group. What is missing is added; what is
/// too many is removed where the group is exclusive, and left alone where it is additive. A group that is not there is an
/// error, or created where the dialect says how; not where another one has its name but for upper and lower case.</para>
/// <para>Names change hands. A userName is compared without case. It can be taken over from a user whom this same plan
/// renames or deletes: the new holder then depends on the old one (see <see cref="UserNames"/>). Held by anybody else, it is
/// an error that names both.</para>
/// <para>A plan is made or it is not: with an error there is no plan, because half a plan looks like a whole one.</para>
/// </remarks>
public static class Planner
{
    public static Checked<Plan> Plan(DesiredState desired, ActualState actual, PlanOptions options)
    {
        desired = desired with { Users = [.. desired.Users.Select(user => user.On(options.Today))] };
        var (matches, diagnostics) = Matcher.Match(desired, actual);
        var findings = diagnostics.ToBuilder();
        var diff = new UserDiff(options, matches, actual);

        var changes = ImmutableArray.CreateBuilder<Change>();
        changes.AddRange(desired.Users.Select(user => UserChange(user, matches, diff, options.Today)).OfType<Change>());

        var unlisted = UnlistedUsers(actual, matches, options.Policy);
        changes.AddRange(unlisted.Select(user => UnlistedChange(user, options.Policy.Unlisted)).OfType<Change>());

        findings.AddRange(UserNames.Settle(changes, actual, options.Dialect));
        findings.AddRange(MissingRequired(changes, options));
        changes.AddRange(MembershipChanges(desired, actual, options.Dialect, new MembershipDiff(options, matches, actual, diff.NameOf), findings));

        var (ordered, circle) = PlanOrder.Sort(changes);
        if (circle is [var first, ..])
        {
            findings.Add(PlanDiagnostics.Circle(first, circle));
        }

        var plan = new Plan(ordered, options.Policy.Unlisted == UnlistedAction.Report ? [.. unlisted.Where(user => user.Active).Select(Reported)] : []);
        var sorted = findings.OrderBy(finding => finding.At).ThenBy(finding => finding.Code, StringComparer.Ordinal)
            .ThenBy(finding => finding.Message, StringComparer.Ordinal).ToImmutableArray();
        return new Checked<Plan>(sorted.Any(finding => finding.Severity == Severity.Error) ? null : plan, sorted);
    }

    /// <summary>The declared user behind an organization's id; whoever is missing is declared by no file.</summary>
    public static ImmutableDictionary<string, DesiredUser> DeclaredUsers(DesiredState desired, ActualState actual) =>
        Matcher.Match(desired, actual).Matches.ById.ToImmutableDictionary(StringComparer.Ordinal);

    private static Change? UserChange(DesiredUser user, Matches matches, UserDiff diff, DateOnly today)
    {
        var existing = matches.Of(user);
        if (user.IsAbsent)
        {
            return existing is null ? null : Of(user, existing, Operation.Delete, ActionReason.DeclaredAbsent);
        }

        var attributes = diff.Compare(user, existing);
        if (existing is not null && attributes.IsEmpty)
        {
            return null;
        }

        var (operation, reason) = Kind(existing, attributes);
        var people = diff.PeopleIn(attributes);
        return Of(user, existing, operation, reason == ActionReason.DeclaredInactive && user.HasEnded(today) ? ActionReason.Ended : reason) with
        {
            Attributes = attributes,
            People = people,
        };
    }

    private static (Operation, ActionReason) Kind(ActualUser? existing, AttributeChanges attributes)
    {
        if (existing is null)
        {
            return (Operation.Create, ActionReason.NotInOrganization);
        }

        return attributes.Find("active")?.After is not { } active
            ? (Operation.Update, existing.ExternalId is null && attributes.Find("externalId") is not null ? ActionReason.Adopted : ActionReason.Differs)
            : active == AttributeValue.True
                ? (Operation.Activate, ActionReason.DeclaredActive)
                : (Operation.Deactivate, ActionReason.DeclaredInactive);
    }

    private static Change Of(DesiredUser user, ActualUser? existing, Operation operation, ActionReason reason) => new()
    {
        Operation = operation,
        Address = user.Address,
        Reason = reason,
        Id = existing?.Id,
        ExternalId = user.ExternalId ?? existing?.ExternalId,
        ExpectedVersion = existing?.Version,
        Found = existing,
        Note = user.Reason,
        At = user.At,
    };

    private static ImmutableArray<ActualUser> UnlistedUsers(ActualState actual, Matches matches, Policy policy) =>
    [
        .. actual.Users
            .Where(user => !matches.IsDeclared(user) && InScope(user, policy.Scope))
            .OrderBy(user => user.UserName, StringComparer.Ordinal),
    ];

    private static bool InScope(ActualUser user, UnlistedScope scope) =>
        (!scope.ExternalIdPresent || user.ExternalId is not null)
        && (scope.ExternalIdPrefix is not { } prefix || user.ExternalId?.StartsWith(prefix, StringComparison.Ordinal) == true)
        && (scope.UserNameDomain is not { } domain || user.UserName.EndsWith("@" + domain, StringComparison.OrdinalIgnoreCase))
        && (scope.Division is not { } division || user["division"].Text == division);

    private static Change? UnlistedChange(ActualUser user, UnlistedAction action) => action switch
    {
        UnlistedAction.Deactivate when user.Active => Unlisted(user, Operation.Deactivate) with
        {
            Attributes = [new AttributeChange("active", AttributeType.Boolean, AttributeValue.True, AttributeValue.False)],
        },
        UnlistedAction.Delete => Unlisted(user, Operation.Delete),
        UnlistedAction.Ignore or UnlistedAction.Report or UnlistedAction.Deactivate => null,
    };

    private static Change Unlisted(ActualUser user, Operation operation) => new()
    {
        Operation = operation,
        Address = Address.User(user.UserName),
        Reason = ActionReason.Unlisted,
        Id = user.Id,
        ExternalId = user.ExternalId,
        ExpectedVersion = user.Version,
        Found = user,
    };

    private static UnlistedUser Reported(ActualUser user) =>
        new(Address.User(user.UserName), user.Id, user.ExternalId, user.Active);

    private static IEnumerable<Diagnostic> MissingRequired(IEnumerable<Change> changes, PlanOptions options) =>
        from row in options.Dialect.Attributes
        where row.Required
        from change in changes
        where change.Operation == Operation.Create && change.Of(row.Name) is null
        select PlanDiagnostics.RequiredToCreate(change, row.Name, options.Policy.Ignore.Contains(row.Name, StringComparer.Ordinal));

    private static IEnumerable<Change> MembershipChanges(
        DesiredState desired,
        ActualState actual,
        Dialect dialect,
        MembershipDiff diff,
        ImmutableArray<Diagnostic>.Builder findings)
    {
        var groups = actual.Groups.ToLookup(group => group.DisplayName, StringComparer.Ordinal);
        foreach (var group in desired.Groups)
        {
            switch (groups[group.DisplayName].ToArray())
            {
                case [var only]:
                    foreach (var change in diff.Compare(group, only))
                    {
                        yield return change;
                    }

                    if (diff.Unknown(group, only) is [_, ..] unknown)
                    {
                        findings.Add(PlanDiagnostics.MembersUnknown(group, unknown));
                    }

                    break;
                case [] when dialect.Capabilities.CreateGroups != GroupCreation.No && Lookalike(group, actual) is null:
                    yield return Creation(group);
                    foreach (var change in diff.Compare(group, existing: null))
                    {
                        yield return change;
                    }

                    break;
                case []:
                    findings.Add(Missing(group, actual, dialect));
                    break;
                case [var first, var second, ..]:
                    findings.Add(PlanDiagnostics.GroupNotUnique(group, first, second));
                    break;
            }
        }
    }

    /// <summary>A group with the same name in another case: a typing error, and not a second group.</summary>
    private static ActualGroup? Lookalike(DesiredGroup group, ActualState actual) =>
        actual.Groups.FirstOrDefault(other => string.Equals(other.DisplayName, group.DisplayName, StringComparison.OrdinalIgnoreCase));

    private static Diagnostic Missing(DesiredGroup group, ActualState actual, Dialect dialect) =>
        dialect.Capabilities.CreateGroups != GroupCreation.No && Lookalike(group, actual) is { } other
            ? PlanDiagnostics.GroupInOtherCase(group, other)
            : PlanDiagnostics.GroupNotInOrganization(group, actual.Groups.Select(existing => existing.DisplayName));

    private static Change Creation(DesiredGroup group) => new()
    {
        Operation = Operation.CreateGroup,
        Address = group.Address,
        Reason = ActionReason.NotInOrganization,
        Attributes = [new AttributeChange("displayName", AttributeType.Text, AttributeValue.Empty, AttributeValue.Of(group.DisplayName))],
        At = group.At,
    };
}
