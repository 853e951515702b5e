namespace GenesysScimState.Core.Diagnostics;

/// <summary>
/// Findings where scimstate.yaml or a dialect file has the right form and makes no sense: GSS150 to GSS169.
/// </summary>
public static class ConfigDiagnostics
{
    public static Diagnostic UnknownDialect(string name, IReadOnlyCollection<string> known, SourceSpan at)
    {
        var suggestion = Suggestion.For(name, known);
        var hint = suggestion is null ? "" : $"; did you mean {Quote.Of(suggestion)}?";
        return Error(
            "GSS150",
            at,
            $"there is no dialect {Quote.Of(name)}{hint} Known: {Quote.OneOf(known)}; for a file of your own write its path, such as \"./dialect.yaml\"");
    }

    public static Diagnostic UnknownBasis(string name, IReadOnlyCollection<string> known, SourceSpan at)
    {
        var hint = Suggestion.For(name, known) is { } suggestion ? $"did you mean {Quote.Of(suggestion)}?" : $"it can be {Quote.OneOf(known)}";
        return Error("GSS151", at, $"there is no dialect {Quote.Of(name)} to extend; {hint}");
    }

    public static Diagnostic AttributeTwice(string name, SourceSpan first, SourceSpan at) => Error(
        "GSS152",
        at,
        $"the attribute {Quote.Of(name)} is already listed at {first}; keep one of the two");

    public static Diagnostic MalformedPath(string path, SourceSpan at) => Error(
        "GSS153",
        at,
        $"{Quote.Of(path)} is not a SCIM path; write \"title\", \"name.givenName\", 'emails[type eq \"work\"].value', \"emails[primary eq true].value\" or, where state files give a map, '[type eq \"{{key}}\"]', with the schema URN and a colon before it for an extension");

    public static Diagnostic AttributeNeeded(string name, SourceSpan at) => Error(
        "GSS154",
        at,
        $"the dialect has no attribute {Quote.Of(name)}, which every dialect needs; add \"- {{name: {name}, path: {name}, type: {TypeOf(name)}}}\"");

    public static Diagnostic UnknownRegion(string region, IReadOnlyCollection<string> known, SourceSpan at)
    {
        var suggestion = Suggestion.For(region, known);
        var hint = suggestion is null ? "use a key such as \"eu-central-1\"" : $"did you mean {Quote.Of(suggestion)}?";
        return Error("GSS155", at, $"{Quote.Of(region)} is neither a region nor a domain; {hint}");
    }

    public static Diagnostic UrlPairIncomplete(string present, string missing, SourceSpan at) => Error(
        "GSS156",
        at,
        $"{Quote.Of(present)} needs {Quote.Of(missing)} beside it");

    public static Diagnostic RegionAndUrl(SourceSpan at) => Error(
        "GSS157",
        at,
        "\"region\" and \"apiUrl\" both say where the organization is; keep one of the two");

    public static Diagnostic PlainHttp(string url, SourceSpan at) => Error(
        "GSS158",
        at,
        $"{Quote.Of(url)} would send credentials unencrypted; use https (plain http is accepted for localhost, 127.0.0.1 and [::1])");

    public static Diagnostic MalformedUrl(string url, SourceSpan at) => Error(
        "GSS159",
        at,
        $"{Quote.Of(url)} is not a URL of http or https without user, query and fragment; write it like \"https://api.mypurecloud.de\"");

    public static Diagnostic SettingOfOtherKind(
        string setting, string kind, IReadOnlyCollection<string> kinds, SourceSpan at) => Error(
        "GSS160",
        at,
        $"{Quote.Of(setting)} has no meaning for the kind {Quote.Of(kind)}; it belongs to {Quote.OneOf(kinds)}");

    public static Diagnostic ApiUrlNeeded(string kind, SourceSpan at) => Error(
        "GSS161",
        at,
        $"a target of the kind {Quote.Of(kind)} needs \"apiUrl\"");

    public static Diagnostic UnknownIgnored(string name, IReadOnlyCollection<string> known, SourceSpan at)
    {
        var suggestion = Suggestion.For(name, known);
        var hint = suggestion is null ? $"it can be {Quote.OneOf(known)}" : $"did you mean {Quote.Of(suggestion)}?";
        return Error("GSS162", at, $"the dialect has no attribute {Quote.Of(name)} to ignore; {hint}");
    }

    public static Diagnostic CannotIgnore(string name, SourceSpan at) => Error(
        "GSS163",
        at,
        $"{Quote.Of(name)} cannot be ignored: users are matched by it");

    public static Diagnostic KeysWithoutPlace(string name, SourceSpan at) => Error(
        "GSS164",
        at,
        $"the attribute {Quote.Of(name)} lists keys and its path has no place for them; write {{key}} into the path");

    public static Diagnostic OriginUnknown(string name, string origin, IReadOnlyCollection<string> known, SourceSpan at)
    {
        var hint = Suggestion.For(origin, known) is { } suggestion ? $"did you mean {Quote.Of(suggestion)}?" : $"it can be {Quote.OneOf(known)}";
        return Error("GSS165", at, $"the attribute {Quote.Of(name)} is made from {Quote.Of(origin)}, which the dialect does not have; {hint}");
    }

    /// <summary>Of a state file: what the dialect says about two of its attributes is not so.</summary>
    public static Diagnostic NotTheSame(string name, string value, string origin, string meant, string dialect, SourceSpan at) => Error(
        "GSS166",
        at,
        $"{Quote.Of(name)} is {Quote.Of(value)} and has to be the {origin} {Quote.Of(meant)} in the dialect {Quote.Of(dialect)}; leave it out, and it follows the {origin}");

    /// <summary>Of a state file: a key of a map that is an attribute with a name of its own.</summary>
    public static Diagnostic KeyIsAttribute(string name, string key, string attribute, SourceSpan at) => Error(
        "GSS167",
        at,
        $"{Quote.Of(key)} in {Quote.Of(name)} is the attribute {Quote.Of(attribute)} of the dialect; write it under that name");

    private static string TypeOf(string name) => name switch
    {
        "userName" => "email",
        "active" => "boolean",
        _ => "text",
    };

    private static Diagnostic Error(string code, SourceSpan at, string message) =>
        new(code, Severity.Error, message, at);
}
