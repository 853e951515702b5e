using System.Collections.Immutable;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Core.Applying;

/// <summary>
/// Holds what the organization shows of one user or group against a change. Values are compared as the planner compares
/// them: in canonical form by the dialect's rows, people by id.
/// </summary>
/// <param name="dialect">Its rows say what is no difference.</param>
/// <param name="ids">The organization's id of each person the change refers to, by userName.</param>
public sealed class Comparison(Dialect dialect, IReadOnlyDictionary<string, string> ids)
{
    /// <summary>What a change writes; activating and deactivating write <c>active</c> also when they do not list it.</summary>
    public static AttributeChanges Written(Change change)
    {
        var isSwitch = change.Operation is Operation.Activate or Operation.Deactivate
            && change.Of("active") is null;
        var isOn = change.Operation == Operation.Activate;
        return isSwitch
            ? [.. change.Attributes, new("active", AttributeType.Boolean, AttributeValue.Of(!isOn), AttributeValue.Of(isOn))]
            : change.Attributes;
    }

    /// <param name="name">The attribute.</param>
    /// <param name="shown">As the organization shows it; of a person the id.</param>
    /// <param name="meant">As a change has it; of a person the userName, or the id of somebody unknown.</param>
    public bool Same(string name, AttributeValue shown, AttributeValue meant)
    {
        var row = dialect.Find(name);
        return Canonical.Same(row, shown, row?.Type == AttributeType.Person ? meant.Map(IdOf) : meant);
    }

    /// <summary>The attributes of a change that the organization shows otherwise than the change leaves them.</summary>
    public ImmutableArray<Held> Unlike(Change change, ActualUser shown) =>
    [
        .. Written(change)
            .Where(attribute => dialect.Find(attribute.Name)?.Mutability != Mutability.ReadOnly
                && !Same(attribute.Name, shown[attribute.Name], attribute.After))
            .Select(attribute => Hold(attribute.Name, shown, attribute.After)),
    ];

    /// <summary>The people of a membership who are not yet, or still, what the change makes them.</summary>
    public ImmutableArray<Person> Unsettled(Change change, IReadOnlySet<string> memberIds)
    {
        var isMeant = change.Operation == Operation.AddMembers;
        return [.. change.People.Where(person => memberIds.Contains(person.Id ?? IdOf(person.UserName)) != isMeant)];
    }

    internal Held Hold(string name, ActualUser shown, AttributeValue meant) => new(
        name, dialect.Find(name)?.Type == AttributeType.Person ? shown[name].Map(NameOf) : shown[name], meant);

    private string IdOf(string userName) => ids.TryGetValue(userName, out var id) ? id : userName;

    private string NameOf(string id) => ids.FirstOrDefault(pair => pair.Value == id).Key ?? id;
}
