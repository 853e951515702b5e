using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Config;

/// <summary>A user while files are bound: what it says itself is read, whom it refers to is still text.</summary>
internal sealed class UserDraft(YamlScalar userName)
{
    public string UserName { get; } = userName.Text;

    public SourceSpan At { get; } = userName.At;

    public string? ExternalId { get; set; }

    public bool IsAbsent { get; set; }

    public string? Reason { get; set; }

    /// <summary>The last day as an active user; null when it does not end.</summary>
    public DateOnly? Until { get; init; }

    public IReadOnlyDictionary<string, string> Origins { get; init; } = ImmutableDictionary<string, string>.Empty;

    public ImmutableSortedDictionary<string, DesiredValue>.Builder Attributes { get; } =
        ImmutableSortedDictionary.CreateBuilder<string, DesiredValue>(StringComparer.Ordinal);

    /// <summary>Attributes that name another user.</summary>
    public List<(string Attribute, YamlScalar Person)> People { get; } = [];

    public List<YamlScalar> Groups { get; } = [];

    public void Set(string attribute, AttributeValue value, SourceSpan at, ImmutableArray<SourceSpan> places = default) =>
        Attributes[attribute] = new(value, at, places);

    private ImmutableSortedDictionary<string, DesiredValue> WithOrigins()
    {
        foreach (var (attribute, origin) in Origins)
        {
            if (Attributes.TryGetValue(attribute, out var value))
            {
                Attributes[attribute] = value with { Origin = origin };
            }
        }

        return Attributes.ToImmutable();
    }

    public DesiredUser ToDesired() => new(UserName, ExternalId, WithOrigins(), At)
    {
        Until = Until,
        IsAbsent = IsAbsent,
        Reason = Reason,
    };
}
