using System.Collections.Immutable;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Core.Planning;

/// <summary>
/// Compares one declared user with the organization's. Both sides are made canonical by the row's type first, so that a
/// difference the server would not store is never a difference.
/// </summary>
internal sealed class UserDiff(PlanOptions options, Matches matches, ActualState actual)
{
    private readonly Dictionary<string, ActualUser> _actualById = actual.Users.ToDictionary(user => user.Id, StringComparer.Ordinal);

    private readonly HashSet<string> _ignored = new(options.Policy.Ignore, StringComparer.Ordinal);

    /// <summary>What can be written, with what the names of the keys of a keyed one begin with.</summary>
    private readonly (AttributeRow Row, string Prefix)[] _rows =
        [.. options.Dialect.Attributes.Where(row => row.Mutability != Mutability.ReadOnly).Select(row => (row, row.NameOf("")))];

    private readonly AttributeChanges.Builder _changes = new();

    /// <summary>What has to change, in the dialect's order; everything that is declared when there is no such user yet.</summary>
    public AttributeChanges Compare(DesiredUser desired, ActualUser? existing)
    {
        foreach (var (row, prefix) in _rows)
        {
            if (row.IsKeyed)
            {
                foreach (var (name, value) in Declared(row, prefix, desired, existing))
                {
                    Add(row, name, value, existing);
                }
            }
            else if (desired.Attributes.TryGetValue(row.Name, out var value))
            {
                Add(row, row.Name, value, existing);
            }

            if (row.Origin is not null && Made(row, row.Origin, desired, existing) is { } made)
            {
                Add(row, row.Name, made, existing);
            }
        }

        return existing is null ? _changes.DrainCreation(desired.Attributes) : _changes.Drain();
    }

    private void Add(AttributeRow row, string name, DesiredValue value, ActualUser? existing)
    {
        if (!IsIgnored(row, name) && Compare(row, name, value, existing) is { } change)
        {
            _changes.Add(change);
        }
    }

    /// <summary>The user that a <see cref="AttributeType.Person"/> of these changes refers to.</summary>
    public ImmutableArray<Person> PeopleIn(AttributeChanges changes) =>
    !changes.Any(change => change.Type == AttributeType.Person) ? [] :
    [
        .. changes
            .Where(change => change.Type == AttributeType.Person && !change.After.IsEmpty)
            .Select(change => new Person(change.After.Text!, matches.ByUserName.GetValueOrDefault(change.After.Text!)?.Id)),
    ];

    /// <summary>The name a person is shown by: as declared, else as the organization has it, else the bare id.</summary>
    public string NameOf(string id) =>
        matches.ById.TryGetValue(id, out var desired) ? desired.UserName
        : _actualById.TryGetValue(id, out var known) ? known.UserName
        : id;

    private bool IsIgnored(AttributeRow row, string name) => _ignored.Contains(name) || _ignored.Contains(row.Name);

    /// <summary>The declared values of a keyed row. The bare name of a keyed row means: clear every key that is not mentioned.</summary>
    private static IEnumerable<(string Name, DesiredValue Value)> Declared(AttributeRow row, string prefix, DesiredUser desired, ActualUser? existing)
    {
        var mentioned = desired.Attributes.Under(prefix);
        return desired.Attributes.TryGetValue(row.Name, out var cleared) && existing is not null
            ? mentioned.Concat(existing.Attributes.Under(prefix)
                .Where(attribute => !desired.Attributes.ContainsKey(attribute.Name))
                .Select(attribute => (attribute.Name, cleared)))
            : mentioned;
    }

    /// <summary>
    /// An attribute that nobody declares and that is made of another one goes with it: written when that one is, and then only.
    /// </summary>
    private DesiredValue? Made(AttributeRow row, Origin origin, DesiredUser desired, ActualUser? existing) =>
        !desired.Attributes.ContainsKey(row.Name)
            && desired.Attributes.TryGetValue(origin.Attribute, out var source)
            && source.Value.Text is { } text
            && origin.Of(text) is { } made
            && options.Dialect.Find(origin.Attribute) is { } other
            && !IsIgnored(other, other.Name)
            && Compare(other, origin.Attribute, source, existing) is not null
            ? new DesiredValue(AttributeValue.Of(made), source.At)
            : null;

    private AttributeChange? Compare(AttributeRow row, string name, DesiredValue wanted, ActualUser? existing)
    {
        var before = existing?[name] ?? AttributeValue.Empty;
        if (row.Type != AttributeType.Person && before.Equals(wanted.Value))
        {
            return null;
        }

        var (canonicalBefore, canonicalAfter) = row.Type == AttributeType.Person
            ? (before.Map(id => IsNamesake(id, wanted.Value) ? id : NameOf(id)), wanted.Value.Map(NamedAs))
            : (Canonical.Of(row, before), Canonical.Of(row, wanted.Value));

        if (canonicalBefore.Equals(canonicalAfter) || (existing is not null && row.Mutability == Mutability.Immutable))
        {
            return null;
        }

        // Where case does not matter it still is part of how a name is written: shown and sent as it stands.
        var (shownBefore, shownAfter) = row.Type == AttributeType.Email || !row.CaseExact ? (before, wanted.Value) : (canonicalBefore, canonicalAfter);
        return new AttributeChange(name, row.Type, shownBefore, shownAfter, wanted.At) { Places = wanted.Places, Origin = wanted.Origin };
    }

    /// <summary>Somebody the organization has who is called as the wanted person will be, and is somebody else: who leaves it in this plan.</summary>
    private bool IsNamesake(string id, AttributeValue wanted) =>
        wanted.Text is { } userName
        && _actualById.ContainsKey(id)
        && matches.ByUserName.GetValueOrDefault(userName)?.Id != id
        && string.Equals(NameOf(id), NamedAs(userName), StringComparison.OrdinalIgnoreCase);

    private string NamedAs(string userName) => matches.ByUserName.TryGetValue(userName, out var user) ? NameOf(user.Id) : userName;
}
