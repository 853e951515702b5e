using GenesysScimState.Auditing;
using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.GitHub;
using GenesysScimState.Rendering;

namespace GenesysScimState.Commands;

/// <summary>For whom a result is published on GitHub, and how much of people it may show.</summary>
/// <param name="Organization">Of the result; where it names none, of the configuration, and of the folder where that has none.</param>
/// <param name="DeclaredOnly">See <see cref="IsDeclaredOnly"/>.</param>
internal sealed record PublishedAs(string Organization, bool DeclaredOnly, LastWriters Writers, Host Host)
{
    public static async Task<PublishedAs> ReadAsync(Terminal terminal, RunResult result, CancellationToken cancellationToken)
    {
        var configuration = await WorkspaceReader.ReadConfigurationWithErrorsAsync(terminal.Folder, cancellationToken);
        var name = result.Organization ?? configuration.Value?.Organization;
        var organization = name is { Length: > 0 } ? name : Path.GetFileName(Path.TrimEndingDirectorySeparator(terminal.Folder));
        var log = configuration.Value is { } known && !configuration.HasErrors ? AuditEntry.ReadAll(known.Audit).Entries : [];
        return new PublishedAs(organization, IsDeclaredOnly(configuration), new LastWriters(organization, log), terminal.Host);
    }

    /// <summary>Whether nobody may be named whom no state file declares: also when the configuration cannot be trusted to say so.</summary>
    public static bool IsDeclaredOnly(Checked<Configuration> configuration) => configuration.HasErrors || configuration.Value is not { IsGitHubDeclaredOnly: false };

    public string Shown => Untrusted.Show(Organization);

    public MarkdownForm Form(int bytesMax, string title)
    {
        var run = GitHubContext.RunUrlOf(Host);
        var commit = GitHubContext.CommitOf(Host) is { } sha ? $" of commit {Markdown.Code(sha)}" : "";
        return new MarkdownForm
        {
            BytesMax = bytesMax,
            DeclaredOnly = DeclaredOnly,
            Title = title,
            Elsewhere = run is null ? "" : $"The [summary of the run]({run}) has more.",
            Origin = run is null ? "" : $"<sub>By [this run]({run}){commit}, scimstate {Markdown.Text(App.Version)}.</sub>",
        };
    }
}
