using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Http;

namespace GenesysScimState.GitHub;

/// <summary>Where a run is, as GitHub Actions tells it in the environment.</summary>
internal sealed record GitHubContext
{
    /// <summary>Without a slash at its end: of GitHub Enterprise Server <c>https://HOST/api/v3</c>.</summary>
    public required Uri Api { get; init; }

    public required string Token { get; init; }

    /// <summary>OWNER/NAME.</summary>
    public required string Repository { get; init; }

    /// <summary>The page of this run; null outside of a workflow.</summary>
    public string? RunUrl { get; init; }

    public string? Commit { get; init; }

    /// <summary>The pull request that the event is about; null when it is about none.</summary>
    public int? PullRequest { get; init; }

    /// <summary>Whether the pull request comes from another repository.</summary>
    public bool IsFork { get; init; }

    /// <exception cref="IOException">The event cannot be read.</exception>
    public static Checked<GitHubContext> Of(Host host)
    {
        var api = host.Environment("GITHUB_API_URL") ?? "https://api.github.com";
        var repository = host.Environment("GITHUB_REPOSITORY");
        var malformed = new List<Diagnostic>();
        var token = SecretVariable.Read(host.Environment, "GITHUB_TOKEN", malformed);
        ImmutableArray<Diagnostic> problems =
        [
            .. malformed,
            .. token is null ? [GitHubDiagnostics.NoToken()] : Array.Empty<Diagnostic>(),
            .. IsRepository(repository) ? [] : new[] { GitHubDiagnostics.NoRepository(repository) },
            .. UrlOf(api) is null ? [GitHubDiagnostics.BadApiUrl(api)] : Array.Empty<Diagnostic>(),
        ];
        if (!problems.IsEmpty)
        {
            return new(null, problems);
        }

        var (number, head, isFork) = EventOf(host);
        return new(
            new GitHubContext
            {
                Api = UrlOf(api)!,
                Token = token!,
                Repository = repository!,
                RunUrl = RunUrlOf(host),
                Commit = head ?? host.Environment("GITHUB_SHA"),
                PullRequest = number ?? OfRef(host.Environment("GITHUB_REF")),
                IsFork = isFork,
            },
            []);
    }

    /// <summary>The commit that people know: of a pull request the environment has that of a trial merge.</summary>
    public static string? CommitOf(Host host) => EventOf(host).Head ?? host.Environment("GITHUB_SHA");

    /// <summary>The page of this run; null outside of a workflow.</summary>
    public static string? RunUrlOf(Host host) =>
        host.Environment("GITHUB_REPOSITORY") is { } repository && IsRepository(repository)
        && host.Environment("GITHUB_RUN_ID") is { } run && run.All(char.IsAsciiDigit)
            ? $"{host.Environment("GITHUB_SERVER_URL") ?? "https://github.com"}/{repository}/actions/runs/{run}"
            : null;

    private static bool IsRepository(string? text) => text?.Split('/') is [{ Length: > 0 } owner, { Length: > 0 } name]
        && (owner + name).All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.')
        && name is not ("." or "..");

    /// <summary>The token goes there, so that nobody on the way may read it.</summary>
    private static Uri? UrlOf(string text) =>
        Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && HttpTransport.IsLoopback(url))) ? url : null;

    private static int? OfRef(string? reference) =>
        reference?.Split('/') is ["refs", "pull", var number, ..] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;

    private static (int? Number, string? Head, bool IsFork) EventOf(Host host)
    {
        if (host.Environment("GITHUB_EVENT_PATH") is not { } path || !File.Exists(path))
        {
            return default;
        }

        try
        {
            using var document = WholeJson.Parse(File.ReadAllBytes(path));
            var root = document.RootElement;
            if (Member(root, "pull_request") is not { } pull)
            {
                return Member(root, "issue") is { } issue && Member(issue, "pull_request") is not null ? (NumberOf(issue), null, false) : default;
            }

            var (head, target) = (Member(pull, "head"), Member(pull, "base"));
            var from = head is { } one ? Member(one, "repo") : null;
            var into = target is { } other ? Member(other, "repo") : null;
            // A fork that has been deleted has no repository any more.
            return (NumberOf(pull), head is { } tip ? TextOf(tip, "sha") : null, head is not null && into is not null && TextOf(from, "full_name") != TextOf(into, "full_name"));
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static JsonElement? Member(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    private static int? NumberOf(JsonElement owner) =>
        owner.TryGetProperty("number", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var parsed) ? parsed : null;

    private static string? TextOf(JsonElement? owner, string name) =>
        owner is { } element && element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
