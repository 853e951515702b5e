using GenesysScimState.Core.Model;

namespace GenesysScimState.Core.Diagnostics;

/// <summary>Findings in what state files mean, within a user and across all files: GSS200 to GSS229.</summary>
public static class StateDiagnostics
{
    public static Diagnostic DuplicateUser(string userName, SourceSpan first, SourceSpan at) => Error(
        "GSS200",
        at,
        $"the user {Quote.Of(userName)} is already declared at {first}; upper and lower case are the same, keep one of the two");

    public static Diagnostic DuplicateExternalId(string externalId, SourceSpan first, SourceSpan at) => Error(
        "GSS201",
        at,
        $"the externalId {Quote.Of(externalId)} already belongs to the user at {first}; give each user an id of its own");

    public static Diagnostic DuplicateGroup(string displayName, SourceSpan first, SourceSpan at) => Error(
        "GSS202",
        at,
        $"the group {Quote.Of(displayName)} is already declared at {first}; upper and lower case are the same, keep one of the two");

    public static Diagnostic UndeclaredGroup(string displayName, string? suggestion, SourceSpan at) => Error(
        "GSS203",
        at,
        $"the group {Quote.Of(displayName)} is not declared; {DidYouMean(suggestion)}declare it under \"groups\" or fix the name");

    /// <param name="attribute">The attribute that names the user, for instance <c>manager</c>.</param>
    public static Diagnostic UnknownPerson(string attribute, string person, string? suggestion, SourceSpan at) => Error(
        "GSS204",
        at,
        $"the {attribute} {Quote.Of(person)} is not declared; {DidYouMean(suggestion)}a user with nothing but \"userName\" is enough");

    public static Diagnostic AbsentPerson(string attribute, string person, SourceSpan declared, SourceSpan at) => Error(
        "GSS205",
        at,
        $"the {attribute} {Quote.Of(person)} is declared absent at {declared}; name a user who stays");

    /// <param name="chain">
    /// From a user through each superior back to that user; a user who names himself is twice in it.
    /// </param>
    public static Diagnostic Cycle(string attribute, IReadOnlyList<string> chain, SourceSpan at)
    {
        const int ShownMax = 8;
        if (chain.Count <= 2)
        {
            return Error("GSS206", at, $"{Quote.Of(chain[0])} is named as {attribute} of the same user; name somebody else or leave it out");
        }

        string[] shown = chain.Count <= ShownMax
            ? [.. chain.Select(Quote.Of)]
            : [.. chain.Take(ShownMax - 2).Select(Quote.Of), $"({chain.Count - ShownMax + 1} more)", Quote.Of(chain[^1])];
        return Error("GSS206", at, $"these users are each other's {attribute}: {string.Join(" → ", shown)}; break the circle");
    }

    public static Diagnostic UnknownMember(string member, string? suggestion, SourceSpan at) => Error(
        "GSS207",
        at,
        $"the member {Quote.Of(member)} is not declared; {DidYouMean(suggestion)}a user with nothing but \"userName\" is enough");

    public static Diagnostic AbsentMember(string member, SourceSpan declared, SourceSpan at) => Error(
        "GSS208",
        at,
        $"the member {Quote.Of(member)} is declared absent at {declared}; remove it from the group");

    public static Diagnostic RepeatedMember(string member, SourceSpan first, SourceSpan at) => Warning(
        "GSS209",
        at,
        $"the member {Quote.Of(member)} is already in this list, at {first}; the later end counts, or none: remove one of the two");

    /// <param name="end">Where the end is written.</param>
    /// <param name="at">Where the user names the group without an end.</param>
    public static Diagnostic EndWithoutEffect(string user, string group, SourceSpan end, SourceSpan at) => Warning(
        "GSS223",
        at,
        $"{Quote.Of(user)} is a member of {Quote.Of(group)} without an end here, so \"until\" at {end} has no effect; remove the group here, or \"until\" there");

    public static Diagnostic RepeatedName(string name, SourceSpan first, SourceSpan at) => Warning(
        "GSS210",
        at,
        $"{Quote.Of(name)} is already in this list, at {first}; remove one of the two");

