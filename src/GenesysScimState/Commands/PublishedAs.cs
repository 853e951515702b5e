using GenesysScimState.Auditing;
using GenesysScimState.Config;
using GenesysScimState.Core.Model;
using GenesysScimState.GitHub;
using GenesysScimState.Rendering;

namespace GenesysScimState.Commands;

/// <summary>For whom a result is published on GitHub, and how much of people it may show.</summary>
/// <param name="Organization">Of the result; where it names none, of the configuration, and of the folder where that has none.</param>
/// <param name="DeclaredOnly">True also when the configuration cannot be trusted to say so.</param>
internal sealed record PublishedAs(string Organization, bool DeclaredOnly, LastWriters Writers, Host Host)
{
    public static async Task<PublishedAs> ReadAsync(Terminal terminal, RunResult result, CancellationToken cancellationToken)
    {
        var configuration = await WorkspaceReader.ReadConfigurationWithErrorsAsync(terminal.Folder, cancellationToken);
        var name = result.Organization ?? configuration.Value?.Organization;
        var organization = name is { Length: > 0 } ? name : Path.GetFileName(Path.TrimEndingDirectorySeparator(terminal.Folder));
        var declaredOnly = configuration.HasErrors || configuration.Value is not { IsGitHubDeclaredOnly: false };
        var log = configuration.Value is { } known && !configuration.HasErrors ? AuditEntry.ReadAll(known.Audit).Entries : [];
        return new PublishedAs(organization, declaredOnly, new LastWriters(organization, log), terminal.Host);
    }

    public string Shown => Untrusted.Show(Organization);

    public MarkdownForm Form(int bytesMax, string title)
    {
        var run = GitHubContext.RunUrlOf(Host);
        var commit = Host.Environment("GITHUB_SHA") is { } sha ? $" of commit {Markdown.Code(sha)}" : "";
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
