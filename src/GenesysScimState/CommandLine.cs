using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Globalization;
using GenesysScimState.Commands;
using GenesysScimState.Core.Model;

namespace GenesysScimState;

/// <summary>Commands and options by the names they have on the command line.</summary>
internal sealed class CommandLine
{
    private readonly Host _host;
    private readonly Func<Terminal, Func<Task<ExitCode>>, Task<int>> _run;

    private readonly Option<DirectoryInfo> _folder = new("--dir", "-C")
    {
        Description = "The folder that holds scimstate.yaml.",
        HelpName = "DIR",
        Recursive = true,
        DefaultValueFactory = _ => new DirectoryInfo("."),
    };

    private readonly Option<bool> _json = Flag("--json", "Write the result as JSON.");
    private readonly Option<bool> _noColor = Flag("--no-color", "No colours; NO_COLOR in the environment does the same.");
    private readonly Option<bool> _quiet = Flag("--quiet", "No progress and no notes, only results and errors.");
    private readonly Option<bool> _verbose = Flag("--verbose", "Say more, for finding out what went wrong.");

    public CommandLine(Host host, Func<Terminal, Func<Task<ExitCode>>, Task<int>> run)
    {
        _host = host;
        _run = run;
        Root = new RootCommand("Keeps the users and group memberships of a Genesys Cloud organization equal to YAML files in Git.")
        {
            EditingCommandLine.Init(Set), Validate(), Check(), Plan(), Show(), Apply(), Drift(), EditingCommandLine.Export(Set), EditingCommandLine.Format(Set),
            AuditCommandLine.Of(Set), GitHubCommandLine.Of(Set), EmulatorCommandLine.Of(Set), Schema(), Completion(),
        };
        foreach (var option in Root.Options.OfType<HelpOption>())
        {
            option.Action = option.Action is HelpAction help ? new HelpWithExamples(help, host.Out) : option.Action;
        }

        foreach (var option in new Option[] { _folder, _json, _noColor, _quiet, _verbose })
        {
            Root.Options.Add(option);
        }
    }

    public RootCommand Root { get; }

    private Command Validate()
    {
        var command = new Command("validate", "Check the files, offline.");
        Set(command, (_, terminal, cancel) => ValidateCommand.RunAsync(terminal, cancel));
        return command;
    }

    private Command Check()
    {
        var command = new Command("check", "Check the target: token, permissions, capabilities, quota, clock; write nothing.");
        Set(command, (_, terminal, cancel) => CheckCommand.RunAsync(
            terminal, workspace => Connections.Open(workspace, Access.ReadOnly, terminal), cancel));
        return command;
    }

