namespace GenesysScimState.Core.Diagnostics;

/// <summary>Findings while files are looked for and read: GSS100 to GSS109, GSS123 and GSS124.</summary>
public static class FileDiagnostics
{
    public static Diagnostic ConfigMissing(string directory) => new(
        "GSS100",
        Severity.Error,
        $"there is no scimstate.yaml in {Quote.Of(directory)}; make one with scimstate init, or name its folder with -C DIR",
        new("scimstate.yaml", 1, 1));

    public static Diagnostic NothingMatched(string pattern, SourceSpan at) => Error(
        "GSS101",
        at,
        pattern.StartsWith('!') || pattern.AsSpan().ContainsAny("{}[]")
            ? $"no file matches {Quote.Of(pattern)}; only \"*\", \"**\" and \"?\" are wildcards, other characters stand for themselves: write a pattern for each name"
            : $"no file matches {Quote.Of(pattern)}; patterns start at the folder of scimstate.yaml, \"*\" stays within a folder, \"**\" goes into subfolders");

    public static Diagnostic PatternOutside(string pattern, SourceSpan at) => Error(
        "GSS102",
        at,
        $"{Quote.Of(pattern)} leads out of the folder of scimstate.yaml; write a path inside it, with forward slashes");

    public static Diagnostic Unreadable(string reason, SourceSpan at) => Error(
        "GSS103",
        at,
        $"this file cannot be read: {Quote.Of(reason)}; check that it exists and may be read");

    public static Diagnostic SymbolicLink(SourceSpan at) => Error(
        "GSS104",
        at,
        "this is a symbolic link; put the file itself here, so that what is reviewed is what is read");

    public static Diagnostic TooLarge(long bytes, int bytesMax, SourceSpan at) => Error(
        "GSS105",
        at,
        $"the file has {bytes} bytes, more than the {bytesMax} that are read; split it into several files");

    public static Diagnostic NotUtf8(int offset, byte value, SourceSpan at) => Error(
        "GSS106",
        at,
        $"the file is not UTF-8: byte 0x{value:x2} at offset {offset}; save it as UTF-8");

    public static Diagnostic EmptyStateFile(SourceSpan at) => Error(
        "GSS107",
        at,
        "the file is empty; declare \"users\" or \"groups\", write \"users: []\" if nobody is meant, or delete the file");

    public static Diagnostic EmptyFile(SourceSpan at) => Error(
        "GSS108",
        at,
        "the file is empty; write at least \"organization\" and \"target\" (see scimstate schema config)");

    public static Diagnostic ChangedMeanwhile(SourceSpan at) => Error(
        "GSS109",
        at,
        "the file was changed while the command ran, and is left as it is; run the command again");

    /// <param name="kind">What it is: "a named pipe".</param>
    public static Diagnostic NotRegular(string kind, SourceSpan at) => Error(
        "GSS123",
        at,
        $"this is {kind}, and only regular files are read; put a regular file in its place, or remove it");

    /// <param name="renamed">A name that would be read; null: none is near.</param>
    public static Diagnostic NotRead(string? renamed, SourceSpan at) => new(
        "GSS124",
        Severity.Warning,
        "this looks like a state file, but no pattern under \"state\" matches it, so it is not read; "
            + (renamed is null ? "" : $"rename it to {Quote.Of(renamed)}, ") + "add a pattern for it, or remove it",
        at);

    private static Diagnostic Error(string code, SourceSpan at, string message) =>
        new(code, Severity.Error, message, at);
}
