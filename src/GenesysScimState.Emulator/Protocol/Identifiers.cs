using System.Security.Cryptography;
using System.Text;

namespace GenesysScimState.Emulator.Protocol;

/// <summary>
/// Makes identifiers that look random and are not: a resource's id follows from its first name, so that the same
/// requests in any order, or the same seed file with a line moved, give the same ids.
/// </summary>
internal sealed class Identifiers(int seed)
{
    private long _count;

    /// <summary>The id of a new resource of that name; <paramref name="isTaken"/> says which are in use.</summary>
    public string For(string kind, string name, Func<string, bool> isTaken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var id = Derive($"{seed}/{kind}/{name.ToUpperInvariant()}/{attempt}");
            if (!isTaken(id))
            {
                return id;
            }
        }
    }

    /// <summary>The next of a series: tokens and correlation ids.</summary>
    public string Next(string series) => Derive($"{seed}/{series}#{++_count}");

    private static string Derive(string text)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));

        // Version 4, variant 1 (RFC 9562 §5.4): clients may check that.
        hash[6] = (byte)((hash[6] & 0x0F) | 0x40);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true).ToString("D");
    }
}
