using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Core.Planning;

/// <summary>What is declared with a last day that is near.</summary>
public static class Endings
{
    /// <summary>Days that are near: whoever looks every night, or once a week, hears of each end in time.</summary>
    public const int Days = 7;

    /// <summary>Users and memberships whose last day is today or within <see cref="Days"/>, by day, then by address.</summary>
    public static ImmutableArray<Diagnostic> Soon(DesiredState desired, DateOnly today) =>
    [
        .. desired.Users
            .Where(user => !user.IsAbsent && IsSoon(user.Until, today))
            .Select(user => (user.Address, What: $"the account of {Untrusted.Show(user.UserName)}", Day: user.Until!.Value, user.At))
            .Concat(
                from @group in desired.Groups
                from member in @group.Members
                where IsSoon(member.Until, today)
                select (@group.Address, What: $"the membership of {Untrusted.Show(member.UserName)} in {Untrusted.Show(@group.DisplayName)}", Day: member.Until!.Value, member.At))
            .OrderBy(ending => ending.Day).ThenBy(ending => ending.Address).ThenBy(ending => ending.What, StringComparer.Ordinal)
            .Select(ending => TemplateDiagnostics.EndsSoon(ending.Address, ending.What, ending.Day, ending.At)),
    ];

    private static bool IsSoon(DateOnly? until, DateOnly today) => until is { } day && day >= today && day <= today.AddDays(Days);
}
