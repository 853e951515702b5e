using System.Globalization;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Architecture;

public sealed class TheTableOfExitCodes
{
    [Fact]
    public void In_the_README_is_the_one_the_program_has()
    {
        var rows = File.ReadAllLines(Repository.At("README.md"))
            .SkipWhile(line => line != "## Exit codes").Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == 4 && int.TryParse(cells[1], CultureInfo.InvariantCulture, out _))
            .Select(cells => $"{cells[1]} {cells[2].Split(' ', ':', ';')[0]}");

        // "Ok" reads better as a name than as an answer to "when?".
        var codes = Enum.GetValues<ExitCode>().Select(code =>
            $"{(int)code} {(code == ExitCode.Ok ? "done" : code.ToString().ToLowerInvariant())}");
        Assert.Equal(codes, rows);
    }
}
