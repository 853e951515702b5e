using System.Collections.Frozen;
using System.Globalization;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Core.Diagnostics;

/// <summary>
/// An answer of the organization that is not what was asked for, in words. What the server says is shown with
/// <see cref="Untrusted.Show"/> and cut at <see cref="LongestText"/> characters.
/// </summary>
/// <param name="Doing">What was being done: <c>reading Users</c>, <c>creating user/ana@example.org</c>.</param>
/// <param name="Status">The HTTP status.</param>
public sealed record ApiRefusal(string Doing, int Status)
{
    /// <summary>Characters of the server's text that are shown at most.</summary>
    public const int LongestText = 500;

    /// <summary>SCIM's <c>scimType</c>, the platform's <c>code</c> or OAuth's <c>error</c>; null when there was none.</summary>
    public string? Code { get; init; }

    /// <summary>The server's own words; null when it said nothing.</summary>
    public string? Said { get; init; }

    /// <summary>What the organization's support asks for.</summary>
    public string? CorrelationId { get; init; }

    public Address? Subject { get; init; }

    /// <summary>Where the request went, without its query; null where that is of no help.</summary>
    public string? Url { get; init; }

    public override string ToString()
    {
        var code = Code is null ? "" : $" {Shown(Code)}";
        var said = Said is null ? "" : $": \"{Shown(Said)}\"";
        var correlation = CorrelationId is null ? "" : $" (correlation id {Shown(CorrelationId)})";
        return string.Create(CultureInfo.InvariantCulture, $"{Untrusted.Show(Doing)} was answered with {Status}{code}{said}{correlation}");
    }

    private static string Shown(string text) =>
        text.Length <= LongestText ? Untrusted.Show(text) : $"{Untrusted.Show(text[..LongestText])}…";
}

/// <summary>GSS5xx: what can go wrong with the organization itself, and what to do about it.</summary>
public static class OrganizationDiagnostics
{
    private const string IdVariable = "GENESYS_CLIENT_ID (or GENESYSCLOUD_OAUTHCLIENT_ID)";
    private const string SecretVariable = "GENESYS_CLIENT_SECRET (or GENESYSCLOUD_OAUTHCLIENT_SECRET)";

    private static readonly FrozenSet<string> Systematic = FrozenSet.Create(
        StringComparer.Ordinal, "GSS501", "GSS502", "GSS503", Permission, "GSS504", "GSS511", "GSS512", "GSS513", "GSS514", "GSS515", "GSS525");

    private const string Permission = "GSS505";

    /// <summary>
    /// Whether the next write would most likely fail in the same way, whatever it is: credentials, permissions, the quota,
    /// a server that is down or cannot be reached.
    /// </summary>
    public static bool IsSystematic(Diagnostic problem) => Systematic.Contains(problem.Code);

    /// <summary>Whether a permission is missing, which may be so for a part of the writes.</summary>
    public static bool IsPermission(Diagnostic problem) => problem.Code == Permission;

    /// <summary>Whether the answers are not those of a SCIM server.</summary>
    public static bool IsNotScim(Diagnostic problem) => problem.Code == "GSS516";

    public static Diagnostic ClientNotFound(ApiRefusal refusal) => Error("GSS501", refusal,
        $"no such client in this region; check {IdVariable} and the region (target, GENESYS_ENV or GENESYSCLOUD_REGION)");

    public static Diagnostic SecretRefused(ApiRefusal refusal) => Error("GSS502", refusal,
        $"the secret does not belong to the client, or the server does not take it by HTTP Basic; check {SecretVariable} and {IdVariable}");

    public static Diagnostic TokenFailed(ApiRefusal refusal) => Error("GSS503", refusal,
        $"no token came; check the token URL, {IdVariable} and {SecretVariable}; they are sent by HTTP Basic, for a server that does not take that set SCIM_TOKEN to a token");

    public static Diagnostic TokenRefused(ApiRefusal refusal, bool isReadyToken) => Error("GSS504", refusal, isReadyToken
        ? "the access token is wrong or has expired; renew GENESYSCLOUD_ACCESS_TOKEN, or give a client id and secret instead"
        : $"the API refuses a token that was just issued; check that target and {IdVariable} belong to one organization");

    /// <param name="permissions">What the request needs, by Genesys Cloud's names.</param>
    public static Diagnostic PermissionMissing(ApiRefusal refusal, string permissions) => Error("GSS505", refusal,
        $"the client lacks a permission; give it the role \"SCIM Integration\" or a role with {permissions}, in the divisions concerned");

