using System.Runtime.CompilerServices;

namespace GenesysScimState.Tests.Support;

/// <summary>Where the checkout is, from the path this file was compiled at.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));

    public static string Tests { get; } = Path.Combine(Root, "tests", "GenesysScimState.Tests");

    /// <summary>An absolute path inside the checkout.</summary>
    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
