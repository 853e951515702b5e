using GenesysScimState.Emulator;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary>Where the API's documents are silent or say two things, the program gets its work done either way.</summary>
public sealed class EitherWayOfTheApi
{
    /// <summary>Switches of what only the platform has, and of rules that are the server's own elsewhere.</summary>
    private static readonly string[] OfGenesysCloud =
        ["large-pages", "filters-find-inactive", "show-deleted-users", "may-list-names", "may-create-groups"];

    /// <summary>Switches of PATCH and of writing groups, which a gateway does not take.</summary>
    private static readonly string[] OfPatch =
    [
        "read-only-writes", "unknown-members", "remove-without-match", "replace-creates", "capitalised-operations",
        "require-patch-schema", "member-lists-removable", "max-members",
    ];

    /// <summary>Each dialect with every value of every switch that means something there.</summary>
    public static TheoryData<string, string> Switches => new(
        from dialect in ScimEmulator.DialectNames
        from form in SwitchTable.Forms
        let name = form.Split('=')[0]
        where dialect == "genesys-cloud" || !OfGenesysCloud.Contains(name, StringComparer.Ordinal)
        where dialect != "nested" || !OfPatch.Contains(name, StringComparer.Ordinal)
        let values = form.Split('=')[1]
        from value in values.Contains("..", StringComparison.Ordinal) ? Numbers(name) : values.Split('|')
        select (dialect, $"{name}={value}"));

    [Theory]
    [MemberData(nameof(Switches))]
    public async Task The_first_run_does_all_and_the_second_nothing(string dialect, string text)
    {
        var options = SwitchTable.Set(new EmulatorOptions { Dialect = dialect }, text, out _)!;
        using var org = new ServedUnderStress(options, "faults: [{kind: version-bump, percent: 20}]\n");
        var first = await org.RunAsync("apply", "--auto-approve");
        Assert.True(first.Exit == 0, first.ToString());
        var count = org.Writes.Count;
        Assert.True(count > 10);
        var second = await org.RunAsync("apply", "--auto-approve");
        Assert.True(second.Exit == 0, second.ToString());
        Assert.Equal(count, org.Writes.Count);
    }

    [Theory]
    [InlineData("stale-version=perhaps", "stale-version is written stale-version=conflict|invalid-version|precondition-failed, not \"stale-version=perhaps\".")]
    [InlineData("max-page-size=0", "max-page-size is written max-page-size=1..10000, not \"max-page-size=0\".")]
    [InlineData("large-pages", "large-pages is written large-pages=serve|too-many-requests|cap-25, not \"large-pages\".")]
    public void A_switch_that_is_written_wrongly_says_how(string text, string problem)
    {
        Assert.Null(SwitchTable.Set(new(), text, out var said));
        Assert.Equal(problem, said);
        Assert.Null(SwitchTable.Set(new(), "none=1", out said));
        Assert.StartsWith("\"none\" is no switch; there are stale-version, ", said, StringComparison.Ordinal);
    }

    private static string[] Numbers(string name) => name switch
    {
        "max-page-size" => ["7", "25", "500"],
        "max-members" => ["50"],
        "requests-per-minute" => ["30"],
        "token-seconds" => ["300"],
        "max-request-bytes" => ["512000"],
        _ => ["7"],
    };
}
