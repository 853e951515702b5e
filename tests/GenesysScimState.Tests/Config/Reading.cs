using System.Collections.Immutable;
using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Config;

/// <summary>A folder of files, read; findings as lines of text.</summary>
internal static class Reading
{
    public const string Config = """
        organization: acme
        target: {kind: genesys-cloud, region: eu-central-1}
        """;

    public static async Task<Checked<Workspace>> FolderAsync(params (string Name, string Text)[] files)
    {
        using var folder = new TempFolder("reading");
        foreach (var (name, text) in files)
        {
            folder.Write(name, text);
        }

        return await WorkspaceReader.ReadAsync(folder.Path, TestContext.Current.CancellationToken);
    }

    /// <summary>One state file, <c>state/a.yaml</c>, under the plainest configuration.</summary>
    public static Task<Checked<Workspace>> StateAsync(string text) =>
        FolderAsync((WorkspaceReader.ConfigFile, Config), ("state/a.yaml", text));

    public static Task<Checked<Workspace>> ConfigAsync(string text, params (string Name, string Text)[] files) =>
        FolderAsync([(WorkspaceReader.ConfigFile, text), ("state/a.yaml", "users: []"), .. files]);

    public static string Lines(ImmutableArray<Diagnostic> findings) => string.Join('\n', findings.Select(Line));

    /// <summary>Checks findings by what each begins with, in order: <c>state/a.yaml:1:2: error GSS130</c> and some of the message.</summary>
    public static void Shows<T>(Checked<T> result, params string[] expected)
        where T : class
    {
        var lines = result.Diagnostics.Select(Line).ToArray();
        Assert.True(
            lines.Length == expected.Length && lines.Zip(expected).All(pair => Holds(pair.First, pair.Second)),
            $"expected:\n{string.Join('\n', expected)}\n\nfound:\n{string.Join('\n', lines)}");
    }

    public static async Task<DesiredState> DesiredAsync(string text)
    {
        var result = await StateAsync(text);
        Assert.NotNull(result.Value);
        return result.Value.Desired;
    }

    /// <summary>The place and code must begin the line, each part between dots of omission must follow.</summary>
    private static bool Holds(string line, string expected)
    {
        var from = 0;
        foreach (var part in expected.Split('…'))
        {
            var at = line.IndexOf(part, from, StringComparison.Ordinal);
            if (at < 0 || (from == 0 && at != 0))
            {
                return false;
            }

            from = at + part.Length;
        }

        return true;
    }

    private static string Line(Diagnostic finding)
    {
        var severity = finding.Severity switch
        {
            Severity.Error => "error",
            Severity.Warning => "warning",
            Severity.Note => "note",
        };
        return $"{finding.At}: {severity} {finding.Code}: {finding.Message}";
    }
}
