using System.Text.Json;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary>audit verify, show and report, after a run that gives Ana a title and a group.</summary>
public sealed class ReadingTheAuditLog
{
    private const string Log = ".scimstate/audit.jsonl";

    [Fact]
    public async Task A_sound_log_is_0_and_says_where_it_ends()
    {
        using var bench = await AppliedAsync();

        var verify = await bench.RunAsync(ExitCode.Ok, "audit", "verify");

        Assert.Matches("^Sound: 6 records, 1 to 6\\.\nHead: 6:[0-9a-f]{64}\n$", verify.Out);
        Assert.Empty(verify.Error);
        await bench.RunAsync(ExitCode.Ok, "audit", "verify", "--head", verify.Out.Trim()[^66..]);
        using var json = JsonDocument.Parse((await bench.RunAsync(ExitCode.Ok, "audit", "verify", "--json")).Out);
        Assert.Equal(6, json.RootElement.GetProperty("last").GetInt32());
    }

    [Fact]
    public async Task A_broken_one_is_1_and_says_where()
    {
        using var bench = await AppliedAsync();
        bench.Edit(Log, "\"after\":\"Boss\"", "\"after\":\"Clerk\"");

        var verify = await bench.RunAsync(ExitCode.Failed, "audit", "verify");

        Assert.Equal("Broken: 1 error in 6 records, the first at .scimstate/audit.jsonl:2.\n", verify.Out);
        Assert.Contains(".scimstate/audit.jsonl:2:1: error GSS802: record 2 was edited", verify.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await bench.RunAsync(ExitCode.Failed, "audit", "verify", "--json")).Out);
        Assert.False(json.RootElement.GetProperty("sound").GetBoolean());
    }

    [Fact]
    public async Task An_end_that_was_cut_off_is_found_by_the_head_that_was_kept()
    {
        using var bench = await AppliedAsync();
        var head = (await bench.RunAsync("audit", "verify")).Out.Trim()[^66..];
        var lines = await File.ReadAllLinesAsync(bench.At(Log), TestContext.Current.CancellationToken);
        bench.Write(Log, string.Join('\n', lines[..4]) + "\n");

        await bench.RunAsync(ExitCode.Ok, "audit", "verify");
        Assert.Contains("error GSS806", (await bench.RunAsync(ExitCode.Failed, "audit", "verify", "--head", head)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_is_verified_without_a_configuration()
    {
        using var bench = await AppliedAsync();
        using var folder = new TempFolder();
        var copy = folder.Write("copy.jsonl", await File.ReadAllTextAsync(bench.At(Log), TestContext.Current.CancellationToken));

        Assert.Equal(0, (await new Cli().RunAsync("audit", "verify", copy, "-C", folder.Path)).Exit);
        Assert.Contains("GSS808", (await new Cli().RunAsync("audit", "verify", copy + "x", "-C", folder.Path)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_audit_settings_have_to_be_right()
    {
        using var bench = await AppliedAsync();
        bench.Write("team.state.yaml", "users: [{");

        await bench.RunAsync(ExitCode.Ok, "audit", "verify");
        await bench.RunAsync(ExitCode.Ok, "audit", "show");
        bench.Write("scimstate.yaml", "audit: 1");
        await bench.RunAsync(ExitCode.Invalid, "audit", "show");
    }

    [Fact]
    public async Task Without_a_log_there_is_nothing_to_verify()
    {
        using var bench = new Workbench();

        Assert.Contains("GSS807", (await bench.RunAsync(ExitCode.Failed, "audit", "verify")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_got_what_when_is_a_line()
    {
        using var bench = await AppliedAsync();

        var show = await bench.RunAsync(ExitCode.Ok, "audit", "show");

        Assert.Equal("""
            2026-11-24 08:00:00Z  run-1  started by tester
            2026-11-24 08:00:00Z  run-1  ~ user/ana@x.test  update  done: title "Agent" -> "Boss"
            2026-11-24 08:00:00Z  run-1  ~ group/Support  add-members  done: members + ana@x.test
            2026-11-24 08:00:00Z  run-1  finished: done

            """.ReplaceLineEndings("\n"), show.Out);
    }

    [Theory]
    [InlineData(2, "--user", "ANA@x.test")]
    [InlineData(2, "--user", "e-ana")]
    [InlineData(0, "--user", "bob@x.test")]
    [InlineData(1, "--group", "support")]
    [InlineData(4, "--run", "run-1")]
    [InlineData(0, "--run", "run-2")]
    [InlineData(4, "--since", "2026-11-24")]
    [InlineData(0, "--since", "2026-11-25")]
    [InlineData(4, "--until", "2026-11-24")]
    [InlineData(0, "--until", "2026-11-24T07:59Z")]
    [InlineData(3, "--outcome", "done")]
    [InlineData(0, "--outcome", "not-attempted")]
    public async Task Filters_leave_what_is_asked_for(int lines, params string[] filter)
    {
        using var bench = await AppliedAsync();

        var show = await bench.RunAsync(ExitCode.Ok, ["audit", "show", .. filter]);

        Assert.Equal(lines, show.Out.Split('\n').Count(line => line.StartsWith("2026", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task In_a_hashed_log_somebody_whose_name_is_known_is_found()
    {
        using var bench = new Workbench();
        bench.Edit("scimstate.yaml", "organization: acme", "audit: {personalData: hashed}\norganization: acme");
        await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");

        var show = await bench.RunAsync(ExitCode.Ok, "audit", "show", "--user", "ana@x.test");

        Assert.Equal(2, show.Out.TrimEnd('\n').Split('\n').Length);
        Assert.DoesNotContain("ana@", show.Out, StringComparison.Ordinal);
        await bench.RunAsync(ExitCode.Ok, "audit", "verify");
    }

    [Fact]
    public async Task As_JSON_it_is_a_list_of_records()
    {
        using var bench = await AppliedAsync();

        using var json = JsonDocument.Parse((await bench.RunAsync(ExitCode.Ok, "audit", "show", "--json", "--user", "ana@x.test")).Out);

        Assert.Equal(["intent", "outcome", "intent", "outcome"], json.RootElement.EnumerateArray().Select(record => record.GetProperty("event").GetString()));
        Assert.All(json.RootElement.EnumerateArray(), record => Schemas.Check("audit", record.GetRawText()));
        Assert.Equal("[]\n", (await bench.RunAsync(ExitCode.Ok, "audit", "show", "--json", "--run", "none")).Out);
    }

    [Fact]
    public async Task What_somebody_wrote_into_it_is_shown_harmless_and_what_is_no_record_is_counted()
    {
        using var bench = await AppliedAsync();
        bench.Edit(Log, "user/ana@x.test", "user/\\u001b[2J\u202Eana");
        await File.AppendAllTextAsync(bench.At(Log), "rubbish\n", TestContext.Current.CancellationToken);

        var text = await bench.RunAsync(ExitCode.Ok, "audit", "show");
        var json = await bench.RunAsync(ExitCode.Ok, "audit", "show", "--json");

        Assert.DoesNotContain(text.Out + json.Out, character => character is '\u001b' or '\u202E');
        Assert.Contains("warning GSS813: 1 of the log's lines", text.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_report_is_made_from_the_log()
    {
        using var bench = await AppliedAsync();

        var report = await bench.RunAsync(ExitCode.Ok, "audit", "report", "-o", bench.At("report.json"));

        Assert.StartsWith("Apply complete: 0 created, 1 updated, 0 activated, 0 deactivated, 0 deleted; 1 member added", report.Out, StringComparison.Ordinal);
        Schemas.Check("report", await File.ReadAllTextAsync(bench.At("report.json"), TestContext.Current.CancellationToken));
        Assert.Contains("GSS809", (await bench.RunAsync(ExitCode.Failed, "audit", "report", "--run", "none")).Error, StringComparison.Ordinal);
        bench.Write(Log, "");
        Assert.Contains("error GSS809: the audit log holds no run yet", (await bench.RunAsync(ExitCode.Failed, "audit", "report")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--since", "yesterday")]
    [InlineData("--until", "soon")]
    public async Task What_is_no_time_is_misuse(string option, string value)
    {
        using var bench = await AppliedAsync();

        Assert.Contains($"{option} takes a day or a time", (await bench.RunAsync(ExitCode.Failed, "audit", "show", option, value)).Error, StringComparison.Ordinal);
        Assert.Contains("is no hash", (await bench.RunAsync(ExitCode.Failed, "audit", "verify", "--head", value)).Error, StringComparison.Ordinal);
    }

    private static async Task<Workbench> AppliedAsync([System.Runtime.CompilerServices.CallerMemberName] string test = "")
    {
        var bench = new Workbench(test: test);
        await bench.RunAsync(ExitCode.Ok, "apply", "--auto-approve");
        return bench;
    }
}
