namespace GenesysScimState.Core.Model;

/// <summary>
/// A SCIM attribute path taken apart (RFC 7644 §3.10 and figure 1): schema URN, attribute, the key of a value filter,
/// sub-attribute. <c>urn:…:User:externalIds[authority eq "{key}"].value</c> has all four.
/// </summary>
/// <param name="Schema">The extension's URN, also the JSON member that holds the attribute; null in the core schema.</param>
/// <param name="Attribute">The attribute's name.</param>
/// <param name="FilterBy">The sub-attribute that the filter compares; null without a filter.</param>
/// <param name="FilterValue">The text it is compared with; <c>{key}</c> in a keyed row; <c>true</c> or <c>false</c>.</param>
/// <param name="SubAttribute">The part after the last dot; null when the attribute itself is meant.</param>
public sealed record ScimPath(
    string? Schema,
    string Attribute,
    string? FilterBy = null,
    string? FilterValue = null,
    string? SubAttribute = null)
{
    /// <summary>Whether the filter compares with a boolean: <c>emails[primary eq true]</c>.</summary>
    public bool FiltersByBoolean { get; init; }

    /// <summary>The attribute as a whole: <c>urn:…:User:manager</c>, <c>phoneNumbers</c>.</summary>
    public string Container => Schema is null ? Attribute : $"{Schema}:{Attribute}";

    /// <summary>The filtered element: <c>phoneNumbers[type eq "mobile"]</c>; quotes and backslashes escaped (JSON, RFC 7644 §3.4.2.2).</summary>
    public string Element(string? key) => FilterBy is null
        ? Container
        : FiltersByBoolean ? $"{Container}[{FilterBy} eq {FilterValue}]"
        : $"{Container}[{FilterBy} eq \"{Escape(FilterValue!.Replace("{key}", key, StringComparison.Ordinal))}\"]";

    /// <summary>The value itself: <c>phoneNumbers[type eq "mobile"].value</c>.</summary>
    public string Value(string? key) => Sub(key) is { } sub ? $"{Element(key)}.{sub}" : Element(key);

    /// <summary>The sub-attribute, with the key in it: <c>attributes.{key}</c> is an object whose members are keys.</summary>
    public string? Sub(string? key) => SubAttribute?.Replace("{key}", key, StringComparison.Ordinal);

    /// <summary>Whether it has a place for a key.</summary>
    public bool HasKey => (FilterValue ?? SubAttribute)?.Contains("{key}", StringComparison.Ordinal) == true;

    /// <summary>The inverse of <see cref="ToString"/>.</summary>
    /// <exception cref="FormatException">The text is not such a path; the message names it.</exception>
    public static ScimPath Parse(string text)
    {
        // The attribute begins after the last colon that is not inside a filter; a URN may itself contain dots ("2.0").
        var bracket = text.IndexOf('[', StringComparison.Ordinal);
        var head = bracket < 0 ? text : text[..bracket];
        var colon = head.LastIndexOf(':');
        var schema = colon < 0 ? null : head[..colon];
        var attribute = head[(colon + 1)..];

        if (bracket < 0)
        {
            var dot = attribute.IndexOf('.', StringComparison.Ordinal);
            return dot < 0
                ? new(schema, Required(attribute, text))
                : new(schema, Required(attribute[..dot], text), SubAttribute: Required(attribute[(dot + 1)..], text));
        }

        var close = text.LastIndexOf(']');
        var filter = close < bracket ? [] : text[(bracket + 1)..close].Split(" eq ", 2);
        var rest = close < bracket ? "" : text[(close + 1)..];
        var sub = rest.Length == 0 ? null : rest[1..];
        return filter is not [var by, var value] || (rest.Length > 0 && rest is not ['.', _, ..]) ? throw Malformed(text)
            : value.Trim() is "true" or "false" ? new(schema, Required(attribute, text), Required(by.Trim(), text), value.Trim(), sub) { FiltersByBoolean = true }
            : value is ['"', .., '"'] and { Length: > 1 } ? new(schema, Required(attribute, text), by.Trim(), value[1..^1], sub)
            : throw Malformed(text);
    }

    public override string ToString() => Value("{key}");

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    private static string Required(string part, string text) => part.Length > 0 ? part : throw Malformed(text);

    private static FormatException Malformed(string text) =>
        new($"\"{text}\" is not a SCIM path; write \"attribute\", \"attribute.sub\" or \"attribute[type eq \\\"work\\\"].value\", after a schema URN and a colon for an extension.");
}
