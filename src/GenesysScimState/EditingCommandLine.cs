using System.CommandLine;
using GenesysScimState.Commands;
using GenesysScimState.Core.Model;
using GenesysScimState.Editing;

namespace GenesysScimState;

/// <summary>The commands that write state files; see <see cref="CommandLine"/>.</summary>
internal static class EditingCommandLine
{
    public static Command Init(Action<Command, Func<ParseResult, Terminal, CancellationToken, Task<ExitCode>>> set)
    {
        var organization = new Option<string?>("--organization") { Description = "The label of the organization in every output.", HelpName = "NAME" };
        var region = new Option<string?>("--region") { Description = "Where it is: an AWS key such as eu-central-1, or a domain.", HelpName = "REGION" };
        var emulator = new Option<bool>("--emulator") { Description = "Point at the emulator in this program, to try things out." };
        var fromOrganization = new Option<bool?>("--from-org") { Description = "Export the organization, and leave whoever is in no file alone.", Arity = ArgumentArity.Zero };
        var github = new Option<bool?>("--github") { Description = "Write the GitHub workflows and CODEOWNERS.", Arity = ArgumentArity.Zero };
        var owner = new Option<string?>("--owner") { Description = "Who reviews changes, for CODEOWNERS.", HelpName = "@ORG/TEAM" };
        IsRight(organization, text => text.Trim().Length > 0, "a name");
        IsRight(owner, text => text.Contains('@', StringComparison.Ordinal), "@USER, @ORG/TEAM or an e-mail address");
        var command = new Command("init", "Write a folder to begin with; write over nothing.") { organization, region, emulator, fromOrganization, github, owner };
        set(command, (parsed, terminal, cancel) => InitCommand.RunAsync(
            new(
                parsed.GetValue(organization),
                parsed.GetValue(region),
                parsed.GetValue(emulator),
                parsed.GetResult(fromOrganization) is null ? null : true,
                parsed.GetResult(github) is null ? null : true,
                parsed.GetValue(owner)),
            terminal,
            () => ExportAsync(new(null, SplitBy.Division, []), terminal, cancel),
            cancel));
        return command;
    }

    private static void IsRight(Option<string?> option, Func<string, bool> isRight, string form) => option.Validators.Add(result =>
    {
        if (!result.Tokens.All(token => isRight(token.Value)))
        {
            result.AddError($"{option.Name} takes {form}, not \"{Untrusted.Show(result.Tokens[0].Value)}\".");
        }
    });

    public static Command Export(Action<Command, Func<ParseResult, Terminal, CancellationToken, Task<ExitCode>>> set)
    {
        var folder = new Option<DirectoryInfo?>("--out", "-o") { Description = "Where the files go; default: the folder that \"state\" names.", HelpName = "DIR" };
        var split = new Option<SplitBy>("--split-by") { Description = "A file for each division or for each department.", HelpName = "division|department" };
        var only = new Option<Address[]>("--only")
        {
            Description = "Export these alone, a group with its members: user/USERNAME, group/NAME.",
            HelpName = "ADDRESS",
            AllowMultipleArgumentsPerToken = true,
            CustomParser = CommandLine.AddressesIn,
        };
        var table = new Option<FileInfo?>("--from-csv") { Description = "Take people from a table instead of the organization.", HelpName = "FILE" };
        var command = new Command("export", "Write the organization as state files; bring those that exist up to date.") { folder, split, only, table };
        set(command, (parsed, terminal, cancel) =>
        {
            var options = new ExportOptions(parsed.GetValue(folder)?.FullName, parsed.GetValue(split), [.. parsed.GetValue(only) ?? []]);
            return parsed.GetValue(table) is { } file ? ImportTable.RunAsync(file, options, terminal, cancel) : ExportAsync(options, terminal, cancel);
        });
        return command;
    }

    public static Command Format(Action<Command, Func<ParseResult, Terminal, CancellationToken, Task<ExitCode>>> set)
    {
        var check = new Option<bool>("--check") { Description = "Write nothing; exit with 2 when a file would change." };
        var command = new Command("fmt", "Write the state files in their one form; comments stay.") { check };
        set(command, (parsed, terminal, cancel) => FormatCommand.RunAsync(parsed.GetValue(check), terminal, cancel));
        return command;
    }

    private static Task<ExitCode> ExportAsync(ExportOptions options, Terminal terminal, CancellationToken cancellationToken) => ExportCommand.RunAsync(
        options, terminal, workspace => Connections.Open(workspace, Access.ReadOnly, terminal), cancellationToken);
}
