using System.Collections.Immutable;
using System.Globalization;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using static GenesysScimState.Core.Model.Untrusted;

namespace GenesysScimState.Core.Diagnostics;

/// <summary>GSS6xx: changes that were not carried out, though the organization did not refuse them.</summary>
public static class ApplyDiagnostics
{
    /// <param name="change">What was not done, or not for everybody.</param>
    /// <param name="failed">The users it needed.</param>
    /// <param name="isPartial">Of a membership: the others were added.</param>
    public static Diagnostic DependencyFailed(Change change, IReadOnlyCollection<Address> failed, bool isPartial) => new(
        "GSS601", Severity.Error,
        $"{(isPartial ? "not everybody was added" : "skipped")}, because this failed: {string.Join(", ", failed.Select(address => Show(address.ToString())))}; correct that and apply again",
        change.At, change.Address);

    /// <param name="change">What was not done, or not for everybody.</param>
    /// <param name="creations">The creations it needs, of which it is not certain that they made what was sent.</param>
    public static Diagnostic CreationUnverified(Change change, IReadOnlyCollection<Address> creations) => new(
        "GSS614", Severity.Error,
        $"skipped: the creation of {string.Join(", ", creations.Select(address => Show(address.ToString())))} is not verified; plan and apply again, which reads what was created",
        change.At, change.Address);

    public static Diagnostic Unexpected(Change change, string what) => new(
        "GSS607", Severity.Error, $"this is a bug in scimstate: {Show(what)}; please report it; whether the change was made, the next plan shows", change.At, change.Address);

    public static Diagnostic Interrupted(Change change) => new(
        "GSS602", Severity.Warning, "not attempted, because the run was interrupted; apply again to go on", change.At, change.Address);

    /// <param name="times">Writes in a row that failed for one reason.</param>
    /// <param name="last">The last of them.</param>
    public static Diagnostic StoppedEarly(int times, Diagnostic last) => new(
        "GSS603", Severity.Error, string.Create(
            CultureInfo.InvariantCulture,
            $"not attempted, because {times} writes in a row failed for the same reason and the rest would too ({last.Code}: {last.Message}); correct that and apply again"));

    /// <param name="change">What was accepted.</param>
    /// <param name="unlike">What the organization shows otherwise.</param>
    public static Diagnostic Unverified(Change change, IReadOnlyCollection<Held> unlike) => Accepted(
        "GSS604", change, $"the organization shows {string.Join(", ", unlike.Select(held => $"{Show(held.Name)} as {Quote.Of(held.Value)} instead of {Quote.Of(held.Meant)}"))}; find out whether it takes this value, or what else writes it, and apply again");

    /// <param name="change">The membership that was accepted.</param>
    /// <param name="people">Those who are not as meant, by userName.</param>
    public static Diagnostic UnverifiedMembers(Change change, IReadOnlyCollection<string> people) => Accepted(
        "GSS605", change, $"the group {(change.Operation == Operation.AddMembers ? "does not show" : "still shows")} {Quote.AllOf(people)}; find out what else writes it, and apply again");

    public static Diagnostic NotReadBack(Change change, string reason) => Accepted(
        "GSS606", change, $"it could not be read to see whether all of it was stored ({Show(reason)}); plan again, which shows what is there");

    /// <param name="change">The deletion that was accepted.</param>
    public static Diagnostic NotDeleted(Change change) => Accepted(
        "GSS608", change, "the organization still shows the user, and active; find out whether it deletes users, or what else restores them, and apply again");

    public static Diagnostic CreatedStay(ImmutableArray<Address> users) => Undoing(
        "GSS609", null, $"{GuardDiagnostics.Count(users.Length, "user")} created by the plan can only be made inactive, and the record stays: {GuardDiagnostics.First(users)}; to delete somebody, declare \"state: absent\"");

    public static Diagnostic DeletedReturn(ImmutableArray<Address> users) => Undoing(
        "GSS610", null, $"{GuardDiagnostics.Count(users.Length, "user")} deleted by the plan can only be created again, with what SCIM showed: {GuardDiagnostics.First(users)}; everything else is lost, the id too, unless the organization brings the old record back");

    /// <param name="changes">Done by the run, and not there in what was read after it.</param>
    public static Diagnostic NotShownYet(ImmutableArray<Address> changes) => Undoing(
        "GSS611", null, $"done, and the organization did not show it when it was read for the undo plan, which is without it: {GuardDiagnostics.First(changes)}; look at it, or apply the same saved plan again with --undo");

    public static Diagnostic NoUndoPlan(string file, string why) => new(
        "GSS612", Severity.Error, $"the undo plan \"{Show(file)}\" was not written: {why}; apply the same saved plan again with --undo, which does nothing else");

    /// <param name="subject">What a plan changed.</param>
    /// <param name="part">The attribute or the member that stays as it is; null: all of it.</param>
    /// <param name="why">What is in the way.</param>
    public static Diagnostic NotUndone(Address subject, string? part, string why) => Undoing(
        "GSS613", subject, $"{Show(subject.ToString())}{(part is null ? "" : $": {Show(part)}")} cannot be undone: {why}");

    private static Diagnostic Undoing(string code, Address? subject, string message) => new(code, Severity.Warning, message, Subject: subject);

    private static Diagnostic Accepted(string code, Change change, string message) =>
        new(code, Severity.Error, $"accepted, but {message}", change.At, change.Address);
}
