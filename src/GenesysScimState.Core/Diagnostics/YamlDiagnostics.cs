namespace GenesysScimState.Core.Diagnostics;

/// <summary>Findings while text is read as YAML: GSS110 to GSS129.</summary>
public static class YamlDiagnostics
{
    public static Diagnostic Syntax(string reason, SourceSpan at) => Error(
        "GSS110",
        at,
        $"this is not YAML: {reason}");

    public static Diagnostic Tab(SourceSpan at) => Error(
        "GSS111",
        at,
        "a tab is used for indentation; YAML takes spaces only");

    public static Diagnostic NotClosed(char bracket, SourceSpan at) => Error(
        "GSS112",
        at,
        $"this \"{bracket}\" is not closed, or what follows in it is not separated by commas; add the missing \"{(bracket == '[' ? ']' : '}')}\" or comma");

    public static Diagnostic DuplicateKey(string key, SourceSpan first, SourceSpan at) => Error(
        "GSS113",
        at,
        $"the key {Quote.Of(key)} is already in this mapping, at {first}; keep one of the two");

    public static Diagnostic KeyNotText(SourceSpan at) => Error(
        "GSS114",
        at,
        "a key must be a text; put it in quotes if it starts with \"[\", \"{\", \"?\" or \"*\"");

    public static Diagnostic Tag(string tag, SourceSpan at) => Error(
        "GSS115",
        at,
        $"the tag {Quote.Of(tag)} is not supported; remove it, or put the text in quotes if it begins with an exclamation mark");

    public static Diagnostic MergeKey(SourceSpan at) => Error(
        "GSS116",
        at,
        "merge keys (\"<<\") are not part of YAML 1.2; write the keys out");

    public static Diagnostic SecondDocument(SourceSpan at) => Error(
        "GSS117",
        at,
        "a second document starts here; put it into a file of its own");

    public static Diagnostic UnknownAlias(string name, SourceSpan at) => Error(
        "GSS118",
        at,
        $"the alias {Quote.Of($"*{name}")} has no anchor before it; put the value in quotes if the asterisk is part of it");

    public static Diagnostic AliasesTooLarge(int nodesMax, SourceSpan at) => Error(
        "GSS119",
        at,
        $"the aliases of this file unfold to more than {nodesMax} values; write the values out");

    /// <param name="code">The character in the text of the file.</param>
    public static Diagnostic ForbiddenCharacter(int code, SourceSpan at) => Error(
        "GSS121",
        at,
        $"U+{code:X4} ({NameOf(code)}) is not allowed in a file; remove it{(code is 0x2028 or 0x2029 ? $", or write \"\\u{code:X4}\" in double quotes" : "")}");

    public static Diagnostic NullEscape(SourceSpan at) => Error(
        "GSS122",
        at,
        "the text contains U+0000 (null), which no value may hold; remove the escape");

    private static string NameOf(int code) => code switch
    {
        0 => "null",
        0x07 => "bell",
        0x1A => "substitute",
        0x1B => "escape",
        0x7F => "delete",
        0x85 => "next line",
        0x2028 => "line separator",
        0x2029 => "paragraph separator",
        0xFEFF => "byte order mark",
        0xFFFE or 0xFFFF => "noncharacter",
        _ => "control character",
    };

    public static Diagnostic TooDeep(int depthMax, SourceSpan at) => Error(
        "GSS120",
        at,
        $"values are nested more than {depthMax} deep");

    private static Diagnostic Error(string code, SourceSpan at, string message) =>
        new(code, Severity.Error, message, at);
}
