namespace GenesysScimState.Core.Diagnostics;

internal static class Suggestion { public static string? For(string name, IEnumerable<string> known) => null; }
