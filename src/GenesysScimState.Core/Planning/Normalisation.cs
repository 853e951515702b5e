using System.Collections.Immutable;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Core.Planning;

/// <summary>Two values that are written differently and are the same, and the rule that says so.</summary>
public sealed record Normalised(Address Address, string Attribute, AttributeValue Declared, AttributeValue Found, string Rule);

/// <summary>Explains why a plan does not show a difference that somebody can see.</summary>
public static class Normalisation
{
    public static ImmutableArray<Normalised> Explain(DesiredState desired, ActualState actual, Dialect dialect)
    {
        var (matches, _) = Matcher.Match(desired, actual);
        return
        [
            .. desired.Users
                .Where(user => !user.IsAbsent)
                .OrderBy(user => user.UserName, StringComparer.Ordinal)
                .SelectMany(user => matches.Of(user) is { } existing ? Explain(user, existing, dialect) : []),
        ];
    }

    private static IEnumerable<Normalised> Explain(DesiredUser user, ActualUser existing, Dialect dialect) =>
        from attribute in user.Attributes
        let row = dialect.Find(attribute.Key)
        where row is not null && row.Type != AttributeType.Person
        let declared = attribute.Value.Value
        let found = existing[attribute.Key]
        where !declared.Equals(found) && Canonical.Of(row, declared).Equals(Canonical.Of(row, found))
        select new Normalised(user.Address, attribute.Key, declared, found, Canonical.RuleOf(row));
}
