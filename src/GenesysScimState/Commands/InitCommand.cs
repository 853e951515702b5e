using System.Text;
using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Editing;

namespace GenesysScimState.Commands;

/// <param name="Organization">The label; null: to be asked for.</param>
/// <param name="Region">AWS key or domain; null: to be asked for.</param>
/// <param name="Emulator">Point at the embedded emulator instead of a region.</param>
/// <param name="FromOrganization">Export what is there; null: to be asked for.</param>
/// <param name="Workflows">Write the GitHub workflows; null: to be asked for.</param>
/// <param name="Owner">Who reviews changes, for CODEOWNERS: <c>@acme/directory</c>; null: to be asked for.</param>
internal sealed record InitOptions(
    string? Organization, string? Region, bool Emulator, bool? FromOrganization, bool? Workflows, string? Owner);

/// <summary><c>init</c>: a folder to begin with. Asks what it was not told, at most five questions; writes over nothing.</summary>
internal static class InitCommand
{
    /// <param name="options">What was said on the command line.</param>
    /// <param name="terminal">Where the questions are asked.</param>
    /// <param name="export">Exports the organization once the configuration is written.</param>
    /// <param name="cancellationToken">Stops between questions and files.</param>
    public static async Task<ExitCode> RunAsync(
        InitOptions options, Terminal terminal, Func<Task<ExitCode>> export, CancellationToken cancellationToken)
    {
        var hasConfig = File.Exists(Path.Combine(terminal.Folder, WorkspaceReader.ConfigFile));
        var answers = await new Questions(terminal, cancellationToken).CompleteAsync(options, hasConfig, EmbeddedFiles.WorkflowNames.Length > 0);
        if (answers.Value is not { } known)
        {
            return terminal.Stop(answers.Diagnostics, ExitCode.Failed);
        }

        foreach (var (path, text) in Files(known))
        {
            var file = new FileInfo(Path.Combine(terminal.Folder, path));
            if (file.Exists)
            {
                terminal.Result($"  = {path}  is there already, left as it is\n");
            }
            else
            {
                OutputFile.Write(file, text);
                terminal.Result($"  + {path}\n");
            }
        }

        terminal.Result("\n");
        if (known.FromOrganization is true)
        {
            var exit = await export();
            if (exit != ExitCode.Ok)
            {
                terminal.Note("Nothing was exported; once that is mended: scimstate export");
                return exit;
            }

            terminal.Result("\n");
        }

        terminal.Result(Next(known));
        return ExitCode.Ok;
    }

    private static IEnumerable<(string Path, string Text)> Files(InitOptions options)
    {
        yield return (WorkspaceReader.ConfigFile, Configuration(options));
        yield return (".gitignore", "# The audit log and what the emulator keeps.\n.scimstate/\n");
        yield return (".gitattributes", "# Line ends do not depend on the machine; see gitattributes(5).\n/scimstate.yaml text eol=lf\n/state/**/*.yaml text eol=lf\n/approvals/*.yaml text eol=lf\n");
        yield return (StateExport.SchemaFile, Encoding.UTF8.GetString(EmbeddedFiles.SchemaBytes("state").Span));
        yield return ("schemas/config.schema.json", Encoding.UTF8.GetString(EmbeddedFiles.SchemaBytes("config").Span));
        if (options.FromOrganization is not true)
        {
            yield return ("state/people.yaml", FirstState(options));
        }

        foreach (var name in options.Workflows is true ? EmbeddedFiles.WorkflowNames : [])
        {
            yield return ($".github/workflows/{name}", EmbeddedFiles.Workflow(name));
        }

        if (options.Workflows is true || options.Owner is { Length: > 0 })
        {
            yield return (".github/CODEOWNERS", Owners(options.Owner));
        }
    }

    private static string Configuration(InitOptions options) => $"""
        # yaml-language-server: $schema=schemas/config.schema.json

        # The label of this organization in every plan, report and audit record.
        organization: {YamlText.Of(options.Organization!)}
        {Target(options)}
        state: ["state/**/*.yaml"]

        # Whoever is in no file is reported and left alone. Later: deactivate.
        unlisted: {"{"}users: report, scope: {"{"}externalId: present{"}"}{"}"}

        # Nobody listed here is ever changed or taken out of a group. Name the administrators and service accounts.
        protected: {"{"}users: [], groups: []{"}"}

        """;