    public static Diagnostic AttributeOfAbsentUser(string attribute, SourceSpan at) => Error(
        "GSS211",
        at,
        $"{Quote.Of(attribute)} has no meaning for a user with \"state: absent\"; only userName, externalId and reason stay");

    public static Diagnostic ReasonWithoutAbsent(SourceSpan at) => Error(
        "GSS212",
        at,
        "\"reason\" says why a user is deleted; it needs \"state: absent\" beside it");

    public static Diagnostic UnknownAttribute(string attribute, string dialect, string? suggestion, SourceSpan at) => Error(
        "GSS213",
        at,
        $"the dialect {Quote.Of(dialect)} has no attribute {Quote.Of(attribute)}; {DidYouMean(suggestion)}remove it or add a row for it to a dialect file");

    public static Diagnostic AttributeReadOnly(string attribute, SourceSpan at) => Error(
        "GSS214",
        at,
        $"{Quote.Of(attribute)} is set by the organization and cannot be written; remove it");

    public static Diagnostic NotClearable(string attribute, SourceSpan at) => Error(
        "GSS215",
        at,
        $"{Quote.Of(attribute)} cannot be emptied; give it a value, or leave it out to leave it alone");

    /// <param name="builtIn">The dialect of the program that it is or extends; null when it stands alone.</param>
    /// <param name="path">A place it could have.</param>
    public static Diagnostic CustomAttributeUnmapped(string name, string dialect, string? builtIn, string path, SourceSpan at) => Error(
        "GSS216",
        at,
        $"the dialect {Quote.Of(dialect)} does not say where the custom attribute {Quote.Of(name)} belongs; {(builtIn is null ? "add to the dialect file" : $"write a file dialect.yaml, with \"dialect: ./dialect.yaml\" in scimstate.yaml: \"extends: {builtIn}\", \"attributes:\" and")} a line such as "
        + $"- {{name: \"attributes.{Untrusted.Show(name)}\", path: '{Untrusted.Show(path)}'}}");

    public static Diagnostic UnknownEntry(string attribute, string key, IReadOnlyCollection<string> known, SourceSpan at)
    {
        var suggestion = Suggestion.For(key, known);
        var cure = suggestion is null ? $"it can be {Quote.OneOf(known)}" : $"did you mean {Quote.Of(suggestion)}?";
        return Error("GSS217", at, $"unknown key {Quote.Of(key)} in {Quote.Of(attribute)}; {cure}");
    }

    public static Diagnostic ReservedEntry(string attribute, string key, SourceSpan at) => Error(
        "GSS218",
        at,
        $"the key {Quote.Of(key)} of {Quote.Of(attribute)} belongs to the organization and cannot be written; remove it");

    public static Diagnostic TooManyEntries(string attribute, int count, int countMax, SourceSpan at) => Error(
        "GSS219",
        at,
        $"{Quote.Of(attribute)} has {count} entries; the organization takes {countMax} at most");

    public static Diagnostic EmptyName(string attribute, SourceSpan at) => Error(
        "GSS220",
        at,
        $"a name in {Quote.Of(attribute)} is empty; write the name or remove the entry");

    public static Diagnostic NoSuchDate(string date, SourceSpan at) => Error(
        "GSS221",
        at,
        $"{Quote.Of(date)} is not a date of the calendar; write it like \"2024-05-01\"");

    public static Diagnostic NotAPhone(string phone, SourceSpan at) => Error(
        "GSS222",
        at,
        $"{Quote.Of(phone)} is not a phone number with country code and 4 to 15 digits; write it like \"+13175550100\", or \"tel:+13175550100;ext=12\" with an extension");

    private static string DidYouMean(string? suggestion) =>
        suggestion is null ? "" : $"did you mean {Quote.Of(suggestion)}? Otherwise ";

    private static Diagnostic Error(string code, SourceSpan at, string message) =>
        new(code, Severity.Error, message, at);

    private static Diagnostic Warning(string code, SourceSpan at, string message) =>
        new(code, Severity.Warning, message, at);
}
