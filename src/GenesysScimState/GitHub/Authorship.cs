using System.Text.Json;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.GitHub;

/// <summary>
/// Whether a comment or an issue is ours. A marker alone proves nothing, because anybody can paste it: a text that somebody
/// else wrote could be changed by him after we have put a plan into it.
/// </summary>
internal sealed class Authorship
{
    /// <summary>The account of the token that a workflow has by itself.</summary>
    private const string WorkflowAccount = "github-actions[bot]";

    /// <summary>What the tokens of workflows and GitHub Apps begin with; they have no user to ask for.</summary>
    private const string InstallationToken = "ghs_";

    private static readonly GitHubPurpose Ask = new("find out whose token this is", "contents: read");

    private readonly string _login;

    private Authorship(string login) => _login = login;

    /// <param name="given">The account, where the user says it.</param>
    /// <exception cref="GitHubException">The token is not accepted, or GitHub cannot be reached.</exception>
    public static async Task<Authorship> OfAsync(GitHubApi api, string? given, CancellationToken cancellationToken)
    {
        if (given is not null || api.Context.Token.StartsWith(InstallationToken, StringComparison.Ordinal))
        {
            return new(given ?? WorkflowAccount);
        }

        try
        {
            var user = await api.GetAsync("/user", Ask, cancellationToken);
            return new(GitHubJson.Text(user, "login") is { Length: > 0 } login ? login : WorkflowAccount);
        }
        catch (GitHubException exception) when (exception.Status is 403 or 404)
        {
            return new(WorkflowAccount);
        }
    }

    /// <summary>Begins with the marker and is by this account. An author whose account is gone can change nothing either.</summary>
    public bool IsOurs(JsonElement post, string marker) =>
        GitHubJson.Text(post, "body").StartsWith(marker, StringComparison.Ordinal)
        && (GitHubJson.Member(post, "user") is not { ValueKind: JsonValueKind.Object } user
            || string.Equals(GitHubJson.Text(user, "login"), _login, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Of a post just written: null when it will be found again. The token of a GitHub App cannot ask whose it is.
    /// </summary>
    public Diagnostic? Doubt(JsonElement written) =>
        GitHubJson.Text(GitHubJson.Member(written, "user"), "login") is { Length: > 0 } login && !string.Equals(login, _login, StringComparison.OrdinalIgnoreCase)
            ? GitHubDiagnostics.AnotherAuthor(login, _login) : null;

    /// <summary>A hidden line that says what a text is and for which organization.</summary>
    public static string Marker(string kind, string organization) =>
        $"<!-- scimstate {kind} {Uri.EscapeDataString(organization).Replace("--", "%2D%2D", StringComparison.Ordinal)} -->\n";
}
