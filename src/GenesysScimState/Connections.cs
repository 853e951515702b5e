using System.Collections.Immutable;
using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Emulator;
using GenesysScimState.Http;
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
            var emulator = EmulatorFiles.Open(options, host.Time);
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
        var (credentials, unusable) = CredentialsFrom(target, host);
        var (endpoint, noEndpoint) = EndpointOf(workspace, credentials, host);
        ImmutableArray<Diagnostic> problems = [.. noEndpoint is null ? [] : new[] { noEndpoint }, .. unusable];
        return problems.IsEmpty
            ? Opened(new(endpoint!, credentials!) { Redaction = host.Secrets, Transport = host.Network?.Invoke() ?? HttpTransport.Create(), Time = host.Time, Jitter = host.Jitter, MaxConcurrency = workspace.Concurrency ?? host.Concurrency }, workspace, access, terminal)
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

        if (RegionOf(target, host) is not { } region)
        {
            return (null, CommandDiagnostics.MissingRegion());
        }

        return Region.DomainOf(region) is { } domain
            ? (ScimEndpoint.OfDomain(domain, paths.Base), null)
            : (null, CommandDiagnostics.UnknownRegion(region));
    }

    private static string? RegionOf(Target target, Host host) =>
        target.Region ?? host.Environment("GENESYS_ENV") ?? host.Environment("GENESYSCLOUD_REGION");

    /// <summary>
    /// From the environment only. The names of the Genesys Terraform provider work too, so that secrets need not be set twice.
    /// </summary>
    private static (Credentials? Credentials, IReadOnlyCollection<Diagnostic> Problems) CredentialsFrom(Target target, Host host)
    {
        var problems = new List<Diagnostic>();
        string? Read(string name) => SecretVariable.Read(host.Environment, name, problems);

        var isScim = target.Kind == TargetKind.Scim;
        if (isScim && Read("SCIM_TOKEN") is { } fixedToken)
        {
            return (Credentials.OfToken(fixedToken), problems);
        }

        const string IdNames = "GENESYS_CLIENT_ID (or GENESYSCLOUD_OAUTHCLIENT_ID)";
        const string SecretNames = "GENESYS_CLIENT_SECRET (or GENESYSCLOUD_OAUTHCLIENT_SECRET)";
        var id = Read("GENESYS_CLIENT_ID") ?? Read("GENESYSCLOUD_OAUTHCLIENT_ID");
        var secret = Read("GENESYS_CLIENT_SECRET") ?? Read("GENESYSCLOUD_OAUTHCLIENT_SECRET");
        var token = id is null || secret is null ? Read("GENESYSCLOUD_ACCESS_TOKEN") : null;
        if (token is null && (id is null || secret is null))
        {
            problems.Add(id is not null ? OrganizationDiagnostics.HalfCredentials(SecretNames, "the client id")
                : secret is not null ? OrganizationDiagnostics.HalfCredentials(IdNames, "the client secret")
                : isScim ? OrganizationDiagnostics.NoScimCredentials() : CommandDiagnostics.MissingCredentials());
            return (null, problems);
        }

        return (token is not null ? Credentials.OfToken(token) : Credentials.OfClient(id!, secret!), problems);
    }
}
