using System.CommandLine;
using System.CommandLine.Parsing;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState;

/// <summary>What is wrong with a command line, each time with the help that tells how it is right.</summary>
internal static class Misuse
{
    public static IEnumerable<Diagnostic> Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var known = Line(command).SelectMany(each => each.Options.Where(option => each == command || option.Recursive))
            .SelectMany(option => option.Aliases.Prepend(option.Name)).Concat(command.Subcommands.Select(child => child.Name)).ToArray();
        // A command that is mistyped is said to be missing as well.
        var errors = parsed.Errors.Where(error => parsed.UnmatchedTokens.Count == 0 || error.SymbolResult is not CommandResult);
        return parsed.UnmatchedTokens.Select(word => Unknown(word, Suggestion.For(word, known)))
            .Concat(errors.Select(error => Plain(error.Message)))
            .Select(problem => CommandDiagnostics.Usage(problem, PathOf(command)));
    }

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
    private static string Plain(string message) =>
        message.IndexOf(" as expected type", StringComparison.Ordinal) is > 0 and var end ? $"{message[..end]}." : message;
}
