using System.Globalization;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Config;

/// <summary>Which texts are accepted where a state file asks for an address, a number or a day.</summary>
internal static class TextForms
{
    /// <summary>Something, an at sign, a domain with a dot; the organization has the last word.</summary>
    public static bool IsEmail(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var dot = text.LastIndexOf('.');
        return at > 0 && dot > at + 1 && dot < text.Length - 1
            && at == text.LastIndexOf('@') && !text.Any(char.IsWhiteSpace);
    }

    /// <summary>Country code and number together have at most 15 digits (E.164).</summary>
    public static bool IsPhone(string text)
    {
        const int DigitsMin = 4;
        const int DigitsMax = 15;
        var form = Canonical.PhoneForm(text);
        var number = form.AsSpan(form.StartsWith("tel:", StringComparison.Ordinal) ? 4 : 0);
        var end = number.IndexOf(';');
        number = end < 0 ? number : number[..end];
        return number is ['+', not '0', ..]
            && !number[1..].ContainsAnyExceptInRange('0', '9')
            && number.Length - 1 is >= DigitsMin and <= DigitsMax;
    }

    public static DateOnly? DateOf(string text) => DateOnly.TryParseExact(
        text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        ? date
        : null;
}
