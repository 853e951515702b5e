using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using GenesysScimState.Config;

namespace GenesysScimState.Auditing;

/// <summary>
/// Names and values as the log holds them: as they are, or as a short keyed hash. The same text is the same hash within an
/// organization, so a hashed log can still be searched for somebody whose name is known.
/// </summary>
internal static class PersonalText
{
    public static string Of(PersonalData personalData, string organization, string text) => personalData switch
    {
        PersonalData.Full => text,
        PersonalData.Hashed => Hashed(organization, text),
    };

    /// <summary>Every form a text may have in a log, whatever its settings were when it was written.</summary>
    public static ImmutableArray<string> Forms(string organization, string text) => [text, Hashed(organization, text)];

    private static string Hashed(string organization, string text) => "sha256:" + Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(organization), Encoding.UTF8.GetBytes(text)))[..16];
}
