using System.CommandLine;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary>What helps at the prompt.</summary>
public sealed class HelpAndCompletion
{
    internal static Command Root => new CommandLine(Silent, (_, run) => Task.FromResult((int)run().Result)).Root;

    public static TheoryData<string> Commands => [.. All(Root, "")];

    private static Host Silent => new()
    {
        Out = TextWriter.Null,
        Error = TextWriter.Null,
        In = TextReader.Null,
        Environment = _ => null,
        Time = TimeProvider.System,
        Jitter = () => 0,
        NewRunId = () => "run",
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_shows_examples_of_itself(string command)
    {
        var help = await new Cli().RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        Assert.Equal(0, help.Exit);
        Assert.Contains($"\nExamples:\n  ", help.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains($"scimstate {command}".Trim(), help.Out[help.Out.IndexOf("Examples:", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_example_is_a_command_line_that_is_taken()
    {
        var lines = HelpWithExamples.Examples.Values.SelectMany(examples => examples)
            .Select(example => example.Replace("source <(", "", StringComparison.Ordinal).TrimEnd(')').Split(" > ")[0]);

        Assert.All(lines, line => Assert.Empty(Root.Parse(line["scimstate".Length..]).Errors));
    }

    [Theory]
    [InlineData("pln", "\"pln\" is not known here; did you mean \"plan\"? See: scimstate --help")]
    [InlineData("plan --josn", "unknown option \"--josn\"; did you mean \"--json\"? See: scimstate plan --help")]
    [InlineData("audit show --grop Tier", "unknown option \"--grop\"; did you mean \"--group\"? See: scimstate audit show --help")]
    [InlineData("emulator --port abc", "--port takes a number from 0 (any free one) to 65535. See: scimstate emulator --help")]
    [InlineData("init --emulator --organization ", "--organization takes a name, not \"\". See: scimstate init --help")]
    [InlineData("init --github --owner nobody", "--owner takes @USER, @ORG/TEAM or an e-mail address, not \"nobody\". See: scimstate init --help")]
    [InlineData("plan -o ", "Cannot parse argument '' for option '--out'. See: scimstate plan --help")]
    [InlineData("github fetch-plan", "Option '--out' is required. See: scimstate github fetch-plan --help")]
    [InlineData("audit show --outcome fail", "--outcome takes one of done, unverified, failed, skipped, not-attempted, unknown, open, partial, refused, not \"fail\". See: scimstate audit show --help")]
    public async Task A_slip_is_named_with_the_help_of_its_command(string line, string expected)
    {
        var run = await new Cli().RunAsync(line.Split(' '));

        Assert.Equal(1, run.Exit);
        Assert.StartsWith($"error GSS720: {expected}\n", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public async Task Every_shell_gets_a_script_that_asks_the_program(string shell)
    {
        var script = await new Cli().RunAsync("completion", shell);

        Assert.Equal(0, script.Exit);
        Assert.Contains("[suggest:", script.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_shell_is_named() =>
        Assert.Contains("error GSS768: there is no completion for \"tcsh\"; there is one for bash, fish, pwsh, zsh", (await new Cli().RunAsync("completion", "tcsh")).Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("scimstate dri", "drift")]
    [InlineData("scimstate export --spl", "--split-by")]
    [InlineData("scimstate export --split-by d", "department")]
    [InlineData("scimstate completion z", "zsh")]
    public async Task The_program_says_what_may_come_next(string line, string expected)
    {
        var found = await new Cli().RunAsync($"[suggest:{line.Length}]", line);

        Assert.Contains(expected, found.Out, StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<string> All(Command command, string path) =>
        command.Subcommands.SelectMany(child => All(child, $"{path} {child.Name}".Trim())).Prepend(path);
}
