using System.Collections.Frozen;
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace GenesysScimState;

/// <summary>The help of System.CommandLine, and below it how a command is used.</summary>
internal sealed class HelpWithExamples(HelpAction help, TextWriter output) : SynchronousCommandLineAction
{
    /// <summary>By command, as it is written without the program's name.</summary>
    public static FrozenDictionary<string, string[]> Examples { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        [""] = ["scimstate init --emulator --organization acme", "scimstate plan", "scimstate apply"],
        ["init"] = ["scimstate init", "scimstate init --organization acme-prod --region eu-central-1 --from-org", "scimstate init --organization acme --emulator"],
        ["validate"] = ["scimstate validate", "scimstate validate -C organizations/prod --json"],
        ["check"] = ["scimstate check", "scimstate check --json"],
        ["plan"] = ["scimstate plan", "scimstate plan -o plan.json --markdown plan.md", "scimstate plan --only user/alice.smith@example.com", "scimstate plan --now 2026-12-31"],
        ["show"] = ["scimstate show plan.json", "scimstate show plan.json --html plan.html"],
        ["apply"] = ["scimstate apply", "scimstate apply plan.json --report report.json", "scimstate apply --auto-approve --verify", "scimstate apply plan.json --undo undo.json"],
        ["drift"] = ["scimstate drift", "scimstate drift --markdown drift.md", "scimstate drift --accept user/alice.smith@example.com \"group/Support Agents\""],
        ["export"] = ["scimstate export", "scimstate export --split-by department -o state", "scimstate export --only \"group/Support Agents\"", "scimstate export --from-csv people.csv"],
        ["fmt"] = ["scimstate fmt", "scimstate fmt --check"],
        ["emulator"] = ["scimstate emulator --port 8080 --seed organization.json"],
        ["schema"] = ["scimstate schema state > schemas/state.schema.json"],
        ["completion"] = ["source <(scimstate completion bash)", "scimstate completion fish > ~/.config/fish/completions/scimstate.fish"],
        ["github"] = ["scimstate github comment plan.json", "scimstate github summary plan.json"],
        ["github comment"] = ["scimstate github comment plan.json --pull-request 12"],
        ["github drift-issue"] = ["scimstate github drift-issue drift.json"],
        ["github summary"] = ["scimstate github summary report.json"],
        ["github fetch-plan"] = ["scimstate github fetch-plan -o plan.json"],
        ["audit"] = ["scimstate audit verify", "scimstate audit show --user alice.smith@example.com"],
        ["audit verify"] = ["scimstate audit verify", "scimstate audit verify audit.1.jsonl audit.jsonl"],
        ["audit show"] = ["scimstate audit show --user alice.smith@example.com", "scimstate audit show --group \"Support Agents\" --since 2026-11-01"],
        ["audit report"] = ["scimstate audit report", "scimstate audit report -o report.json"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public override int Invoke(ParseResult parseResult)
    {
        var exit = help.Invoke(parseResult);
        if (Examples.TryGetValue(Misuse.PathOf(parseResult.CommandResult.Command), out var examples))
        {
            output.WriteLine("Examples:");
            foreach (var example in examples)
            {
                output.WriteLine($"  {example}");
            }

            output.WriteLine();
        }

        return exit;
    }
}
