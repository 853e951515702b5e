using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Commands;

/// <summary><c>schema NAME</c>: the schemas that the program itself checks with.</summary>
internal static class SchemaCommand
{
    private const string Prefix = "schemas/";
    private const string Suffix = ".schema.json";

    public static ImmutableArray<string> Names { get; } =
    [
        .. typeof(SchemaCommand).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Suffix.Length])
            .Order(StringComparer.Ordinal),
    ];

    public static ExitCode Run(string name, Terminal terminal)
    {
        if (!Names.Contains(name, StringComparer.Ordinal))
        {
            return terminal.Stop([CommandDiagnostics.NoSuchSchema(name, Names)], ExitCode.Failed);
        }

        using var stream = typeof(SchemaCommand).Assembly.GetManifestResourceStream(Prefix + name + Suffix)!;
        using var reader = new StreamReader(stream);
        terminal.Result(reader.ReadToEnd());
        return ExitCode.Ok;
    }
}
