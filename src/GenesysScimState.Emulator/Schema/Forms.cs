using System.Globalization;
using System.Text.RegularExpressions;

namespace GenesysScimState.Emulator.Schema;

/// <summary>The forms in which texts are stored; each returns null for a text that has no such form.</summary>
internal static partial class Forms
{
    public static string? Email(string text) => EmailPattern().IsMatch(text) ? text : null;

    /// <summary>
    /// E.164, given plain or as a tel URI. Stored plain; with an extension as <c>tel:+13175550100;ext=12</c>.
    /// Genesys Cloud SDK documentation, ScimPhoneNumber.
    /// </summary>
    public static string? Phone(string text)
    {
        var match = PhonePattern().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var number = match.Groups["number"].Value;
        var extension = match.Groups["ext"];
        return extension.Success ? $"tel:{number};ext={extension.Value}" : number;
    }

    /// <summary>
    /// Takes ISO 8601 dates and date-times, keeps the date as written (Genesys field mappings, hireDate).
    /// </summary>
    public static string? Date(string text) =>
        text.Length >= 10
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)
        && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? text[..10]
            : null;

    [GeneratedRegex(@"^[^@\s]+@[^@\s]+$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 60_000)]
    private static partial Regex EmailPattern();

    [GeneratedRegex(
        @"^(tel:)?(?<number>\+[1-9][0-9]{1,14})(\s*;\s*ext=(?<ext>[0-9]{1,15}))?$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        60_000)]
    private static partial Regex PhonePattern();
}
