using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using static GenesysScimState.Core.Model.Untrusted;

namespace GenesysScimState.Core.Diagnostics;

/// <summary>Findings while state files are written: GSS760 to GSS769.</summary>
public static class EditingDiagnostics
{
    public static Diagnostic NotFormatted(SourceSpan at) => new(
        "GSS760", Severity.Warning, "the file is not in the form that scimstate fmt writes; run scimstate fmt and commit the result", at);

    public static Diagnostic NotEditable(SourceSpan at) => Error(
        "GSS761", "this cannot be changed without touching what is not meant: an anchor shares it, or comments stand inside what would go; write it out or take the comments elsewhere, or change it by hand", at);

    public static Diagnostic StillDiffers(Change change) => new(
        "GSS762", Severity.Warning, $"{Show(change.Address.ToString())} is not as the files say now; scimstate plan shows what differs", change.At, change.Address);

    public static Diagnostic InTheWay(SourceSpan at) => Error(
        "GSS763", "this file is there already and is none of the state files, so it is not written over; move it, or name another folder with -o", at);

    public static Diagnostic NotMatched(string file, IEnumerable<string> patterns) => new(
        "GSS764", Severity.Warning, $"{Quote.Of(file)} is not matched by \"state: [{string.Join(", ", patterns.Select(Quote.Of))}]\", so no plan reads it; add a pattern to scimstate.yaml, or choose another folder with -o");

    public static Diagnostic NothingToAccept(Address address) => Error(
        "GSS765", $"{Show(address.ToString())} does not differ from the files, so there is nothing to accept; scimstate drift shows what does");

    public static Diagnostic NotAccepted(Change change) => new(
        "GSS766", Severity.Error, $"{Show(change.Address.ToString())} would still differ, so no file was changed: what it has comes from elsewhere in the files; change that by hand", change.At, change.Address);

    public static Diagnostic InitNeeds() => Error(
        "GSS767", "there is no terminal to ask on; say it on the command line: scimstate init --organization acme-prod --region eu-central-1 (or --emulator to try things out)");

    public static Diagnostic UnknownShell(string shell, IEnumerable<string> known) => Error(
        "GSS768", $"there is no completion for {Quote.Of(shell)}; there is one for {string.Join(", ", known)}");

    private static Diagnostic Error(string code, string message, SourceSpan? at = null) => new(code, Severity.Error, message, at);
}