    private Command Plan()
    {
        var save = new OutputOption("--out", "Save the plan as JSON.", "-o");
        var markdown = new OutputOption("--markdown", "Write the plan as Markdown, for a pull request.");
        var detailed = new Option<bool>("--detailed-exitcode") { Description = "Exit with 2 when there are changes." };
        var now = new Option<DateOnly?>("--now")
        {
            Description = "Judge memberships with an end as on this day; default: today (UTC).",
            HelpName = "TIME",
            CustomParser = result =>
            {
                if (DateTimeOffset.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
                {
                    return DateOnly.FromDateTime(time.UtcDateTime);
                }

                result.AddError($"--now takes a day or a time such as 2026-12-31 or 2026-12-31T08:00Z, not \"{result.Tokens[0].Value}\".");
                return null;
            },
        };
        var only = new Option<Address[]>("--only")
        {
            Description = "Plan for these alone, and what they depend on: user/USERNAME, group/NAME.",
            HelpName = "ADDRESS",
            AllowMultipleArgumentsPerToken = true,
            CustomParser = AddressesIn,
        };
        var approve = FileOption("--approve", "An approval of what guards refuse.");
        var command = new Command("plan", "Show what apply would do; write nothing.") { save, markdown, detailed, only, now, approve };
        Set(command, (parsed, terminal, cancel) => PlanCommand.RunAsync(
            new(
                parsed.GetValue(save),
                parsed.GetValue(markdown),
                parsed.GetValue(detailed),
                new(parsed.GetValue(now), [.. parsed.GetValue(only) ?? []], parsed.GetValue(approve))),
            terminal,
            workspace => Connections.Open(workspace, Access.ReadOnly, terminal),
            cancel));
        return command;
    }

    private Command Show()
    {
        var plan = new Argument<FileInfo>("FILE") { Description = "A plan saved with plan -o." };
        var markdown = new OutputOption("--markdown", "Write the plan as Markdown.");
        var html = new OutputOption("--html", "Write the plan as a page.");
        var command = new Command("show", "Show a saved plan.") { plan, markdown, html };
        Set(command, (parsed, terminal, cancel) => ShowCommand.RunAsync(
            parsed.GetRequiredValue(plan), parsed.GetValue(markdown), parsed.GetValue(html), terminal, cancel));
        return command;
    }

    private Command Apply()
    {
        var plan = new Argument<FileInfo?>("FILE")
        {
            Description = "A reviewed plan; without it, plan now and ask.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var approve = new Option<bool>("--auto-approve") { Description = "Do not ask." };
        var report = new OutputOption("--report", "Write what was done as JSON.");
        var approval = FileOption("--approve", "An approval of what guards refuse.");
        var verify = new Option<bool>("--verify") { Description = "Read and plan again at the end; exit with 6 when something is left to do." };
        var undo = new OutputOption("--undo", "Save the plan that takes back what was done.") { KeepsEarlier = true };
        var command = new Command("apply", "Make the organization what the files declare.") { plan, approve, report, approval, verify, undo };
        Set(command, (parsed, terminal, cancel) => ApplyCommand.RunAsync(
            new(parsed.GetValue(plan), parsed.GetValue(approve), parsed.GetValue(report), parsed.GetValue(approval), parsed.GetValue(verify), parsed.GetValue(undo)),
            terminal,
            workspace => Connections.Open(workspace, Access.ReadWrite, terminal),
            cancel));
        return command;
    }

    private Command Drift()
    {
        var markdown = new OutputOption("--markdown", "Write the drift as Markdown, for an issue.");
        var accept = new Option<Address[]>("--accept")
        {
            Description = "Write the organization's side of these into the state files: user/USERNAME, group/NAME.",
            HelpName = "ADDRESS",
            AllowMultipleArgumentsPerToken = true,
            CustomParser = AddressesIn,
        };
        var command = new Command("drift", "Say how the organization differs from the files; exit with 2 when it does.") { markdown, accept };
        Set(command, (parsed, terminal, cancel) => DriftCommand.RunAsync(
            parsed.GetValue(markdown),
            [.. parsed.GetValue(accept) ?? []],
            terminal,
            workspace => Connections.Open(workspace, Access.ReadOnly, terminal),
            cancel));
        return command;
    }

    private Command Schema()
    {
        var name = new Argument<string>("NAME") { Description = $"One of {string.Join(", ", SchemaCommand.Names)}." };
        var command = new Command("schema", "Print an embedded JSON Schema.") { name };
        Set(command, (parsed, terminal, _) => Task.FromResult(SchemaCommand.Run(parsed.GetRequiredValue(name), terminal)));
        return command;
    }

    private Command Completion()
    {
        var shell = new Argument<string>("SHELL") { Description = $"One of {string.Join(", ", CompletionCommand.Shells)}." };
        shell.CompletionSources.Add(_ => CompletionCommand.Shells.Select(name => new CompletionItem(name)));
        var command = new Command("completion", "Print a script that completes commands and options in a shell.") { shell };
        Set(command, (parsed, terminal, _) => Task.FromResult(CompletionCommand.Run(parsed.GetRequiredValue(shell), terminal)));
        return command;
    }

    private void Set(Command command, Func<ParseResult, Terminal, CancellationToken, Task<ExitCode>> action) =>
        command.SetAction((parsed, cancellationToken) =>
        {
            var options = new GlobalOptions(
                parsed.GetRequiredValue(_folder).ToString(),
                parsed.GetValue(_json),
                parsed.GetValue(_noColor),
                parsed.GetValue(_quiet),
                parsed.GetValue(_verbose));
            var terminal = new Terminal(_host, options);
            return _run(terminal, async () =>
            {
                var problems = await Outputs.PrepareAsync(OutputsOf(parsed), InputsOf(parsed), terminal.Folder, cancellationToken);
                return problems.IsEmpty ? await action(parsed, terminal, cancellationToken) : terminal.Stop(problems, ExitCode.Failed);
            });
        });

    private static Output[] OutputsOf(ParseResult parsed) =>
    [
        .. parsed.CommandResult.Command.Options.OfType<OutputOption>()
            .Where(option => parsed.GetValue(option) is not null)
            .Select(option => new Output(option.Name, parsed.GetValue(option)!, option.KeepsEarlier)),
    ];

    private static FileInfo[] InputsOf(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        return
        [
            .. command.Arguments.OfType<Argument<FileInfo?>>().Select(parsed.GetValue)
                .Concat(command.Options.OfType<Option<FileInfo?>>().Where(option => option is not OutputOption).Select(parsed.GetValue))
                .OfType<FileInfo>(),
        ];
    }

    internal static Address[]? AddressesIn(ArgumentResult result)
    {
        var addresses = result.Tokens.Select(token => (token.Value, Address: Address.Parse(token.Value))).ToArray();
        foreach (var (text, _) in addresses.Where(pair => pair.Address is null))
        {
            result.AddError($"\"{Untrusted.Show(text)}\" is no address; write user/USERNAME or group/NAME, as plans do.");
        }

        return [.. addresses.Select(pair => pair.Address).OfType<Address>()];
    }

    private static Option<FileInfo?> FileOption(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, HelpName = "FILE" };

    private static Option<bool> Flag(string name, string description) => new(name) { Description = description, Recursive = true };
}
