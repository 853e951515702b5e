using System.Collections.Immutable;
using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Emulator;
using GenesysScimState.Scim;

namespace GenesysScimState;

/// <summary>Opens the organization that a configuration points at. The only place where the parts meet.</summary>
internal static class Connections
{
    public static Checked<Connection> Open(Workspace workspace, Access access, Terminal terminal)
    {
        var target = workspace.Configuration.Target;
        return target.Kind switch
        {
            TargetKind.Emulator => InProcess(workspace, access, terminal),
            TargetKind.GenesysCloud or TargetKind.Scim => Remote(workspace, access, terminal),
        };
    }

    private static Checked<Connection> InProcess(Workspace workspace, Access access, Terminal terminal)
    {
        var (target, host) = (workspace.Configuration.Target, terminal.Host);
        var faults = target.Faults is { } file
            ? EmulatorFaults.Read(file, Path.GetRelativePath(terminal.Folder, file).Replace('\\', '/'))
            : new(null, []);
        if (faults.HasErrors)
        {
            return new(null, faults.Diagnostics);
        }

        try
        {
            // A file that stands alone is spoken to by the live API, which is what people have.
            var dialect = workspace.Dialect.BuiltIn ?? ScimEmulator.DialectNames[0];
            var options = new EmulatorOptions
            {
                Dialect = dialect,
                DataFile = target.Data,
                SeedFile = target.Seed,
                Faults = faults.Value,
            };
            var emulator = ScimEmulator.Open(options, host.Time);
            var endpoint = ScimEndpoint.OfEmulator(workspace.Dialect.Paths.Base);
            var credentials = Credentials.OfClient(options.ClientId, options.ClientSecret);
            return Opened(new(endpoint, credentials) { Transport = new EmulatorHandler(emulator), Time = host.Time, Jitter = host.Jitter, MaxConcurrency = workspace.Concurrency ?? host.Concurrency }, workspace, access, terminal);
        }
        catch (EmulatorDataException exception)
        {
            return new(null, [CommandDiagnostics.EmulatorData(exception.Message)]);
        }
    }

    private static Checked<Connection> Remote(Workspace workspace, Access access, Terminal terminal)
    {
        var host = terminal.Host;
        var target = workspace.Configuration.Target;
        var credentials = CredentialsFrom(target, host);
        var (endpoint, noEndpoint) = EndpointOf(workspace, credentials, host);
        ImmutableArray<Diagnostic> problems =
        [
            .. noEndpoint is null ? [] : new[] { noEndpoint },
            .. credentials is null
                ? [target.Kind == TargetKind.Scim ? OrganizationDiagnostics.NoScimCredentials() : CommandDiagnostics.MissingCredentials()]
                : Array.Empty<Diagnostic>(),
        ];
        return problems.IsEmpty
            ? Opened(new(endpoint!, credentials!) { Transport = host.Network?.Invoke() ?? ScimOrganization.Transport(), Time = host.Time, Jitter = host.Jitter, MaxConcurrency = workspace.Concurrency ?? host.Concurrency }, workspace, access, terminal)
            : new(null, problems);
    }

    private static Checked<Connection> Opened(ScimConnection connection, Workspace workspace, Access access, Terminal terminal)
    {
        var organization = new ScimOrganization(
            connection with
            {
                RateShare = workspace.Configuration.RateShare,
                IsReadOnly = access == Access.ReadOnly,
                Waiting = terminal.Note,
                Trace = terminal.Options.Verbose ? terminal.Note : null,
            },
            workspace.Dialect);
        return new(new Connection(organization, () => organization.Requests.ByMethod, organization.ProbeAsync, organization.Dispose) { RenewsToken = connection.Credentials.Token is null }, []);
    }

    private static (ScimEndpoint? Endpoint, Diagnostic? Problem) EndpointOf(Workspace workspace, Credentials? credentials, Host host)
    {
        var (target, paths) = (workspace.Configuration.Target, workspace.Dialect.Paths);
        if (target.ApiUrl is { } api)
        {
            // A ready token is asked for nowhere.
            var path = paths.Token ?? (credentials?.Token is null ? null : "/");
            return (target.TokenUrl ?? (path is null ? null : new Uri(api, path))) is { } token
                ? (ScimEndpoint.OfUrls(api, token, paths.Base), null)
                : (null, OrganizationDiagnostics.NoTokenEndpoint(api.OriginalString));
        }

        if ((target.Region ?? host.Environment("GENESYS_ENV") ?? host.Environment("GENESYSCLOUD_REGION")) is not { } region)
        {
            return (null, CommandDiagnostics.MissingRegion());
        }

        return Region.DomainOf(region) is { } domain
            ? (ScimEndpoint.OfDomain(domain, paths.Base), null)
            : (null, CommandDiagnostics.UnknownRegion(region));
    }

    /// <summary>From the environment only. The names of the Genesys Terraform provider work too, so that secrets need not be set twice.</summary>
    private static Credentials? CredentialsFrom(Target target, Host host)
    {
        if (target.Kind == TargetKind.Scim && host.Environment("SCIM_TOKEN") is { } fixedToken)
        {
            return Credentials.OfToken(fixedToken);
        }

        var id = host.Environment("GENESYS_CLIENT_ID") ?? host.Environment("GENESYSCLOUD_OAUTHCLIENT_ID");
        var secret = host.Environment("GENESYS_CLIENT_SECRET") ?? host.Environment("GENESYSCLOUD_OAUTHCLIENT_SECRET");
        return (id, secret, host.Environment("GENESYSCLOUD_ACCESS_TOKEN")) switch
        {
            ({ } client, { } password, _) => Credentials.OfClient(client, password),
            (_, _, { } ready) => Credentials.OfToken(ready),
            _ => null,
        };
    }
}
