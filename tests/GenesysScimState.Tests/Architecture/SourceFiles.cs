using System.Text.RegularExpressions;
using GenesysScimState.Tests.Support;

namespace GenesysScimState.Tests.Architecture;

/// <summary>The checkout's C# files, as text.</summary>
internal static class SourceFiles
{
    public static IEnumerable<SourceFile> Program => In("src", "GenesysScimState");

    public static IEnumerable<SourceFile> Core => In("src", "GenesysScimState.Core");

    public static IEnumerable<SourceFile> Sources => In("src");

    public static IEnumerable<SourceFile> Tests => In("tests");

    private static IEnumerable<SourceFile> In(params string[] folder) => Directory
        .EnumerateFiles(Repository.At(folder), "*.cs", SearchOption.AllDirectories)
        .Select(path => new SourceFile(Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'), File.ReadAllText(path)))
        .Where(file => !file.Path.Contains("/obj/", StringComparison.Ordinal) && !file.Path.Contains("/bin/", StringComparison.Ordinal))
        .OrderBy(file => file.Path, StringComparer.Ordinal);
}

/// <param name="Path">From the root of the checkout, with forward slashes.</param>
internal sealed record SourceFile(string Path, string Text)
{
    public string[] Lines { get; } = Text.TrimEnd('\n').Split('\n');

    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The folder inside its project; empty at the project's root.</summary>
    public string Folder => Path.Split('/') is { Length: > 3 } parts ? parts[2] : "";

    /// <summary>Whether a namespace, or something in it, is named: by a using line or in full.</summary>
    public bool Sees(string name) =>
        Regex.IsMatch(Text, $@"(?m)^using (static )?(\w+ = )?{Regex.Escape(name)}\b|(?<![\w.]){Regex.Escape(name)}\.\w", RegexOptions.None, TimeSpan.FromSeconds(5));
}
