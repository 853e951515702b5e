using System.Globalization;
using System.Text;

namespace GenesysScimState.Core.Model;

/// <summary>
/// The form in which values are compared: what the server would not store as a difference is none here. Each rule has a
/// name. Every rule takes any text: what does not look like its kind of value is left as it is, since the organization
/// may hold what nobody would write today.
/// </summary>
public static class Canonical
{
    public static AttributeValue Of(AttributeRow row, AttributeValue value) => row.Type switch
    {
        AttributeType.Email => value.Map(EmailCase),
        AttributeType.Phone => value.Map(PhoneForm),
        AttributeType.Date => value.Map(DateForm),
        AttributeType.Boolean => value.Map(BooleanCase),
        AttributeType.Ratings => Rated(row, value),
        AttributeType.Text or AttributeType.Names or AttributeType.Person => row.CaseExact ? value : value.Map(FoldedCase),
    };

    /// <summary>Whether two values of an attribute are no difference; of people, who are told by id, only the very same are.</summary>
    /// <param name="row">Null: an attribute that the dialect does not know, compared as it stands.</param>
    public static bool Same(AttributeRow? row, AttributeValue left, AttributeValue right) => row switch
    {
        null or { Type: AttributeType.Person } => left.Equals(right),
        _ => Of(row, left).Equals(Of(row, right)),
    };

    /// <summary>The name of the rule that <see cref="Of"/> applies to a row's values, as plans explain it.</summary>
    public static string RuleOf(AttributeRow row) => row.Type switch
    {
        AttributeType.Email => "email-case",
        AttributeType.Phone => "phone-form",
        AttributeType.Date => "date-form",
        AttributeType.Boolean => "boolean-case",
        AttributeType.Ratings => "shortest-decimal",
        AttributeType.Text or AttributeType.Names or AttributeType.Person => row.CaseExact ? "as-written" : "case",
    };

    /// <summary><c>Ann@Example.COM</c> is <c>ann@example.com</c>.</summary>
    public static string EmailCase(string text) => text.Trim().ToLowerInvariant();

    /// <summary><c>True</c> is <c>true</c>; some servers send texts.</summary>
    public static string BooleanCase(string text) => text.Trim().ToLowerInvariant();

    /// <summary>Where the schema says caseExact: false.</summary>
    public static string FoldedCase(string text) => text.ToLowerInvariant();

    /// <summary>
    /// <c>+1 (317) 555-0100</c> and <c>tel:+13175550100</c> are <c>+13175550100</c>; <c>tel:+13175550100; ext=12</c> is
    /// <c>tel:+13175550100;ext=12</c> (E.164, RFC 3966).
    /// </summary>
    public static string PhoneForm(string text)
    {
        var rest = text.AsSpan().Trim();
        if (rest.StartsWith("tel:", StringComparison.OrdinalIgnoreCase))
        {
            rest = rest[4..];
        }

        var semicolon = rest.IndexOf(';');
        var number = Bare(semicolon < 0 ? rest : rest[..semicolon]);
        if (number is null || semicolon < 0)
        {
            return number ?? text;
        }

        var parameter = rest[(semicolon + 1)..].Trim();
        return parameter.StartsWith("ext=", StringComparison.OrdinalIgnoreCase) && Digits(parameter[4..]) is { } extension
            ? $"tel:{number};ext={extension}"
            : text;
    }

    /// <summary>The calendar day of an ISO 8601 date or date-time, as written there: no time zone moves it.</summary>
    public static string DateForm(string text)
    {
        const int DayLength = 10;
        var trimmed = text.Trim();
        if (trimmed.Length > DayLength && trimmed[DayLength] is not ('T' or 't' or ' '))
        {
            return text;
        }

        return trimmed.Length >= DayLength && DateOnly.TryParseExact(
            trimmed.AsSpan(0, DayLength), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? trimmed[..DayLength]
            : text;
    }

    /// <summary>The shortest decimal: <c>4.0</c> is <c>4</c>, <c>3.50</c> is <c>3.5</c>.</summary>
    public static string ShortestDecimal(string text) => text is [>= '0' and <= '9'] ? text
        : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number.ToString("0.############", CultureInfo.InvariantCulture)
            : text;

    private static AttributeValue Rated(AttributeRow row, AttributeValue value)
    {
        var isCanonical = row.CaseExact
            && value.Entries.All(entry => entry.Rating is null || ShortestDecimal(entry.Rating) == entry.Rating);
        return isCanonical ? value : AttributeValue.Of(value.Entries.Select(entry => new Entry(
            row.CaseExact ? entry.Name : FoldedCase(entry.Name),
            entry.Rating is null ? null : ShortestDecimal(entry.Rating))));
    }

    /// <summary>A plus and digits, without what people put between them; null when anything else is there.</summary>
    private static string? Bare(ReadOnlySpan<char> text)
    {
        var trimmed = text.Trim();
        return trimmed is ['+', ..] && Digits(trimmed[1..]) is { } digits ? $"+{digits}" : null;
    }

    private static string? Digits(ReadOnlySpan<char> text)
    {
        var digits = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (char.IsAsciiDigit(character))
            {
                digits.Append(character);
            }
            else if (character is not (' ' or '-' or '.' or '(' or ')'))
            {
                return null;
            }
        }

        return digits.Length == 0 ? null : digits.ToString();
    }
}
