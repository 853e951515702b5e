using System.Collections.Immutable;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Core.Applying;

/// <summary>What to do about a write that was refused because the version it was made for is no longer current.</summary>
public enum ConflictVerdict
{
    /// <summary>What the change is about is as the plan found it: somebody changed something else.</summary>
    SendAgain,

    /// <summary>Nothing is left of the change.</summary>
    Done,

    /// <summary>Somebody changed what the change is about. It is not overwritten.</summary>
    LeaveAlone,

    /// <summary>There is no such user any more.</summary>
    Gone,
}

/// <param name="Verdict">What to do.</param>
/// <param name="Changed">Of <see cref="ConflictVerdict.LeaveAlone"/>: what somebody else has changed.</param>
public sealed record Conflict(ConflictVerdict Verdict, ImmutableArray<Held> Changed);

/// <summary>The rule that a saved plan is held to, for one user read again: as before, as after, or neither.</summary>
/// <remarks>
/// <code>
/// change      the user now                              verdict
/// ----------  ----------------------------------------  --------------------------------------
/// update      every attribute as before                 send again, with the version of now
/// update      every attribute as after                  done
/// update      anything else, halves of both too         leave alone, and name what is different
/// update      gone                                      gone
/// delete      same userName, externalId and active      send again, with the version of now
/// delete      one of them is different                  leave alone, and name it
/// delete      gone                                      done
/// </code>
/// Only the attributes of the change count. A deletion has none; what it was planned from is who the user is and whether he
/// is active, so a title that changed meanwhile saves nobody, and a user who was activated again is left alone.
/// </remarks>
public static class ConflictRule
{
    private static readonly ImmutableArray<string> Identity = ["userName", "externalId", "active"];

    /// <param name="now">The user read again; null when there is none.</param>
    public static Conflict Decide(Change change, ActualUser? now, Comparison comparison)
    {
        if (now is null)
        {
            return new(change.Operation == Operation.Delete ? ConflictVerdict.Done : ConflictVerdict.Gone, []);
        }

        if (change.Operation != Operation.Delete && comparison.Unlike(change, now).IsEmpty)
        {
            return new(ConflictVerdict.Done, []);
        }

        ImmutableArray<Held> changed = change.Operation == Operation.Delete
            ? [.. IdentityOf(change)
                .Where(pair => !comparison.Same(pair.Name, now[pair.Name], pair.Before))
                .Select(pair => comparison.Hold(pair.Name, now, pair.Before))]
            : [.. Comparison.Written(change)
                .Where(attribute => !IsBefore(change, attribute, now, comparison))
                .Select(attribute => comparison.Hold(attribute.Name, now, attribute.After))];
        return new(changed.IsEmpty ? ConflictVerdict.SendAgain : ConflictVerdict.LeaveAlone, changed);
    }

    /// <summary>As the plan says, or as it found the user: a manager's id is known of the user only.</summary>
    private static bool IsBefore(Change change, AttributeChange attribute, ActualUser now, Comparison comparison)
    {
        var shown = now[attribute.Name];
        return comparison.Same(attribute.Name, shown, attribute.Before)
            || (change.Found is { } found && comparison.Same(attribute.Name, shown, found[attribute.Name]));
    }

    private static IEnumerable<(string Name, AttributeValue Before)> IdentityOf(Change change) => change.Found is { } found
        ? Identity.Select(name => (name, found[name]))
        : [("userName", AttributeValue.Of(change.Address.Name)), ("externalId", AttributeValue.Of(change.ExternalId))];
}