    private static string Target(InitOptions options) => options.Emulator
        ? "# An emulator in this program: plan and apply without an account. For the real thing:\n# target: {kind: genesys-cloud, region: eu-central-1}\ntarget: {kind: emulator, data: .scimstate/organization.json}"
        : $"target: {{kind: genesys-cloud, region: {YamlText.Of(options.Region!)}}}";

    private static string FirstState(InitOptions options) => StateExport.Header("state/people.yaml") + (options.Emulator
        ? """
        # An editor with a YAML language server completes and explains every key.
        users:
          - userName: alice.smith@example.com
            displayName: Alice Smith
            title: Agent

        """
        : """
        # Declare people a few at a time: an editor with a YAML language server completes and explains every key, and
        # scimstate export --only user/USERNAME writes somebody down as the organization has him.
        #
        # users:
        #   - userName: alice.smith@example.com
        #     title: Agent
        #     groups: [Support Agents]
        #
        # groups:
        #   - displayName: Support Agents
        #     membership: additive
        users: []

        """);

    private static string Owners(string? owner) => owner is { Length: > 0 }
        ? $"# Who must review a change of who gets access.\n/state/ {owner}\n/approvals/ {owner}\n/scimstate.yaml {owner}\n/.github/ {owner}\n"
        : "# Who must review a change of who gets access; replace the name and take the # away.\n# /state/ @ORGANIZATION/TEAM\n# /approvals/ @ORGANIZATION/TEAM\n# /scimstate.yaml @ORGANIZATION/TEAM\n# /.github/ @ORGANIZATION/TEAM\n";

    private static string Next(InitOptions options) => (options.Emulator ? "" : "Set GENESYS_CLIENT_ID and GENESYS_CLIENT_SECRET in the environment, never in a file. ")
        + (options.Workflows is true ? "In .github/workflows, write where the action is in place of OWNER, and the name of your organization in place of acme; docs/github.md says which environments and secrets they need. " : "")
        + (options.FromOrganization is true || options.Emulator ? "Next: scimstate plan\n" : "Declare somebody in state/people.yaml. Next: scimstate plan\n");

    /// <summary>Asks on a terminal for what the command line left out.</summary>
    private sealed class Questions(Terminal terminal, CancellationToken cancellationToken)
    {
        public async Task<Checked<InitOptions>> CompleteAsync(InitOptions options, bool hasConfig, bool hasWorkflows)
        {
            var isOpen = terminal.Host.IsInteractive;
            if (!isOpen && !hasConfig && (options.Organization is null || (options.Region is null && !options.Emulator)))
            {
                return new(null, [EditingDiagnostics.InitNeeds()]);
            }

            if (hasConfig)
            {
                options = options with { Organization = options.Organization ?? "", Region = options.Region ?? "", FromOrganization = options.FromOrganization ?? false };
            }

            var organization = options.Organization ?? await AskAsync("A label for the organization, such as acme-prod", "acme-prod");
            var region = options.Region ?? (options.Emulator ? null : await AskAsync("Its region, such as eu-central-1, or \"emulator\" to try things out", "emulator"));
            if (region is { Length: > 0 } and not "emulator" && Region.DomainOf(region) is null)
            {
                return new(null, [CommandDiagnostics.UnknownRegion(region)]);
            }

            var isEmulator = options.Emulator || region == "emulator";
            var fromOrganization = options.FromOrganization ?? (isOpen && !isEmulator && await YesAsync("Write down who is there already (needs credentials in the environment)"));
            var workflows = options.Workflows ?? (isOpen && hasWorkflows && await YesAsync("Write GitHub workflows that plan, apply and look for drift"));
            var owner = options.Owner ?? (isOpen && workflows ? await AskAsync("Who reviews changes, such as @acme/directory", "") : null);
            return new(new(organization, isEmulator ? null : region, isEmulator, fromOrganization, workflows, owner), []);
        }

        private async Task<bool> YesAsync(string question) => (await AskAsync($"{question}: yes or no", "no")).StartsWith("y", StringComparison.OrdinalIgnoreCase);

        private async Task<string> AskAsync(string question, string otherwise)
        {
            terminal.Host.Error.Write($"{question}{(otherwise.Length == 0 ? "" : $" [{otherwise}]")}: ");
            var answer = await Task.Run(terminal.Host.In.ReadLine, CancellationToken.None).WaitAsync(cancellationToken);
            return answer?.Trim() is { Length: > 0 } given ? given : otherwise;
        }
    }
}