    /// <param name="isEndpoint">Whether the address of all users or groups is meant, and not that of one.</param>
    public static Diagnostic NotFound(ApiRefusal refusal, bool isEndpoint = false) => Error("GSS506", refusal, isEndpoint
        ? $"the server has nothing at {At(refusal)}; check apiUrl or the region, and \"paths: {{base: …}}\" in a dialect file (base: / is the root of the host)"
        : "it was deleted since the plan was made, or is in a division that the client cannot see; plan again");

    /// <param name="holder">The user that has the name already, as far as it could be found.</param>
    public static Diagnostic Duplicate(ApiRefusal refusal, string? holder) => Error("GSS507", refusal, holder is null
        ? "the name is taken, by a user that the client cannot see; free the name or give the client the division"
        : $"the name is taken by {Untrusted.Show(holder)}; plan again, or free the name");

    /// <param name="changed">What somebody else changed of that which was to be written; empty when it is not known.</param>
    public static Diagnostic VersionConflict(ApiRefusal refusal, IReadOnlyCollection<Held> changed) => Error("GSS508", refusal,
        $"somebody else changed it since the plan was made{(changed.Count == 0 ? "" : $", and it was left alone: {string.Join(", ", changed.Select(held => $"{Untrusted.Show(held.Name)} is now {Quote.Of(held.Value)}"))}")}; plan again and review what is different");

    /// <param name="writesNames">Whether names that the organization must have are written.</param>
    /// <param name="alternative">The line of a dialect file for another form of the request; null: none.</param>
    public static Diagnostic ValueRefused(ApiRefusal refusal, bool writesNames, string? alternative) => Error("GSS509", refusal,
        "the server does not take a value; correct the value that the answer names"
        + (writesNames ? "; roles, skills, languages and divisions must exist there, spelled the same, upper and lower case included" : "")
        + (alternative is null ? "" : $"; if it does not take this form of change, write \"{alternative}\" in a dialect file"));

    public static Diagnostic QueryRefused(ApiRefusal refusal, string? alternative) => Error("GSS550", refusal, alternative is null
        ? $"the server does not take this request to {At(refusal)}; check apiUrl, and pageSize and paths in the dialect (docs/dialects.md)"
        : $"the server does not take this query; write \"{alternative}\" in a dialect file (docs/dialects.md)");

    public static Diagnostic RemovalRefused(ApiRefusal refusal, string? alternative) => Error("GSS551", refusal,
        $"the server does not take a PATCH that removes a value; write {Line(alternative)} (docs/dialects.md)");

    public static Diagnostic NotSupported(ApiRefusal refusal, string? alternative) => Error("GSS552", refusal,
        $"the server does not support this request to {At(refusal)}; {(alternative is null ? "check apiUrl" : $"write {Line(alternative)}")} (docs/dialects.md)");

    public static Diagnostic MediaTypeRefused(ApiRefusal refusal, string? alternative) => Error("GSS553", refusal,
        $"the server takes neither application/scim+json nor application/json{(alternative is null ? "" : $" for this form of change; write {Line(alternative)}")}; check apiUrl and the server (docs/dialects.md)");

    private static string Line(string? alternative) => alternative is null
        ? "what it takes in a dialect file" : $"\"{alternative}\" in a dialect file";

    private static string At(ApiRefusal refusal) => refusal.Url is null ? "this address" : Untrusted.Show(refusal.Url);

    public static Diagnostic TooLarge(ApiRefusal refusal) => Error("GSS510", refusal,
        "the request is larger than the server takes; lower membersPerRequest or pageSize in a dialect file");

    /// <param name="wait">What the server asks to wait; null when it did not say.</param>
    /// <param name="longest">The longest wait that is accepted.</param>
    public static Diagnostic RateLimited(ApiRefusal refusal, TimeSpan? wait, TimeSpan longest) => Error("GSS511", refusal, wait > longest
        ? string.Create(CultureInfo.InvariantCulture,
            $"it asks to wait {wait.Value.TotalSeconds:0} s, longer than the {longest.TotalSeconds:0} s that are waited; try again later")
        : "the limit stayed exceeded however long was waited; stop other programs with this client, lower rate.share, or have the limit raised");

    /// <param name="tries">Times the request was sent.</param>
    /// <param name="wasParallel">Whether other requests were under way at the time.</param>
    public static Diagnostic ServerFailed(ApiRefusal refusal, int tries, bool wasParallel) => Error("GSS512", refusal,
        (tries > 1 ? string.Create(CultureInfo.InvariantCulture, $"the server failed each of the {tries} times it was requested") : "the server failed")
        + (wasParallel && refusal.Status == 500 ? "; if it fails only under parallel requests, set \"rate: {concurrency: 1}\" in scimstate.yaml" : "")
        + (refusal.CorrelationId is null ? "; try later" : "; try later, and give support the correlation id"));

