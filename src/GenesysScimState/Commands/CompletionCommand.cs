using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Commands;

/// <summary><c>completion SHELL</c>: a script that lets a shell ask this program what may come next.</summary>
internal static class CompletionCommand
{
    /// <summary>Each asks with the directive that System.CommandLine answers: <c>scimstate [suggest:POSITION] "LINE"</c>.</summary>
    private static readonly ImmutableSortedDictionary<string, string> Scripts = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
    [
        KeyValuePair.Create("bash", """
            # Add to ~/.bashrc: source <(scimstate completion bash)
            _scimstate() {
                local line="${COMP_LINE:0:COMP_POINT}"
                local IFS=$'\n'
                COMPREPLY=($(compgen -W "$(scimstate "[suggest:${#line}]" "$line" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _scimstate scimstate

            """),
        KeyValuePair.Create("fish", """
            # Save as ~/.config/fish/completions/scimstate.fish
            function __scimstate
                set -l line (commandline -cp)
                scimstate "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
            end
            complete -c scimstate -a '(__scimstate)'

            """),
        KeyValuePair.Create("pwsh", """
            # Add to $PROFILE: scimstate completion pwsh | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName scimstate -ScriptBlock {
                param($word, $tree, $position)
                $line = $tree.ToString().PadRight($position).Substring(0, $position)
                scimstate "[suggest:$position]" "$line" 2>$null | Where-Object { $_ -like "$word*" } | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                }
            }

            """),
        KeyValuePair.Create("zsh", """
            # Add to ~/.zshrc, after compinit: source <(scimstate completion zsh)
            _scimstate() {
                local line="${BUFFER:0:$CURSOR}"
                local -a found
                found=("${(@f)$(scimstate "[suggest:${#line}]" "$line" 2>/dev/null)}")
                compadd -a found
                [[ -n "$found" ]] || _files
            }
            compdef _scimstate scimstate

            """),
    ]);

    public static IEnumerable<string> Shells => Scripts.Keys;

    public static ExitCode Run(string shell, Terminal terminal)
    {
        if (!Scripts.TryGetValue(shell, out var script))
        {
            return terminal.Stop([EditingDiagnostics.UnknownShell(shell, Shells)], ExitCode.Failed);
        }

        terminal.Result(script);
        return ExitCode.Ok;
    }
}
