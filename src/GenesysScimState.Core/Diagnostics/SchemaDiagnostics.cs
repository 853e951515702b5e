namespace GenesysScimState.Core.Diagnostics;

/// <summary>Findings where a value has not the form its schema asks for: GSS130 to GSS149.</summary>
public static class SchemaDiagnostics
{
    public static Diagnostic UnknownKey(string key, string owner, IReadOnlyCollection<string> known, SourceSpan at)
    {
        var suggestion = Suggestion.For(key, known);
        var cure = suggestion is not null ? $"did you mean {Quote.Of(suggestion)}?"
            : known.Count == 0 ? "it takes no keys"
            : $"it can be {Quote.OneOf(known)}";
        return Error("GSS130", at, $"unknown key {Quote.Of(key)} in {owner}; {cure}");
    }

    /// <param name="what">What is there: <c>the text "x"</c>, <c>a list</c>.</param>
    /// <param name="expected">What would be right: <c>true or false</c>, <c>a list or nothing</c>.</param>
    public static Diagnostic WrongType(string subject, string what, string expected, SourceSpan at) => Error(
        "GSS131",
        at,
        $"{subject} must be {expected}, not {what}");

    public static Diagnostic MissingKey(string key, string owner, SourceSpan at) => Error(
        "GSS132",
        at,
        $"{owner} needs the key {Quote.Of(key)}");

    public static Diagnostic NotOneOf(string value, string subject, IReadOnlyCollection<string> allowed, SourceSpan at)
    {
        var suggestion = Suggestion.For(value, allowed);
        var hint = suggestion is null ? "" : $"; did you mean {Quote.Of(suggestion)}?";
        return Error("GSS133", at, $"{Quote.Of(value)} is not known as {subject}; it can be {Quote.OneOf(allowed)}{hint}");
    }

    public static Diagnostic WrongForm(string value, string form, string? example, SourceSpan at)
    {
        var hint = example is null ? "" : $"; write it like {Quote.Of(example)}";
        return Error("GSS134", at, $"{Quote.Of(value)} is not {form}{hint}");
    }

    /// <param name="bounds">Such as <c>from 0 to 5</c>.</param>
    public static Diagnostic OutOfRange(string value, string subject, string bounds, SourceSpan at) => Error(
        "GSS135",
        at,
        $"{subject} is {Quote.Of(value)}; it must be {bounds}");

    public static Diagnostic TooFew(int count, string subject, int countMin, SourceSpan at) => Error(
        "GSS136",
        at,
        $"{subject} has {count} entries; the fewest is {countMin}");

    public static Diagnostic TooShort(string subject, int lengthMin, SourceSpan at) => Error(
        "GSS137",
        at,
        lengthMin == 1 ? $"{subject} must not be empty" : $"{subject} must have at least {lengthMin} characters");

    public static Diagnostic TooLong(string subject, int length, int lengthMax, SourceSpan at) => Error(
        "GSS138",
        at,
        $"{subject} has {length} characters; the most is {lengthMax}");

    private static Diagnostic Error(string code, SourceSpan at, string message) =>
        new(code, Severity.Error, message, at);
}
