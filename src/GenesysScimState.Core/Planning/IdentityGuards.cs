using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Core.Planning;

/// <summary>A user to create, and an undeclared user of the organization that looks like the same person.</summary>
/// <param name="Creation">The change that creates the user.</param>
/// <param name="Existing">The user of the organization; active or inactive.</param>
/// <param name="Attribute">The attribute that is the same beside the name, as the organization's user has it.</param>
internal readonly record struct Lookalike(Change Creation, ActualUser Existing, string Attribute);

/// <summary>Guards against a plan that takes one person for another, or creates a person a second time.</summary>
internal static class IdentityGuards
{
    public static IEnumerable<Refusal> Check(Plan plan, DesiredState desired, ActualState actual)
    {
        var takeovers = Takeovers(plan, desired).Select(change => change.Address).ToImmutableArray();
        if (!takeovers.IsEmpty)
        {
            yield return new Refusal("identity.takeover", GuardDiagnostics.Takeover(takeovers), takeovers);
        }

        var lookalikes = Lookalikes(plan, desired, actual).ToImmutableArray();
        if (!lookalikes.IsEmpty)
        {
            var offenders = lookalikes.Select(pair => pair.Creation.Address).Distinct().ToImmutableArray();
            yield return new Refusal("identity.lookalike", GuardDiagnostics.Lookalikes(lookalikes, offenders.Length), offenders);
        }
    }

    /// <summary>A user found by externalId keeps it, so one whose externalId changes was found by userName. An undo plan finds users by id.</summary>
    private static IEnumerable<Change> Takeovers(Plan plan, DesiredState desired)
    {
        var byId = desired.Users.Select(user => user.Id).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return plan.Changes.Where(change => change is { Id: { } id, Address.Kind: ResourceKind.User } && !byId.Contains(id)
            && change.Of("externalId") is { Before.IsEmpty: false, After.IsEmpty: false });
    }

    private static IEnumerable<Lookalike> Lookalikes(Plan plan, DesiredState desired, ActualState actual)
    {
        var creations = plan.Changes.Where(change => change is { Operation: Operation.Create, Address.Kind: ResourceKind.User }).ToArray();
        if (creations.Length == 0 || actual.Users.IsEmpty)
        {
            return [];
        }

        var declared = Matcher.Match(desired, actual).Matches;
        var undeclared = actual.Users.Where(user => !declared.IsDeclared(user))
            .Select(user => (User: user, Name: NameOf(name => user[name].Text)))
            .Where(pair => pair.Name is not null)
            .ToLookup(pair => pair.Name!, pair => pair.User, StringComparer.Ordinal);
        return creations.SelectMany(creation => Like(creation, undeclared));
    }

    private static IEnumerable<Lookalike> Like(Change creation, ILookup<string, ActualUser> undeclared)
    {
        if (NameOf(name => creation.Of(name)?.After.Text) is not { } displayName || !undeclared.Contains(displayName))
        {
            yield break;
        }

        var marks = creation.Attributes.SelectMany(attribute => Marks(attribute.Name, attribute.After)).ToHashSet();
        foreach (var user in undeclared[displayName].OrderBy(user => user.UserName, StringComparer.Ordinal).ThenBy(user => user.Id, StringComparer.Ordinal))
        {
            var same = user.Attributes.Keys
                .Where(name => Marks(name, user[name]).Any(marks.Contains)).Order(StringComparer.Ordinal).FirstOrDefault();
            if (same is not null)
            {
                yield return new Lookalike(creation, user, same);
            }
        }
    }

    /// <summary>What tells people apart, canonical: an employee number, an id in another system, a telephone number of any type.</summary>
    private static IEnumerable<(string Kind, string Value)> Marks(string attribute, AttributeValue value)
    {
        var root = attribute.Split('.')[0];
        var kind = root is "phoneNumbers" || attribute is "employeeNumber" ? root
            : attribute is "attributes.employeeNumber" ? "employeeNumber"
            : root is "externalIds" ? attribute
            : null;
        return kind is null ? [] : value.Entries
            .Where(entry => !string.IsNullOrWhiteSpace(entry.Name))
            .Select(entry => (kind, Folded(root is "phoneNumbers" ? Canonical.PhoneForm(entry.Name) : entry.Name)));
    }

    private static string? NameOf(Func<string, string?> value) =>
        (value("displayName") ?? value("name.formatted") ?? (value("name.givenName"), value("name.familyName")) switch
        {
            (null, null) => null,
            var (given, family) => $"{given} {family}",
        }) is { } name && !string.IsNullOrWhiteSpace(name) ? Folded(name) : null;

    /// <summary>Without blanks around it and in one case.</summary>
    private static string Folded(string text) => Canonical.FoldedCase(text.Trim());
}
