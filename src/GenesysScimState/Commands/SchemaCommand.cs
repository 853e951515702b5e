using System.Collections.Immutable;
using System.Text;
using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Commands;

/// <summary><c>schema NAME</c>: the schemas that the program itself checks with.</summary>
internal static class SchemaCommand
{
    public static ImmutableArray<string> Names => EmbeddedFiles.SchemaNames;

    public static ExitCode Run(string name, Terminal terminal)
    {
        if (!Names.Contains(name, StringComparer.Ordinal))
        {
            return terminal.Stop([CommandDiagnostics.NoSuchSchema(name, Names)], ExitCode.Failed);
        }

        terminal.Result(Encoding.UTF8.GetString(EmbeddedFiles.SchemaBytes(name).Span));
        return ExitCode.Ok;
    }
}
