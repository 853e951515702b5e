using System.Security.Cryptography;
using System.Text;
using GenesysScimState.Config;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Planning;
using GenesysScimState.Rendering;

namespace GenesysScimState.Commands;

/// <summary>The files and the organization, read and compared: what plan, apply and drift have in common.</summary>
internal sealed record Review(Workspace Workspace, Connection Connection, PlanDocument Document) : IDisposable
{
    /// <summary>Null with the exit code when files, organization or plan do not stand; everything has been reported then.</summary>
    /// <param name="terminal">Where it is reported.</param>
    /// <param name="connect">Opens the organization of a workspace, or says why it cannot.</param>
    /// <param name="today">The day on which <c>until</c> is judged; null: today.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<(Review? Review, ExitCode Exit)> MakeAsync(
        Terminal terminal,
        Func<Workspace, Checked<Connection>> connect,
        DateOnly? today,
        CancellationToken cancellationToken)
    {
        var files = await WorkspaceReader.ReadAsync(terminal.Folder, cancellationToken);
        if (files.Value is not { } workspace || files.HasErrors)
        {
            return (null, terminal.Stop(files.Diagnostics, ExitCode.Invalid));
        }

        terminal.Report(files.Diagnostics);
        var opened = connect(workspace);
        if (opened.Value is not { } connection)
        {
            return (null, terminal.Stop(opened.Diagnostics, ExitCode.Failed));
        }

        var kept = false;
        try
        {
            var (document, exit) = await PlanAsync(terminal, workspace, connection, today, cancellationToken);
            kept = document is not null;
            return (document is null ? null : new Review(workspace, connection, document), exit);
        }
        catch (OrganizationException exception)
        {
            return (null, terminal.Stop([exception.Problem], ExitCode.Failed));
        }
        finally
        {
            if (!kept)
            {
                connection.Dispose();
            }
        }
    }

    public void Dispose() => Connection.Dispose();

    private static async Task<(PlanDocument? Document, ExitCode Exit)> PlanAsync(
        Terminal terminal,
        Workspace workspace,
        Connection connection,
        DateOnly? today,
        CancellationToken cancellationToken)
    {
        var configuration = workspace.Configuration;
        var day = today ?? DateOnly.FromDateTime(terminal.Host.Time.GetUtcNow().UtcDateTime);
        var actual = await connection.Organization.ReadAsync(cancellationToken);
        var planned = Planner.Plan(workspace.Desired, actual, new PlanOptions(workspace.Dialect, configuration.Policy, day));
        if (planned.Value is not { } plan)
        {
            return (null, terminal.Stop(planned.Diagnostics, ExitCode.Invalid));
        }

        terminal.Report(planned.Diagnostics);
        var document = new PlanDocument(configuration.Organization, Label(configuration.Target), plan)
        {
            Tool = App.Version,
            Today = day,
            Source = SourceOf(workspace, terminal.Host),
            Read = new PlanRead(actual.Users.Count(user => user.Active), actual.Users.Count(user => !user.Active), actual.Groups.Length, actual.Requests),
            Forecast = Forecast.Of(plan, actual.Requests, workspace.Dialect.Capabilities.MembersPerRequest, Forecast.QuotaPerMinute * configuration.RateShare / 100),
            Refusals = Guards.Check(plan, workspace.Desired, actual, configuration.Policy),
        };
        return (document with { Digest = PlanJson.DigestOf(document) }, ExitCode.Ok);
    }

    private static string Label(Target target) => target.Kind switch
    {
        TargetKind.Emulator => "emulator",
        TargetKind.GenesysCloud => target.Region ?? target.ApiUrl?.Authority ?? "genesys-cloud",
        TargetKind.Scim => target.ApiUrl?.Authority ?? "scim",
    };

    private static PlanSource SourceOf(Workspace workspace, Host host)
    {
        var tree = new StringBuilder();
        foreach (var file in workspace.Files)
        {
            tree.Append(Convert.ToHexStringLower(SHA256.HashData(file.Bytes.Span))).Append("  ").Append(file.Path).Append('\n');
        }

        return new PlanSource(
            $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(tree.ToString())))}",
            host.Environment("GITHUB_SHA") ?? host.Environment("CI_COMMIT_SHA"),
            [.. workspace.Files.Select(file => file.Path)]);
    }
}
