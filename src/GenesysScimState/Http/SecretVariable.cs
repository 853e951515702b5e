using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Http;

/// <summary>
/// Environment variables that hold credentials. White space and a byte order mark around a value come from copying and are
/// taken off; a value that no credential can be is an error that names the variable, never the value.
/// </summary>
internal static class SecretVariable
{
    public static ImmutableArray<string> Names { get; } =
    [
        "GENESYS_CLIENT_SECRET", "GENESYSCLOUD_OAUTHCLIENT_SECRET", "GENESYSCLOUD_ACCESS_TOKEN", "SCIM_TOKEN",
        "GITHUB_TOKEN", "GH_TOKEN",
    ];

    /// <summary>A value without the white space and the invisible characters around it that come from copying.</summary>
    public static string? Trimmed(string? value) => value?.Trim().Trim('\uFEFF', '\u200B', '\u2060').Trim();

    /// <returns>The value; null when the variable is not set or blank.</returns>
    public static string? Read(Func<string, string?> environment, string name, ICollection<Diagnostic> problems)
    {
        var value = Trimmed(environment(name));
        if (string.IsNullOrEmpty(value))
        {
            return null;
        }

        if (value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            problems.Add(OrganizationDiagnostics.SecretMalformed(name, "begins with \"Bearer\"", "set the token alone"));
        }
        else if (value.Length > 1 && value[0] is '"' or '\'' && value[^1] == value[0])
        {
            problems.Add(OrganizationDiagnostics.SecretMalformed(name, "is in quotes", "set the value without them"));
        }
        else if (value.FirstOrDefault(character => character is <= ' ' or > '~') is var other && other != default)
        {
            problems.Add(OrganizationDiagnostics.SecretMalformed(
                name, $"contains U+{(int)other:X4} at character {value.IndexOf(other, StringComparison.Ordinal) + 1}", "copy the value again"));
        }

        return value;
    }
}
