using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using static GenesysScimState.Core.Model.Untrusted;

namespace GenesysScimState.Core.Diagnostics;

/// <summary>Findings while state files are written: GSS760 to GSS769.</summary>
public static class EditingDiagnostics
{
    public static Diagnostic NotFormatted(SourceSpan at) => new(
        "GSS760", Severity.Warning, "the file is not in the form that scimstate fmt writes; run scimstate fmt and commit the result", at);

    /// <summary>A defect of the formatter that it finds itself: the file stays as it is.</summary>
    public static Diagnostic FormatUnsafe(SourceSpan at) => new(
        "GSS769", Severity.Error, "formatting would change what this file declares; no file was written, report the file", at);

    /// <param name="at">Where it stands.</param>
    /// <param name="isLeft">A warning: it stays as it is, and the others do not wait for it.</param>
    /// <param name="subject">The user or group it belongs to; null for anything else.</param>
    public static Diagnostic NotEditable(SourceSpan at, bool isLeft, Address? subject) => new(
        "GSS761",
        isLeft ? Severity.Warning : Severity.Error,
        $"{(isLeft ? $"{(subject is { } address ? Show(address.ToString()) : "this")} stays as it is: it" : "this")} cannot be changed without touching what is not meant: an anchor shares it, or comments stand inside what would go; write it out or take the comments elsewhere, or change it by hand",
        at,
        subject);

    public static Diagnostic StillDiffers(Change change) => new(
        "GSS762", Severity.Warning, $"{Show(change.Address.ToString())} is not as the files say now; scimstate plan shows what differs", change.At, change.Address);

    public static Diagnostic InTheWay(SourceSpan at) => Error(
        "GSS763", "this file is there already and is none of the state files, so it is not written over; move it, or name another folder with -o", at);

    public static Diagnostic NotMatched(string file, IEnumerable<string> patterns) => new(
        "GSS764", Severity.Warning, $"{Quote.Of(file)} is not matched by \"state: [{string.Join(", ", patterns.Select(Quote.Of))}]\", so no plan reads it; add a pattern to scimstate.yaml, or choose another folder with -o");

    public static Diagnostic NothingToAccept(Address address) => Error(
        "GSS765", $"{Show(address.ToString())} does not differ from the files, so there is nothing to accept; scimstate drift shows what does");

    /// <param name="addresses">What was to be accepted.</param>
    /// <param name="because">What the files would say that cannot be; null: it would still differ.</param>
    /// <param name="at">Where it is declared.</param>
    public static Diagnostic NotAccepted(IEnumerable<Address> addresses, string? because, SourceSpan? at) => Error(
        "GSS766",
        $"{string.Join(", ", addresses.Order().Select(address => Show(address.ToString())))} "
            + (because is null
                ? "would still differ, so no file was changed: what it has comes from elsewhere in the files; change that by hand"
                : $"cannot be accepted like this, so no file was changed; it would mean: {because}; accept who or what that is about as well, or change it by hand"),
        at);

    public static Diagnostic InitNeeds() => Error(
        "GSS767", "there is no terminal to ask on; say it on the command line: scimstate init --organization acme-prod --region eu-central-1 (or --emulator to try things out)");

    public static Diagnostic UnknownShell(string shell, IEnumerable<string> known) => Error(
        "GSS768", $"there is no completion for {Quote.Of(shell)}; there is one for {string.Join(", ", known)}");

    private static Diagnostic Error(string code, string message, SourceSpan? at = null) => new(code, Severity.Error, message, at);
}
