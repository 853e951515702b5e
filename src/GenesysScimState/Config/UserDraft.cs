using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Config;

/// <summary>A name as it stands in a file.</summary>
internal readonly record struct WrittenName(string Text, SourceSpan At);

/// <summary>A user while files are bound: what it says itself is read, whom it refers to is still text.</summary>
/// <param name="userName">What to call it.</param>
/// <param name="attributes">Collects them until the user is complete, one user at a time.</param>
internal sealed class UserDraft(YamlScalar userName, AttributeMap<DesiredValue>.Builder attributes)
{
    public string UserName { get; } = userName.Text;

    public SourceSpan At { get; } = userName.At;

    public string? ExternalId { get; set; }

    public bool IsAbsent { get; set; }

    public string? Reason { get; set; }

    /// <summary>The last day as an active user; null when it does not end.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Of a complete user.</summary>
    public AttributeMap<DesiredValue> Attributes { get; private set; } = AttributeMap.Empty<DesiredValue>();

    /// <summary>Attributes that name another user.</summary>
    public ImmutableArray<(string Attribute, WrittenName Person)> People { get; private set; } = [];

    public ImmutableArray<WrittenName> Groups { get; set; } = [];

    /// <summary>The groups, once: they are kept by the groups then.</summary>
    public ImmutableArray<WrittenName> TakeGroups()
    {
        var groups = Groups;
        Groups = [];
        return groups;
    }

    /// <summary>Of a complete user: where values are from that it does not have itself, by name; <c>groups.NAME</c> for a group.</summary>
    private IReadOnlyDictionary<string, string> Origins { get; set; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Of a complete user: where it has a group from; null when it names the group itself.</summary>
    public string? OriginOfGroup(string name) => Origins.Count == 0 ? null : Origins.GetValueOrDefault($"groups.{name}");

    public bool Has(string attribute) => attributes.ContainsKey(attribute);

    public DesiredValue? Find(string attribute) => attributes.TryGetValue(attribute, out var value) ? value : null;

    public void Set(string attribute, AttributeValue value, SourceSpan at, ImmutableArray<SourceSpan> places = default) =>
        attributes.Set(attribute, new(value, at, places));

    /// <summary>Until <see cref="Name"/> the attribute holds what the file says.</summary>
    public void Refer(string attribute, YamlScalar person)
    {
        Set(attribute, AttributeValue.Of(person.Text), person.At);
        People = People.Add((attribute, new(person.Text, person.At)));
    }

    /// <param name="origins">Where values are from that the user does not have itself, by name.</param>
    public void Complete(IReadOnlyDictionary<string, string> origins)
    {
        Origins = origins;
        foreach (var (attribute, origin) in origins)
        {
            if (Find(attribute) is { } value)
            {
                attributes.Set(attribute, new(value.Value, value.At, value.Places, origin));
            }
        }

        Attributes = attributes.Drain();
    }

    /// <summary>Of a complete user: whom an attribute refers to.</summary>
    public void Name(string attribute, UserDraft person)
    {
        var value = Attributes[attribute];
        if (value.Value.Text != person.UserName)
        {
            Attributes = Attributes.SetItem(attribute, value with { Value = person.Attributes["userName"].Value });
        }
    }

    public DesiredUser ToDesired() => new(UserName, ExternalId, Attributes, At)
    {
        Until = Until,
        IsAbsent = IsAbsent,
        Reason = Reason,
    };
}
