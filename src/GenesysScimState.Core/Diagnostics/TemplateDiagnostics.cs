namespace GenesysScimState.Core.Diagnostics;

/// <summary>Findings in templates and in what ends: GSS260 to GSS279.</summary>
public static class TemplateDiagnostics
{
    public static Diagnostic Unknown(string name, IEnumerable<string> known, SourceSpan at) => new(
        "GSS260",
        Severity.Error,
        $"there is no template {Quote.Of(name)}; {(Suggestion.For(name, known) is { } close ? $"did you mean {Quote.Of(close)}? Otherwise declare" : "declare")} it under \"templates\" in any state file",
        at);

    public static Diagnostic Duplicate(string name, SourceSpan first, SourceSpan at) => new(
        "GSS261",
        Severity.Error,
        $"the template {Quote.Of(name)} is already declared at {first}; templates are shared by all files, so give one of the two another name",
        at);

    public static Diagnostic EndsSoon(Model.Address address, string what, DateOnly day, SourceSpan at) => new(
        "GSS262",
        Severity.Note,
        $"{what} ends after {day:yyyy-MM-dd}; to go on, give \"until\" a later day",
        at,
        address);
}
