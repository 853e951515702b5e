using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Auditing;

/// <summary>An organization as it was read, asked whether it shows what a record of the log was about to write.</summary>
internal sealed class ShownState(ActualState actual)
{
    private readonly Dictionary<string, ActualUser> _users = actual.Users.ToDictionary(user => user.Id, StringComparer.Ordinal);
    private readonly Dictionary<string, ActualGroup> _groups = actual.Groups.ToDictionary(group => group.Id, StringComparer.Ordinal);

    /// <summary>
    /// False when it does not, or when the record does not say enough: values may be hashed, and a creation has no id.
    /// </summary>
    public bool Shows(AuditEntry intent)
    {
        var user = intent.Text("id") is { } id ? _users.GetValueOrDefault(id) : null;
        return intent.Operation switch
        {
            Operation.Delete => user is not { Active: true },
            Operation.Deactivate => user is { Active: false },
            Operation.Activate => user is { Active: true } && Holds(user, intent),
            Operation.Update => user is not null && Holds(user, intent),
            Operation.AddMembers => AreMembers(intent, isMeant: true),
            Operation.RemoveMembers => AreMembers(intent, isMeant: false),
            _ => false,
        };
    }

    private static bool Holds(ActualUser user, AuditEntry intent) => intent.Changes.All(change =>
        change.Name == "groups" || HasForms(intent.Organization, user[change.Name], change.After));

    private static bool HasForms(string organization, AttributeValue shown, AttributeValue logged) =>
        shown.Entries.Length == logged.Entries.Length && shown.Entries.All(entry =>
            PersonalText.Forms(organization, entry.Name).Any(form => logged.Entries.Any(other => other.Name == form)));

    private bool AreMembers(AuditEntry intent, bool isMeant)
    {
        if (intent.Text("id") is not { } id || !_groups.TryGetValue(id, out var group))
        {
            return false;
        }

        var names = group.MemberIds.Select(_users.GetValueOrDefault).OfType<ActualUser>()
            .SelectMany(user => PersonalText.Forms(intent.Organization, user.UserName)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return intent.Members.All(member => names.Contains(member) == isMeant);
    }
}
