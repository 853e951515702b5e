using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace GenesysScimState.Emulator.Protocol;

/// <summary>
/// A place in a list (RFC 9865): the page begins after <paramref name="After"/>, or at <paramref name="Start"/> when that
/// resource is not in the list any more.
/// </summary>
/// <param name="Start">Counted from 0.</param>
/// <param name="Issued">Unix seconds.</param>
/// <param name="After">Id of the last resource of the page before; empty at the beginning.</param>
internal sealed record Cursor(int Start, long Issued, string After)
{
    /// <summary>How long a cursor can be used. Ours: RFC 9865 leaves it to the server.</summary>
    public const int LifetimeSeconds = 600;

    /// <param name="text">Empty: the first page.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="RefusalException">400 invalidCursor, 400 expiredCursor.</exception>
    public static Cursor Parse(string text, DateTimeOffset now)
    {
        if (text.Length == 0)
        {
            return new(0, now.ToUnixTimeSeconds(), "");
        }

        if (Decode(text)?.Split('/', 3) is not [var start, var issued, var after]
            || !int.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            || !long.TryParse(issued, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            throw RefusalException.Scim(400, "invalidCursor", "The cursor is not valid; begin with an empty cursor.");
        }

        return now.ToUnixTimeSeconds() - seconds <= LifetimeSeconds
            ? new(at, seconds, after)
            : throw RefusalException.Scim(400, "expiredCursor", "The cursor has expired; begin with an empty cursor.");
    }

    public override string ToString() => WebEncoders.Base64UrlEncode(
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Start}/{Issued}/{After}")));

    private static string? Decode(string text)
    {
        try
        {
            return Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(text));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
