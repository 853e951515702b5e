using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary><c>export --from-csv</c>: a spreadsheet becomes state files.</summary>
public sealed class ATableOfPeople
{
    [Fact]
    public async Task Becomes_state_files_with_groups_and_managers()
    {
        using var bench = new Workbench();
        bench.Edit("scimstate.yaml", "[\"*.state.yaml\"]", "[\"state/*.yaml\"]");
        bench.Write("people.csv", "userName;displayName;division;roles;routingSkills;phoneNumbers.work;groups;manager;until\r\nann@x.test;\"Ann \"\"A\"\"; the first\";Home;\"employee; Agent\";\"Billing: 4; Returns: 3.5\";+1 317 555 0100;Support;bob@x.test;2026-12-31\r\ndan@x.test;Dan;;;;;;;\r\n");

        var export = await bench.RunAsync(ExitCode.Ok, "export", "--from-csv", bench.At("people.csv"));

        Assert.Equal("""
            # yaml-language-server: $schema=../schemas/state.schema.json
            users:
              - userName: ann@x.test
                until: 2026-12-31
                displayName: Ann "A"; the first
                division: Home
                manager: bob@x.test
                phoneNumbers: {work: +1 317 555 0100}
                roles: [Agent, employee]
                routingSkills: {Billing: 4, Returns: 3.5}
                groups: [Support]

            """, await File.ReadAllTextAsync(bench.At("state/home.yaml"), TestContext.Current.CancellationToken));
        Assert.Contains("  + state/groups.yaml\n  + state/home.yaml\n  + state/other.yaml\n\nDeclared 2 users from 2 rows. Next: scimstate plan\n", export.Out, StringComparison.Ordinal);
        await bench.RunAsync(ExitCode.Ok, "validate");
        await bench.RunAsync(ExitCode.Ok, "fmt", "--check");
        Assert.Equal(0, bench.Recorded.Requests);

        var again = await bench.RunAsync(ExitCode.Ok, "export", "--from-csv", bench.At("people.csv"));
        Assert.Contains("people.csv:2:1: warning GSS779", again.Error, StringComparison.Ordinal);
        Assert.Contains("Declared 0 users from 2 rows.", again.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_is_not_there_is_said_to_be_unreadable()
    {
        using var bench = new Workbench();

        var export = await bench.RunAsync(ExitCode.Failed, "export", "--from-csv", bench.At("nobody.csv"));

        Assert.Contains("nobody.csv:1:1: error GSS103", export.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "people.csv:1:1: error GSS770")]
    [InlineData("userName,displayName\na@x.test,\"Ann\n", "people.csv:2:10: error GSS771")]
    [InlineData("userName,displayName\na@x.test\n", "people.csv:2:1: error GSS772")]
    [InlineData("displayName\nAnn\n", "people.csv:1:1: error GSS773")]
    [InlineData("userName,displayname\na@x.test,Ann\n", "people.csv:1:10: error GSS774: there is no attribute \"displayname\" to put this column into; did you mean \"displayName\"?")]
    [InlineData("userName,title,title\na@x.test,b,c\n", "people.csv:1:16: error GSS775")]
    [InlineData("userName,title\n,Boss\n", "people.csv:2:1: error GSS776")]
    [InlineData("userName,routingSkills\na@x.test,Billing\n", "people.csv:2:10: error GSS777")]
    [InlineData("userName,title\na@x.test,b\nA@x.test,c\n", "people.csv:3:1: error GSS778")]
    [InlineData("userName,dateHire,phoneNumbers.work\na@x.test,31.12.2025,12\n", "people.csv:2:10: error GSS134")]
    [InlineData("userName,dateHire,phoneNumbers.work\na@x.test,31.12.2025,12\n", "people.csv:2:21: error GSS134")]
    [InlineData("userName,active\nnobody,maybe\n", "people.csv:2:1: error GSS134")]
    public async Task With_a_bad_cell_is_refused_at_that_cell(string table, string finding)
    {
        using var bench = new Workbench();
        bench.Write("people.csv", table);

        var export = await bench.RunAsync("export", "--from-csv", bench.At("people.csv"));

        Assert.Equal((int)ExitCode.Invalid, export.Exit);
        Assert.Contains(finding, export.Error, StringComparison.Ordinal);
        Assert.Equal("", export.Out);
    }
}
