using System.Collections.Immutable;

namespace GenesysScimState.Core.Model;

/// <summary>What an attribute holds; it decides how values are read, made canonical and written.</summary>
public enum AttributeType
{
    /// <summary>One text.</summary>
    Text,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A calendar date, <c>yyyy-MM-dd</c>.</summary>
    Date,

    /// <summary>An e-mail address; upper and lower case are one.</summary>
    Email,

    /// <summary>A telephone number: E.164, or a <c>tel:</c> URI with an extension (RFC 3966).</summary>
    Phone,

    /// <summary>Another user: <c>userName</c> or <c>externalId</c> in state files, the user's id on the wire.</summary>
    Person,

    /// <summary>A set of names, such as roles.</summary>
    Names,

    /// <summary>A set of names with a proficiency from 0 to 5 each, such as skills.</summary>
    Ratings,
}

/// <summary>Who may change an attribute, in SCIM's words (RFC 7643 §7).</summary>
public enum Mutability
{
    ReadWrite,

    /// <summary>The server sets it. Never written and never a difference.</summary>
    ReadOnly,

    /// <summary>Set when the user is created, never changed.</summary>
    Immutable,
}

/// <summary>Which part of another attribute's text an attribute is made of.</summary>
public enum TextPart
{
    Whole,

    /// <summary>The words before the last; nothing when there is one word only.</summary>
    Given,

    /// <summary>The last word; nothing when there is one word only.</summary>
    Family,
}

/// <summary>
/// Where an attribute comes from when nobody declares it: it is written with the attribute it is made of, and at no other time.
/// </summary>
/// <param name="Attribute">The name of the other attribute.</param>
/// <param name="Part">What of it.</param>
/// <param name="IsSame">Whether it must be the same, so that a declaration of something else is an error.</param>
public sealed record Origin(string Attribute, TextPart Part, bool IsSame)
{
    /// <summary>Null when the text has no such part.</summary>
    public string? Of(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return Part switch
        {
            TextPart.Whole => text,
            TextPart.Given => words.Length > 1 ? string.Join(' ', words[..^1]) : null,
            TextPart.Family => words.Length > 1 ? words[^1] : null,
        };
    }
}

/// <summary>One attribute of a dialect: a row of data. Adding an attribute adds a row, not code.</summary>
/// <param name="Name">The name in state files; of a keyed attribute, the part before the dot.</param>
/// <param name="Path">
/// The SCIM path (RFC 7644 §3.5.2), with its schema URN where it is an extension's. In a keyed attribute <c>{key}</c>
/// stands for the key: <c>phoneNumbers[type eq "{key}"].value</c>, or <c>attributes.{key}</c> in an object.
/// </param>
/// <param name="Type">What it holds.</param>
public sealed record AttributeRow(string Name, ScimPath Path, AttributeType Type)
{
    public Mutability Mutability { get; init; } = Mutability.ReadWrite;

    /// <summary>Whether case matters when values are compared (RFC 7643 §2.2). E-mail addresses never do.</summary>
    public bool CaseExact { get; init; } = true;

    /// <summary>Whether the server wants it when a user is created.</summary>
    public bool Required { get; init; }

    /// <summary>Whether it can be emptied. Genesys Cloud users always have a name and a division.</summary>
    public bool Clearable { get; init; } = true;

    /// <summary>Of <see cref="AttributeType.Ratings"/>: the sub-attribute that holds the number.</summary>
    public string Rating { get; init; } = "proficiency";

    /// <summary>The most entries the server takes; 0 when it has no bound. Genesys Cloud: 50 skills, 50 languages.</summary>
    public int MaxEntries { get; init; }

    /// <summary>Whether state files give it as a map, each key an attribute of its own.</summary>
    public bool IsKeyed { get; init; }

    /// <summary>The keys there are; empty when any key may be used.</summary>
    public ImmutableArray<string> Keys { get; init; } = [];

    /// <summary>Keys that belong to the server; an element whose key starts with one of them is never touched.</summary>
    public ImmutableArray<string> ReservedKeyPrefixes { get; init; } = [];

    /// <summary>Where the organization lists the names this attribute may hold; null when it may hold anything.</summary>
    public NameSource? Names { get; init; }

    /// <summary>Where it comes from when it is not declared; null when it is then left alone.</summary>
    public Origin? Origin { get; init; }

    /// <summary>Whether an element that is added says that it is the primary one (<c>primary: true</c>).</summary>
    public bool IsPrimary { get; init; }

    /// <summary>Whether a value holds several entries where a state file declares one.</summary>
    public bool IsExceededBy(AttributeValue value) => value.IsSeveral && Type is not (AttributeType.Names or AttributeType.Ratings);

    public string NameOf(string key) => $"{Name}.{key}";

    /// <summary>The key in a name such as <c>phoneNumbers.mobile</c>; null when this row is not keyed.</summary>
    public string? KeyOf(string name) => IsKeyed && name.Length > Name.Length + 1 ? name[(Name.Length + 1)..] : null;
}

/// <summary>
/// Where an organization lists the names that an attribute may hold, in pages as the Genesys Cloud platform gives them
/// (<c>pageNumber</c>, <c>pageSize</c>; <c>entities</c>, <c>total</c>).
/// </summary>
/// <param name="Path">On the host of the API, from its root: <c>/api/v2/authorization/roles</c>.</param>
/// <param name="Noun">What one of them is called in messages: <c>role</c>.</param>
public sealed record NameSource(string Path, string Noun)
{
    /// <summary>The permission that listing them takes; null when none is documented.</summary>
    public string? Permission { get; init; }

    /// <summary>Where an administrator creates one, for messages; null when the dialect does not say.</summary>
    public string? CreatedIn { get; init; }
}
