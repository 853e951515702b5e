using System.CommandLine;
using System.Globalization;
using GenesysScimState.Commands;

namespace GenesysScimState;

/// <summary><c>github</c> and its subcommands; see <see cref="CommandLine"/>.</summary>
internal static class GitHubCommandLine
{
    /// <param name="set">Gives a command its action.</param>
    public static Command Of(Action<Command, Func<ParseResult, Terminal, CancellationToken, Task<ExitCode>>> set) =>
        new("github", "Put results where people on GitHub see them; the token comes from GITHUB_TOKEN.")
        {
            Comment(set), DriftIssue(set), Summary(set), FetchPlan(set),
        };

    private static Command Comment(Action<Command, Func<ParseResult, Terminal, CancellationToken, Task<ExitCode>>> set)
    {
        var result = Result("What plan, apply or validate wrote with --json, or a saved plan.");
        var number = new Option<int?>("--pull-request") { Description = "Its number; default: of the event, else of the commit.", HelpName = "N" };
        number.Validators.Add(parsed =>
        {
            if (parsed.Tokens.Count > 0 && !(int.TryParse(parsed.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0))
            {
                parsed.AddError("--pull-request takes the number of a pull request, from 1.");
            }
        });
        var author = Author();
        var command = new Command("comment", "Keep one comment for each organization on a pull request.") { result, number, author };
        set(command, (parsed, terminal, cancel) => GitHubCommands.CommentAsync(
            new(parsed.GetRequiredValue(result), parsed.GetValue(number), parsed.GetValue(author)), terminal, cancel));
        return command;
    }

    private static Command DriftIssue(Action<Command, Func<ParseResult, Terminal, CancellationToken, Task<ExitCode>>> set)
    {
        var result = Result("What drift wrote with --json.");
        var label = new Option<string>("--label")
        {
            Description = "The label of the issue, by which it is found.",
            HelpName = "LABEL",
            DefaultValueFactory = _ => "scimstate-drift",
        };
        var author = Author();
        var command = new Command("drift-issue", "Keep one issue for the drift of each organization: open it, update it, close it.") { result, label, author };
        set(command, (parsed, terminal, cancel) => GitHubCommands.DriftIssueAsync(
            new(parsed.GetRequiredValue(result), parsed.GetRequiredValue(label), parsed.GetValue(author)), terminal, cancel));
        return command;
    }

    private static Command Summary(Action<Command, Func<ParseResult, Terminal, CancellationToken, Task<ExitCode>>> set)
    {
        var result = Result("What plan, apply, drift or validate wrote with --json, or a saved plan.");
        var drift = new Option<bool>("--drift") { Description = "Tell it as drift." };
        var save = new OutputOption("--out", "Write it there and not to the summary of the job.", "-o");
        var command = new Command("summary", "Write the job summary, and the outputs of the step.") { result, drift, save };
        set(command, (parsed, terminal, cancel) => GitHubRunCommands.SummaryAsync(
            new(parsed.GetRequiredValue(result), parsed.GetValue(drift), parsed.GetValue(save)), terminal, cancel));
        return command;
    }

    private static Command FetchPlan(Action<Command, Func<ParseResult, Terminal, CancellationToken, Task<ExitCode>>> set)
    {
        var save = new OutputOption("--out", "Where the plan goes.", "-o") { Required = true };
        var artifact = new Option<string?>("--artifact") { Description = "The artifact that holds plan.json; default: scimstate-plan- and the organization.", HelpName = "NAME" };
        var workflow = new Option<string>("--workflow")
        {
            Description = "The file name of the workflow that leaves it, because others may leave one of the same name.",
            HelpName = "FILE",
            DefaultValueFactory = _ => "scimstate-plan.yml",
        };
        var command = new Command("fetch-plan", "Fetch the plan that was reviewed in the pull request of this commit.") { save, artifact, workflow };
        set(command, (parsed, terminal, cancel) => GitHubRunCommands.FetchPlanAsync(
            new(parsed.GetRequiredValue(save)!, parsed.GetValue(artifact), parsed.GetRequiredValue(workflow)), terminal, cancel));
        return command;
    }

    private static Argument<FileInfo> Result(string description) => new("FILE") { Description = description };

    private static Option<string?> Author() => new("--author")
    {
        Description = "The account of the token, whose posts alone are changed; needed for the token of a GitHub App: NAME[bot].",
        HelpName = "LOGIN",
    };
}
