using static GenesysScimState.Core.Model.Untrusted;

namespace GenesysScimState.Core.Diagnostics;

/// <summary>GSS740 to GSS759: comments, issues, summaries and artifacts on GitHub.</summary>
public static class GitHubDiagnostics
{
    public static Diagnostic NoToken() => Error(
        "GSS740", "no token for GitHub: set GITHUB_TOKEN in the environment, in a workflow to ${{ github.token }}");

    public static Diagnostic NoRepository(string? given) => Error(
        "GSS741", given is null
            ? "which repository is not known: set GITHUB_REPOSITORY to OWNER/NAME, as GitHub Actions does"
            : $"\"{Show(given)}\" is no repository; GITHUB_REPOSITORY takes OWNER/NAME");

    public static Diagnostic BadApiUrl(string given) => Error(
        "GSS742", $"the token is not sent to \"{Show(given)}\"; GITHUB_API_URL takes an https URL such as \"https://api.github.com\", or http on this machine");

    public static Diagnostic NoPullRequest() => Error(
        "GSS743", "which pull request is not known: this run is of no pull request and no commit is named; add --pull-request NUMBER");

    public static Diagnostic Forbidden(string what, string permission, string said) => Error(
        "GSS744", $"GitHub does not let this token {what}; give the job \"permissions: {{{permission}}}\" (GitHub says: \"{Show(said)}\")");

    public static Diagnostic BadToken(string said) => Error(
        "GSS745", $"GitHub does not accept the token (it says: \"{Show(said)}\"); use the token of this run, or one that has not expired");

    public static Diagnostic NotThere(string what, string said) => Error(
        "GSS746", $"GitHub cannot find what is needed to {what}, or this token may not see it (it says: \"{Show(said)}\"); check GITHUB_REPOSITORY and the number");

    public static Diagnostic Unreachable(string what, string why) => Error(
        "GSS747", $"GitHub cannot be reached to {what}: {Show(why)}; try again later");

    public static Diagnostic Limited(int minutes) => Error(
        "GSS748", $"GitHub asks to wait {minutes} minutes for its rate limit, which is longer than this waits; run it again then");

    public static Diagnostic Unexpected(string what, int status, string said) => Error(
        "GSS749", $"GitHub answered {status} to the attempt to {what}: \"{Show(said)}\"");

    public static Diagnostic NotAResult(string file, string why) => Error(
        "GSS750", $"\"{Show(file)}\" is no result of a run: {Show(why)}; give what plan, apply, drift or validate wrote with --json");

    public static Diagnostic Fork() => new(
        "GSS751", Severity.Warning, "the pull request is from a fork, whose runs may not comment; the job summary holds what the comment would");

    public static Diagnostic NoPullRequestOfCommit(string commit) => new(
        "GSS752", Severity.Note, $"no pull request belongs to the commit \"{Show(commit)}\", so there is none to comment on");

    public static Diagnostic NoReviewedPlan(string name, string why) => Error(
        "GSS753", $"there is no reviewed plan \"{Show(name)}\": {Show(why)}; open a pull request and merge it when its plan is right, or plan and apply by hand");

    public static Diagnostic UndoIsNotReviewed(string name) => Error(
        "GSS758", $"the artifact \"{Show(name)}\" holds an undo plan, which says itself what is wanted, so that no state file bears it out; look at it with scimstate show, and apply it by hand");

    public static Diagnostic BadArtifact(string name, string why) => Error(
        "GSS754", $"the artifact \"{Show(name)}\" holds no plan that can be used: {Show(why)}; run the plan of the pull request again");

    public static Diagnostic NoSummaryFile() => Error(
        "GSS755", "GITHUB_STEP_SUMMARY is not set, so there is no job summary to write; add --out FILE outside of GitHub Actions");

    public static Diagnostic NotADrift(string file) => Error(
        "GSS756", $"\"{Show(file)}\" holds no drift; give what scimstate drift --json wrote");

    public static Diagnostic AnotherAuthor(string author, string expected) => new(
        "GSS757", Severity.Warning, $"this token writes as \"{Show(author)}\", and what \"{Show(expected)}\" wrote is looked for, so that the next run will write anew; give \"--author {Show(author)}\", to the action as its input \"author\"");

    private static Diagnostic Error(string code, string message) => new(code, Severity.Error, message);
}