    public static Diagnostic Unreachable(string doing, string host, string reason) => Error("GSS513",
        $"{Untrusted.Show(doing)}: {Untrusted.Show(host)} cannot be reached ({Untrusted.Show(reason)}); check the region or apiUrl, the network and the proxy");

    public static Diagnostic Insecure(string doing, string host, string reason) => Error("GSS514",
        $"{Untrusted.Show(doing)}: no secure connection to {Untrusted.Show(host)} ({Untrusted.Show(reason)}); check the host's certificate, the clock, and whether a proxy opens TLS");

    /// <param name="tries">Times the request was sent.</param>
    public static Diagnostic TimedOut(string doing, string host, TimeSpan limit, int tries) => Error("GSS515", string.Create(
        CultureInfo.InvariantCulture,
        $"{Untrusted.Show(doing)}: {Untrusted.Show(host)} did not answer within {limit.TotalSeconds:0} s{(tries > 1 ? $", {tries} times" : "")}; try later"));

    public static Diagnostic NotScim(string doing, string reason) => Error("GSS516",
        $"{Untrusted.Show(doing)}: the answer is not what a SCIM server gives ({Untrusted.Show(reason)}); check apiUrl, tokenUrl, the SCIM base path, and caches and gateways before the server");

    /// <param name="megabytes">The longest answer that is read, in MiB.</param>
    public static Diagnostic AnswerTooLong(string doing, string host, int megabytes) => Error("GSS525", string.Create(
        CultureInfo.InvariantCulture,
        $"{Untrusted.Show(doing)}: the answer of {Untrusted.Show(host)} is longer than {megabytes} MiB; check apiUrl and gateways before the server, or lower pageSize in a dialect file"));

    /// <summary>A write that was sent: its problem, and that the read after it does not show the result either.</summary>
    /// <param name="read">What the read shows, or why there is none.</param>
    public static Diagnostic ResultUnknown(Diagnostic problem, string read) => problem with
    {
        Message = $"{problem.Message}; whether the write was carried out is unknown ({Untrusted.Show(read)})",
    };

    public static Diagnostic IncompleteRead(string listing, string reason) => Error("GSS517",
        $"the listing of {Untrusted.Show(listing)} cannot be shown to be complete: {Untrusted.Show(reason)}; nothing is planned from part of an organization; try again, and see docs/dialects.md if it stays so");

    /// <param name="pageSize">Entries that were asked for in a page.</param>
    public static Diagnostic PageLoop(string listing, int startIndex, int pageSize) => Error("GSS518", string.Create(
        CultureInfo.InvariantCulture,
        $"the server repeats entries of {Untrusted.Show(listing)} from startIndex {startIndex} on, so it does not page (RFC 7644 §3.4.2.4); {(pageSize < 1000 ? "write \"capabilities: {pageSize: 1000}\", a page that holds the whole listing, in a dialect file" : "the listing must fit on one page of the server, raise its limit")}"));

    public static Diagnostic ChangedWhileReading(string listing, string reason, int times) => Error("GSS519", string.Create(
        CultureInfo.InvariantCulture,
        $"the listing of {Untrusted.Show(listing)} changed each of the {times} times it was read ({Untrusted.Show(reason)}); try again when nothing else writes to the organization"));

    public static Diagnostic Redirected(ApiRefusal refusal, string? location) => Error("GSS520", refusal,
        $"redirects are not followed, so that the token stays with the host it is for{(location is null ? "" : $" (to \"{Untrusted.Show(location)}\")")}; set apiUrl or tokenUrl to the address meant");

    public static Diagnostic Unexpected(ApiRefusal refusal) => Error("GSS521", refusal,
        "this answer is not known; check target and dialect, and give support the correlation id");

    public static Diagnostic CreationUnknown(Address subject, string reason) => Error("GSS522",
        $"creating {Untrusted.Show(subject.ToString())}: it is not known whether it was created ({Untrusted.Show(reason)}); plan again, which shows what is there",
        subject);

    public static Diagnostic Interrupted(Address subject) => Error("GSS523",
        $"writing {Untrusted.Show(subject.ToString())} was interrupted before it was confirmed; plan again, which shows what is there",
        subject);

    /// <param name="people">The members that are no users of the organization, by userName.</param>
    public static Diagnostic MembersUnknown(ApiRefusal refusal, IReadOnlyCollection<string> people) => Error("GSS524", refusal,
        $"the organization has no such user: {Quote.AllOf(people)}; plan again, which shows who is there");

