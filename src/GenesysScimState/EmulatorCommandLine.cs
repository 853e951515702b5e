using System.CommandLine;
using System.Globalization;
using GenesysScimState.Commands;
using GenesysScimState.Core.Model;
using GenesysScimState.Emulator;
using GenesysScimState.Emulator.Generation;

namespace GenesysScimState;

/// <summary><c>emulator</c>; see <see cref="CommandLine"/>.</summary>
internal static class EmulatorCommandLine
{
    /// <param name="set">Gives a command its action.</param>
    public static Command Of(Action<Command, Func<ParseResult, Terminal, CancellationToken, Task<ExitCode>>> set)
    {
        var port = new Option<int>("--port") { Description = "The port; default: a free one.", HelpName = "N" };
        port.Validators.Add(result =>
        {
            if (!ushort.TryParse(result.Tokens.SingleOrDefault()?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                result.AddError("--port takes a number from 0 (any free one) to 65535.");
            }
        });
        var data = FileOption("--data", "Where the organization is kept; default: in memory.");
        var seed = FileOption("--seed", "The organization to begin with, when there is no data yet.");
        var generate = Generate();
        var dialect = Dialect();
        var faults = FileOption("--faults", "What is to go wrong.");
        var switches = Switches();
        var log = new Option<bool>("--log") { Description = "Say every request with its status, its time and what struck it." };
        var command = new Command("emulator", "Serve an emulated organization on this machine.")
        {
            port, data, seed, generate, dialect, faults, switches, log,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(seed) is { Implicit: false } && result.GetResult(generate) is { Implicit: false })
            {
                result.AddError("--seed and --generate both say what to begin with; give one of them.");
            }
        });
        set(command, (parsed, terminal, cancel) => EmulatorCommand.RunAsync(
            new(
                parsed.GetValue(port),
                (parsed.GetValue(switches) ?? new()) with
                {
                    Dialect = parsed.GetRequiredValue(dialect),
                    DataFile = parsed.GetValue(data)?.FullName,
                    SeedFile = parsed.GetValue(seed)?.FullName,
                    Generate = parsed.GetValue(generate),
                },
                parsed.GetValue(faults),
                parsed.GetValue(log)),
            terminal,
            cancel));
        return command;
    }

    private static Option<string> Dialect()
    {
        var dialect = new Option<string>("--dialect")
        {
            Description = $"The kind of server: {string.Join(", ", ScimEmulator.DialectNames)}.",
            HelpName = "NAME",
            DefaultValueFactory = _ => ScimEmulator.DialectNames[0],
        };
        dialect.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } name && !ScimEmulator.DialectNames.Contains(name, StringComparer.Ordinal))
            {
                result.AddError($"--dialect takes one of {string.Join(", ", ScimEmulator.DialectNames)}, not \"{Untrusted.Show(name)}\".");
            }
        });
        return dialect;
    }

    private static Option<EmulatorOptions?> Switches() => new("--switch")
    {
        Description = "How the server behaves where documents are silent or say two things, such as stale-version=invalid-version; may be given several times.",
        HelpName = "NAME=VALUE",
        AllowMultipleArgumentsPerToken = true,
        CustomParser = result =>
        {
            EmulatorOptions? options = new();
            foreach (var token in result.Tokens)
            {
                var set = SwitchTable.Set(options, token.Value, out var problem);
                if (set is null)
                {
                    result.AddError(Untrusted.Show(problem));
                }

                options = set ?? options;
            }

            return options;
        },
        Arity = ArgumentArity.OneOrMore,
    };

    private static Option<GeneratedSize?> Generate() => new("--generate")
    {
        Description = "Begin with made-up people, when there is no data yet: users=5000,groups=200,seed=7.",
        HelpName = "SIZE",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            var parts = text.Split(',').Select(part => part.Split('=', 2)).ToArray();
            var numbers = parts.Where(part => part.Length == 2 && int.TryParse(part[1], NumberStyles.None, CultureInfo.InvariantCulture, out _))
                .DistinctBy(part => part[0], StringComparer.Ordinal)
                .ToDictionary(part => part[0], part => int.Parse(part[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
            var size = new GeneratedSize(numbers.GetValueOrDefault("users"), numbers.GetValueOrDefault("groups"), numbers.GetValueOrDefault("seed"));
            if (numbers.Count == parts.Length && numbers.ContainsKey("users")
                && numbers.Keys.All(name => name is "users" or "groups" or "seed")
                && size is { Users: <= GeneratedSize.UsersMax, Groups: <= GeneratedSize.GroupsMax })
            {
                return size;
            }

            result.AddError($"--generate takes users=N (at most {GeneratedSize.UsersMax}), groups=N (at most {GeneratedSize.GroupsMax}) and seed=N, joined by commas, not \"{Untrusted.Show(text)}\".");
            return null;
        },
    };

    private static Option<FileInfo?> FileOption(string name, string description) =>
        new(name) { Description = description, HelpName = "FILE" };
}
