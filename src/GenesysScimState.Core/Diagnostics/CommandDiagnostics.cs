using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using static GenesysScimState.Core.Model.Untrusted;

namespace GenesysScimState.Core.Diagnostics;

/// <summary>GSS7xx: a command cannot do what it was asked to, because of how it was asked or what it was given.</summary>
public static class CommandDiagnostics
{
    /// <summary>Whether a warning is about an approval, which stands in a place.</summary>
    public static bool IsAboutApproval(Diagnostic finding) => finding.Code is "GSS716" or "GSS717";

    /// <summary>Whether a finding says that a reviewed plan is not what would be done now.</summary>
    public static bool IsStale(Diagnostic finding) => finding.Code is "GSS706" or "GSS707" or "GSS721" or "GSS723";

    public static Diagnostic NobodyToAsk() => Error(
        "GSS701", "apply asks before it writes, and there is no terminal to ask on; add --auto-approve, or apply a reviewed plan: scimstate apply FILE");

    public static Diagnostic PlanUnreadable(string file, string why) => Error(
        "GSS702", $"the saved plan \"{Show(file)}\" cannot be read: {Show(why)}; check the path, or make a plan with scimstate plan -o plan.json");

    public static Diagnostic NotAPlan(string file, string why) => Error(
        "GSS703", $"\"{Show(file)}\" is no saved plan: {Show(why)}; make one with scimstate plan -o plan.json");

    public static Diagnostic PlanTampered(string file) => Error(
        "GSS704", $"the saved plan \"{Show(file)}\" was changed after it was made: its digests do not fit what it holds; plan and review again");

    public static Diagnostic OtherOrganization(string planned, string configured) => Error(
        "GSS705", $"the saved plan is for {Show(planned)} and scimstate.yaml names {Show(configured)}; use the folder the plan was made in");

    /// <param name="isNothingPlanned">The organization is as the state files declare by now: the plan may have been applied.</param>
    public static Diagnostic FilesChanged(bool isNothingPlanned) => Error(
        "GSS706", isNothingPlanned
            ? "the state files changed since the plan was saved, and nothing is left to change: the saved plan may be applied already; make a new plan"
            : "the state files changed since the plan was saved, and declare something else than was reviewed; plan and review again");

    /// <param name="what">What the change would do now.</param>
    /// <param name="other">
    /// The user or group that was deleted and made again, of the change, a member or a manager, with its id in the reviewed plan
    /// and its id now; null when it is the one that was reviewed.
    /// </param>
    public static Diagnostic Unreviewed(Change change, string what, (Address Subject, string Reviewed, string Now)? other = null) => new(
        "GSS707",
        Severity.Error,
        other is var (subject, reviewed, now)
            ? $"{Show(subject.ToString())} is another record than reviewed: its id was {Quote.Of(reviewed)} and is {Quote.Of(now)}; "
                + $"{(subject == change.Address ? "it" : Show(change.Address.ToString()))} needs: {what}; plan and review again"
            : $"{Show(change.Address.ToString())} is not as it was when the plan was made; it now needs: {what}; plan and review again",
        change.At,
        change.Address);

    public static Diagnostic NoLongerPlanned(Change change, string what) => new(
        "GSS708", Severity.Warning, $"{Show(change.Address.ToString())} was reviewed, and is no longer planned: {what}", change.At, change.Address);

    public static Diagnostic Ended(Change change, string what) => new(
        "GSS721", Severity.Error, $"{Show(change.Address.ToString())} was reviewed when these memberships had not ended: {what}; plan and review again", change.At, change.Address);

    /// <param name="problem">Why there is no plan for what the undo plan wants.</param>
    public static Diagnostic UndoDoesNotFit(Diagnostic problem) => new(
        "GSS723", Severity.Error, $"the organization is not as it was when the undo plan was made: {PlanDiagnostics.Fact(problem)}; nothing was written: undo it by hand, or in the state files", null, problem.Subject);

