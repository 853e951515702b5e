using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Http;

namespace GenesysScimState;

/// <summary>The command line: what there is to say, and which command it runs.</summary>
internal static class App
{
    public static string Version { get; } =
        typeof(App).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    public static async Task<int> RunAsync(string[] args, Host host, CancellationToken cancellationToken)
    {
        var secrets = Redaction.FromEnvironment(host.Environment);
        host = host with
        {
            Secrets = secrets,
            Out = new RedactingWriter(host.Out, secrets),
            Error = new RedactingWriter(new LossyWriter(host.Error), secrets),
        };
        var parsed = new CommandLine(host, Run).Root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0 && args.Length > 0 && parsed.Action is ParseErrorAction)
        {
            return await MisuseAsync(parsed, host, Misuse.OptionsTakenForValues(parsed, args));
        }

        if (Misuse.OptionsTakenForValues(parsed, args) is { Count: > 0 } unknown && parsed.Action == parsed.CommandResult.Command.Action)
        {
            return await MisuseAsync(parsed, host, unknown);
        }

        var configuration = new InvocationConfiguration
        {
            Output = host.Out,
            Error = host.Error,
            EnableDefaultExceptionHandler = false,
            // Its own handling of Ctrl-C would cut requests off after two seconds.
            ProcessTerminationTimeout = null,
        };
        return await parsed.InvokeAsync(configuration, cancellationToken);
    }

    /// <summary>What is wrong and where to read on; not the whole help, which would hide it.</summary>
    private static async Task<int> MisuseAsync(ParseResult parsed, Host host, IReadOnlyCollection<string> unknownOptions)
    {
        var options = new GlobalOptions(".", parsed.Tokens.Any(token => token.Value == "--json"), NoColor: false, Quiet: false, Verbose: false);
        var terminal = new Terminal(host, options);
        var exit = terminal.Stop([.. unknownOptions.Count > 0 ? Misuse.UnknownOptions(parsed, unknownOptions) : Misuse.Of(parsed)], ExitCode.Failed);
        await terminal.FinishAsync();
        return (int)exit;
    }

    /// <summary>The last place an exception can come to: one line for the user, and an exit code.</summary>
    private static async Task<int> Run(Terminal terminal, Func<Task<ExitCode>> command)
    {
        try
        {
            return (int)await command();
        }
        catch (OperationCanceledException)
        {
            terminal.Note("Interrupted; nothing was changed in the organization.");
            return (int)ExitCode.Interrupted;
        }
        catch (JournalException exception)
        {
            return (int)terminal.Stop([exception.Problem], ExitCode.Failed);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (int)terminal.Stop([CommandDiagnostics.OutputUnwritable(IoProblem.Of(exception))], ExitCode.Failed);
        }
        catch (Exception exception)
        {
            if (terminal.Options.Verbose)
            {
                terminal.Host.Error.WriteLine(exception);
            }

            return (int)terminal.Stop([CommandDiagnostics.Bug($"{exception.GetType().Name}: {exception.Message}")], ExitCode.Failed);
        }
        finally
        {
            await terminal.FinishAsync();
        }
    }
}
