using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState;

/// <summary>What is wrong with a command line, each time with the help that tells how it is right.</summary>
internal static class Misuse
{
    public static IEnumerable<Diagnostic> Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var known = OptionsOf(command).Concat(command.Subcommands.Select(child => child.Name)).ToArray();
        // A command that is mistyped is said to be missing as well.
        var errors = parsed.Errors.Where(error => parsed.UnmatchedTokens.Count == 0 || error.SymbolResult is not CommandResult);
        return parsed.UnmatchedTokens.Select(word => Unknown(word, Suggestion.For(word, known)))
            .Concat(errors.Select(error => Plain(error.Message)))
            .Select(problem => CommandDiagnostics.Usage(problem, PathOf(command)));
    }

    /// <summary>
    /// Words before <c>--</c> that begin like an option and were taken for a file or for the value of an option: no such value
    /// begins with a hyphen, a mistyped option does. A number may be negative, and what follows <c>=</c> is a value.
    /// </summary>
    public static IReadOnlyCollection<string> OptionsTakenForValues(ParseResult parsed, IReadOnlyCollection<string> args)
    {
        var values = parsed.Tokens.Where(token => token.Type == TokenType.Argument).Select(token => token.Value).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. args.TakeWhile(word => word != "--")
                .Where(word => word is ['-', not '\0', ..] && values.Contains(word) && !double.TryParse(word, CultureInfo.InvariantCulture, out _))
                .Distinct(StringComparer.Ordinal),
        ];
    }

    public static IEnumerable<Diagnostic> UnknownOptions(ParseResult parsed, IEnumerable<string> words)
    {
        var command = parsed.CommandResult.Command;
        var known = OptionsOf(command).ToArray();
        return words.Select(word => word.Split('=')[0]).Select(word =>
            CommandDiagnostics.Usage($"unknown option \"{word}\"{(word.Length > 2 && Suggestion.For(word, known) is { } closest ? $"; did you mean \"{closest}\"?" : ".")}", PathOf(command)));
    }

    private static IEnumerable<string> OptionsOf(Command command) =>
        Line(command).SelectMany(each => each.Options.Where(option => each == command || option.Recursive))
            .SelectMany(option => option.Aliases.Prepend(option.Name));

    /// <summary>A command as it is written, <c>audit show</c>; of the program itself nothing.</summary>
    public static string PathOf(Command command) =>
        string.Join(' ', Line(command).Reverse().Where(each => each is not RootCommand).Select(each => each.Name));

    /// <summary>A command and those it is under.</summary>
    private static IEnumerable<Command> Line(Command command)
    {
        for (var each = command; each is not null; each = each.Parents.OfType<Command>().FirstOrDefault())
        {
            yield return each;
        }
    }

    private static string Unknown(string word, string? closest) =>
        $"\"{word}\" is not known here{(closest is null ? "." : $"; did you mean \"{closest}\"?")}";

    /// <summary>Without the name of a type, which is for programmers.</summary>
    private static string Plain(string message) => message switch
    {
        "Required command was not provided." => "a command is missing.",
        _ when message.StartsWith("Required argument missing for command: ", StringComparison.Ordinal) => "an argument is missing.",
        _ when message.StartsWith("Required argument missing for option: ", StringComparison.Ordinal) =>
            $"{message["Required argument missing for option: ".Length..].Trim('.', '\'')} needs a value.",
        _ => WithoutType(message),
    };

    private static string WithoutType(string message) =>
        message.IndexOf(" as expected type", StringComparison.Ordinal) is > 0 and var end ? $"{message[..end]}." : message;
}