    public static Diagnostic MissingCredentials() => Error(
        "GSS709", "no credentials: set GENESYS_CLIENT_ID and GENESYS_CLIENT_SECRET in the environment (GENESYSCLOUD_OAUTHCLIENT_ID and GENESYSCLOUD_OAUTHCLIENT_SECRET work too, or a ready GENESYSCLOUD_ACCESS_TOKEN)");

    public static Diagnostic MissingRegion() => Error(
        "GSS710", "no region: write \"target: {kind: genesys-cloud, region: eu-central-1}\" in scimstate.yaml, or set GENESYS_ENV to the region or its domain");

    public static Diagnostic UnknownRegion(string region) => Error(
        "GSS711", $"\"{Show(region)}\" is no Genesys Cloud region; write an AWS key such as \"eu-central-1\" or a domain such as \"mypurecloud.de\"");

    public static Diagnostic EmulatorData(string why) => Error(
        "GSS712", $"the emulator cannot start: {Show(why)}");

    public static Diagnostic EmptyFaults(SourceSpan at) => new(
        "GSS722", Severity.Error, "the faults file is empty; write \"faults:\" and under it \"- kind: rate-limit\", or leave --faults out (see scimstate schema faults)", at);

    public static Diagnostic AuditUnwritable(string why) => Error(
        "GSS713", $"the audit log cannot be written, so no changes are applied from here on: {Show(why)}; correct this or set another \"audit: {{path: …}}\" in scimstate.yaml, then apply again");

    public static Diagnostic OutputUnwritable(string why) => Error(
        "GSS714", $"what was asked for cannot be written: {Show(why)}; check the path, its permissions, and whether the disk is full");

    public static Diagnostic NoSuchSchema(string name, IEnumerable<string> known) => Error(
        "GSS715", $"there is no schema \"{Show(name)}\"; there are {string.Join(", ", known)}");

    public static Diagnostic UnknownAddress((Address Unknown, string? Closest) address) => Error(
        "GSS719", $"neither the files nor the organization know \"{Show(address.Unknown.ToString())}\"; {(address.Closest is null ? "write user/USERNAME or group/NAME, as plans do" : $"did you mean \"{Show(address.Closest)}\"?")}");

    public static Diagnostic Usage(string problem, string command) => Error(
        "GSS720", $"{Show(problem)} See: scimstate{(command.Length == 0 ? "" : " " + command)} --help");

    /// <param name="role">What the file is: "the audit log".</param>
    public static Diagnostic OutputOver(string option, string file, string role) => Error(
        "GSS724", $"{option} would overwrite {role}, \"{Show(file)}\"; name another file");

    public static Diagnostic OutputTwice(string first, string second, string file) => Error(
        "GSS725", $"{first} and {second} name the same file, \"{Show(file)}\"; name two files");

    public static Diagnostic NotAgreed() => new(
        "GSS718", Severity.Note, "nothing was changed, because the answer was not \"yes\"");

    public static Diagnostic ApprovalExpired(Approval approval) => new(
        "GSS716", Severity.Warning, $"this approval by \"{Show(approval.By)}\" expired on {approval.Until:yyyy-MM-dd}; ask for a new one", approval.At);

    public static Diagnostic ApprovalForAnotherPlan(Approval approval, string digest) => new(
        "GSS717", Severity.Warning, $"{Show(approval.At.File)} approves the plan \"{Show(approval.Plan)}\", and the plan has changed since to \"{digest}\"; review this plan and commit a new approval", approval.At);

    /// <param name="key"><c>by</c> or <c>reason</c>.</param>
    /// <param name="value">As it is written; null: nothing.</param>
    /// <param name="at">Where.</param>
    public static Diagnostic ApprovalPlaceholder(string key, string? value, SourceSpan at) => new(
        "GSS728", Severity.Error, $"{(value is null ? $"\"{key}\" has no value" : $"\"{key}: {Show(value)}\" is a placeholder")}; write {(key == "by" ? "the name or e-mail address of the approver" : "why this plan is right, for example a ticket")}", at);

    public static Diagnostic Bug(string what) => Error(
        "GSS799", $"this is a bug in scimstate: {Show(what)}; please report it with the command you ran (--verbose shows where it happened)");

    private static Diagnostic Error(string code, string message) => new(code, Severity.Error, message);
}
