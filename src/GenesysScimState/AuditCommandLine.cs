using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using System.Globalization;
using GenesysScimState.Auditing;
using GenesysScimState.Commands;
using GenesysScimState.Core.Model;

namespace GenesysScimState;

/// <summary><c>audit</c> and its subcommands; see <see cref="CommandLine"/>.</summary>
internal static class AuditCommandLine
{
    /// <param name="set">Gives a command its action.</param>
    public static Command Of(Action<Command, Func<ParseResult, Terminal, CancellationToken, Task<ExitCode>>> set) =>
        new("audit", "Check and read the audit log.") { Verify(set), Show(set), Report(set) };

    private static Command Verify(Action<Command, Func<ParseResult, Terminal, CancellationToken, Task<ExitCode>>> set)
    {
        var files = new Argument<FileInfo[]>("FILE")
        {
            Description = "The files of a copied log, oldest first; without them, the log of the folder.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var head = new Option<AuditHead?>("--head")
        {
            Description = "A record that the log must hold, as an earlier verify printed it: HASH or SEQ:HASH.",
            HelpName = "HASH",
            CustomParser = result =>
            {
                var parsed = AuditHead.Parse(result.Tokens[0].Value);
                if (parsed is null)
                {
                    result.AddError($"\"{Untrusted.Show(result.Tokens[0].Value)}\" is no hash; write 64 hexadecimal digits, or a number, a colon and them.");
                }

                return parsed;
            },
        };
        var command = new Command("verify", "Check the chain: find what was edited, dropped, moved or cut off.") { files, head };
        set(command, (parsed, terminal, cancel) => AuditCommands.VerifyAsync(parsed.GetValue(files) ?? [], parsed.GetValue(head), terminal, cancel));
        return command;
    }

    private static Command Show(Action<Command, Func<ParseResult, Terminal, CancellationToken, Task<ExitCode>>> set)
    {
        var user = TextOption("--user", "USER", "Only what concerns a user: userName, externalId or id.");
        var group = TextOption("--group", "NAME", "Only what concerns a group.");
        var run = TextOption("--run", "ID", "Only one run.");
        var since = TimeOption("--since", "Only from this day or time on.", isEnd: false);
        var until = TimeOption("--until", "Only up to this day or time, which counts.", isEnd: true);
        var outcome = TextOption("--outcome", "OUTCOME", $"Only one of {string.Join(", ", AuditQuery.Outcomes)}.");
        outcome.CompletionSources.Add(_ => AuditQuery.Outcomes.Select(word => new CompletionItem(word)));
        outcome.Validators.Add(result =>
        {
            if (!AuditQuery.Outcomes.Contains(AuditQuery.Hyphened(result.Tokens[0].Value), StringComparer.Ordinal))
            {
                result.AddError($"--outcome takes one of {string.Join(", ", AuditQuery.Outcomes)}, not \"{Untrusted.Show(result.Tokens[0].Value)}\".");
            }
        });
        var command = new Command("show", "Show who got what when.") { user, group, run, since, until, outcome };
        set(command, (parsed, terminal, cancel) => AuditCommands.ShowAsync(
            new AuditQuery
            {
                User = parsed.GetValue(user),
                Group = parsed.GetValue(group),
                Run = parsed.GetValue(run),
                Since = parsed.GetValue(since),
                Until = parsed.GetValue(until),
                Outcome = parsed.GetValue(outcome),
            },
            terminal,
            cancel));
        return command;
    }

    private static Command Report(Action<Command, Func<ParseResult, Terminal, CancellationToken, Task<ExitCode>>> set)
    {
        var run = TextOption("--run", "ID", "The run; default: the last.");
        var save = new OutputOption("--out", "Write it to a file.", "-o");
        var command = new Command("report", "Make the report of a run from the log, also of one that was killed.") { run, save };
        set(command, (parsed, terminal, cancel) => AuditCommands.ReportAsync(parsed.GetValue(run), parsed.GetValue(save), terminal, cancel));
        return command;
    }

    private static Option<string?> TextOption(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value };

    private static Option<DateTimeOffset?> TimeOption(string name, string description, bool isEnd) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result => TimeIn(name, result, isEnd),
    };

    /// <summary>Of a day, its first moment or its last.</summary>
    private static DateTimeOffset? TimeIn(string name, ArgumentResult result, bool isEnd)
    {
        var text = result.Tokens[0].Value;
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            result.AddError($"{name} takes a day or a time such as 2026-12-31 or 2026-12-31T08:00Z, not \"{Untrusted.Show(text)}\".");
            return null;
        }

        return isEnd && !text.Contains(':', StringComparison.Ordinal) ? time.AddDays(1).AddTicks(-1) : time;
    }
}