    /// <summary>As <see cref="VersionConflict"/>, found out by reading before anything was sent.</summary>
    public static Diagnostic ChangedMeanwhile(Address subject, IReadOnlyCollection<Held> changed) => Error("GSS530",
        $"somebody else changed {Untrusted.Show(subject.ToString())} since the plan was made, and it was left alone: {string.Join(", ", changed.Select(held => $"{Untrusted.Show(held.Name)} is now {Quote.Of(held.Value)}"))}; plan again and review what is different",
        subject);

    /// <param name="people">Those whose membership was not changed, by userName.</param>
    /// <param name="first">What the first of them failed for.</param>
    public static Diagnostic SomePeople(Address group, IReadOnlyCollection<string> people, Diagnostic first) => Error("GSS531",
        $"the membership of {Quote.AllOf(people)} was not changed; of the first: {first.Message} ({first.Code})", group);

    public static Diagnostic GroupThereMeanwhile(Address group, string id) => Error("GSS532",
        $"{Untrusted.Show(group.ToString())} was created by somebody else since the plan was made (id {Untrusted.Show(id)}); plan again, which shows who is in it", group);

    /// <param name="apiUrl">Of the target.</param>
    public static Diagnostic NoTokenEndpoint(string apiUrl) => Error("GSS533",
        $"nothing says where tokens for {Quote.Of(apiUrl)} come from; write \"tokenUrl\" beside apiUrl in scimstate.yaml, or \"paths: {{token: /oauth/token}}\" in the dialect file, or set SCIM_TOKEN to a token");

    /// <param name="variable">Of the environment.</param>
    /// <param name="what">What is wrong with its value, which is not shown.</param>
    /// <param name="next">What to do.</param>
    public static Diagnostic SecretMalformed(string variable, string what, string next) => Error("GSS539",
        $"{variable} {Untrusted.Show(what)}; {next}");

    /// <param name="missing">The variables of which one has to be set.</param>
    /// <param name="found">The variable that is set.</param>
    public static Diagnostic HalfCredentials(string missing, string found) => Error("GSS540",
        $"{missing} is not set, and {found} is; set it in the environment, from the same OAuth client");

    public static Diagnostic NoScimCredentials() => Error("GSS534",
        "no credentials: set SCIM_TOKEN to a bearer token in the environment, or GENESYS_CLIENT_ID and GENESYS_CLIENT_SECRET to a client that gets tokens at tokenUrl");

    /// <param name="instead">What the dialect file would say, such as <c>write: put</c>.</param>
    public static Diagnostic CapabilityMismatch(string dialect, IReadOnlyCollection<string> instead) => Warning("GSS535",
        $"the dialect {Quote.Of(dialect)} asks for what the server says it cannot do; write into a dialect file \"capabilities: {{{string.Join(", ", instead)}}}\", or \"capabilities: {{discovery: true}}\"");

    public static Diagnostic SchemaMissing(string dialect, IReadOnlyCollection<string> missing, IReadOnlyCollection<string> known) => Warning("GSS536",
        $"the server does not list {Quote.AllOf(missing)}, which the dialect {Quote.Of(dialect)} uses; choose the dialect that fits, or write into a dialect file where its attributes are; the server has {Quote.AllOf(known)}");

    /// <param name="attributes">Their names in state files.</param>
    public static Diagnostic AttributesMissing(string dialect, IReadOnlyCollection<string> attributes) => Warning("GSS554",
        $"the server's schemas do not list {Quote.AllOf(attributes)} of the dialect {Quote.Of(dialect)}; do not declare them, or map them in a dialect file");

    public static Diagnostic QuotaScarce(int allowed, int count) => Warning("GSS537", string.Create(
        CultureInfo.InvariantCulture,
        $"{count} of {allowed} requests of this minute are used up already; find out which other program has this client, or give scimstate a client of its own"));

    /// <param name="seconds">How far this machine is ahead of the server; negative when it is behind.</param>
    public static Diagnostic ClockWrong(int seconds) => Warning("GSS538", string.Create(
        CultureInfo.InvariantCulture,
        $"this machine's clock is {Math.Abs(seconds)} s {(seconds > 0 ? "ahead of" : "behind")} the server's; set it by NTP, because tokens, certificates and memberships with an end are judged by it"));

    private static Diagnostic Warning(string code, string message) => new(code, Severity.Warning, message);

    private static Diagnostic Error(string code, ApiRefusal refusal, string cure) =>
        Error(code, $"{refusal}; {cure}", refusal.Subject);

    private static Diagnostic Error(string code, string message, Address? subject = null) =>
        new(code, Severity.Error, message, Subject: subject);
}
