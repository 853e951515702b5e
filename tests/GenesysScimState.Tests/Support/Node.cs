using System.Diagnostics;
using Xunit;

namespace GenesysScimState.Tests.Support;

/// <summary>Programs in JavaScript that tests run against: what <c>npm ci --prefix tests/tools</c> installs, and what lies beside it.</summary>
internal static class Node
{
    /// <summary>Skips the test where Node or the module is missing; fails it where CI is to have them.</summary>
    public static void Require(string module)
    {
        var hasNode = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "node.exe" : "node")));
        if (!hasNode || !Directory.Exists(Repository.At("tests", "tools", "node_modules", module)))
        {
            var missing = $"Node.js or {module} is not installed: npm ci --prefix tests/tools";
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", missing);
            Assert.Fail(missing);
        }
    }

    /// <param name="script">Under tests/tools.</param>
    /// <param name="arguments">Of the script.</param>
    /// <param name="environment">Beside what this process has.</param>
    public static Process Start(string script, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = Repository.At("tests", "tools"),
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments.Prepend(script))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
