namespace GenesysScimState.Core.Model;

/// <summary>What kind of thing an address names. The order is the order of output.</summary>
public enum ResourceKind
{
    User,
    Group,
}

/// <summary>
/// The name of a resource in plans, reports and logs: <c>user/ana@example.org</c>, <c>group/Support Agents</c>.
/// Stable for people; the organization's own id stays beside it.
/// </summary>
public readonly record struct Address(ResourceKind Kind, string Name) : IComparable<Address>
{
    public static Address User(string userName) => new(ResourceKind.User, userName);

    public static Address Group(string displayName) => new(ResourceKind.Group, displayName);

    /// <summary>The word before the slash, and the <c>type</c> in a plan: <c>user</c> or <c>group</c>.</summary>
    public string Type => Kind switch
    {
        ResourceKind.User => "user",
        ResourceKind.Group => "group",
    };

    /// <summary>The inverse of <see cref="ToString"/>; null when the text is no address.</summary>
    public static Address? Parse(string text) => text.Split('/', 2) switch
    {
        ["user", { Length: > 0 } userName] => User(userName),
        ["group", { Length: > 0 } displayName] => Group(displayName),
        _ => null,
    };

    /// <summary>Kind, then name by its UTF-16 code units: the same order on every machine and in every culture.</summary>
    public int CompareTo(Address other) =>
        Kind != other.Kind ? Kind.CompareTo(other.Kind) : string.CompareOrdinal(Name, other.Name);

    public override string ToString() => $"{Type}/{Name}";

    public static bool operator <(Address left, Address right) => left.CompareTo(right) < 0;

    public static bool operator >(Address left, Address right) => left.CompareTo(right) > 0;

    public static bool operator <=(Address left, Address right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Address left, Address right) => left.CompareTo(right) >= 0;
}
