using System.Collections.Immutable;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Scim;

/// <summary>
/// Checks an organization with GET alone: the token, the listings as a plan reads them, the capabilities and schemas of the
/// server, the quota and the clock. Whatever only a write shows is open.
/// </summary>
internal sealed class Probing(
    ScimRequests requests, ScimConnection connection, Server server, OrganizationRead organization, NameListing names)
{

    private Dialect Dialect => server.Declared;

    private readonly ImmutableArray<Probe>.Builder _probes = ImmutableArray.CreateBuilder<Probe>();

    public async Task<ImmutableArray<Probe>> RunAsync(CancellationToken cancellationToken)
    {
        var answer = await FirstAsync(cancellationToken);
        if (answer is null)
        {
            return _probes.ToImmutable();
        }

        // A server that is down, or wants to be left alone, would let each further question wait as long as this one did.
        if (answer.Status is not (408 or 429 or >= 500))
        {
            await OthersAsync(cancellationToken);
        }

        _probes.Add(QuotaOf(answer));
        _probes.Add(ClockOf(answer, connection.Time.GetUtcNow()));
        return _probes.ToImmutable();
    }

    private async Task OthersAsync(CancellationToken cancellationToken)
    {
        if (await LearnAsync(cancellationToken))
        {
            await ListedAsync("users", Permissions.ReadUsers, organization.ReadUsersAsync, cancellationToken);
            if (_probes[^1].Problem is { } problem && OrganizationDiagnostics.IsNotScim(problem))
            {
                // Another address, which has nothing else to ask for.
                return;
            }

            await ListedAsync("groups", Permissions.Groups, organization.ReadGroupsAsync, cancellationToken);
        }

        foreach (var row in Dialect.Attributes.Where(row => row.Names is not null))
        {
            await NamesAsync(row, cancellationToken);
        }

        if (!Dialect.WritePermissions.IsEmpty)
        {
            _probes.Add(new("writing", $"only a write tells whether the client has {string.Join(", ", Dialect.WritePermissions)}") { IsOpen = true });
        }

        await CapabilitiesAsync(cancellationToken);
        await SchemasAsync(cancellationToken);
    }

    /// <summary>The first request shows whether there is a token. Null when there is no answer to judge.</summary>
    private async Task<Answer?> FirstAsync(CancellationToken cancellationToken)
    {
        var call = new Call("reading users", HttpMethod.Get, ScimUrl.List(Dialect.Paths.Users, null, 1, 1), Permissions.ReadUsers);
        try
        {
            var answer = await requests.SendAsync(call, cancellationToken);
            var isToken = answer.Status != 401;
            _probes.Add(new("token", isToken ? TokenFrom() : "refused", isToken ? null : requests.Problem(call, answer)));
            if (isToken && answer.Status is 408 or 429 or >= 500)
            {
                _probes.Add(new("users", "cannot be read", requests.Problem(call, answer)));
            }

            return isToken ? answer : null;
        }
        catch (OrganizationException exception)
        {
            _probes.Add(new("token", "none, or no answer", exception.Problem));
            return null;
        }
    }

    /// <summary>What a plan learns before it reads. A failure is one of the plan's too.</summary>
    private async Task<bool> LearnAsync(CancellationToken cancellationToken)
    {
        try
        {
            await server.LearnAsync(requests, cancellationToken);
            return true;
        }
        catch (OrganizationException exception)
        {
            _probes.Add(new("users", "cannot be read", exception.Problem));
            return false;
        }
    }

    /// <summary>A listing to its end, as a plan reads it.</summary>
    private async Task ListedAsync<T>(
        string name, string permissions, Func<CancellationToken, Task<Walk<T>>> read, CancellationToken cancellationToken)
    {
        try
        {
            var walk = await read(cancellationToken);
            var granted = permissions == Permissions.Unknown || Dialect.WritePermissions.IsEmpty ? "" : $" ({permissions})";
            _probes.Add(new(name, Read(walk) + granted));
        }
        catch (OrganizationException exception)
        {
            _probes.Add(new(name, "cannot be read", exception.Problem));
        }
    }

    private static string Read<T>(Walk<T> walk) => walk switch
    {
        { HasPageTotals: true } => $"{walk.Items.Length} read, to an empty page; the server reports the page size as totalResults",
        { IsByCursor: true } => $"{walk.Items.Length} read, by cursor",
        _ => $"{walk.Items.Length} of {walk.Total} read",
    };

    private string TokenFrom() => connection.Credentials.Token is null
        ? $"given by {connection.Endpoint.TokenSource}" : "taken from the environment, and accepted";

    private async Task NamesAsync(AttributeRow row, CancellationToken cancellationToken)
    {
        try
        {
            var list = await names.ReadAsync(row, cancellationToken);
            var permission = row.Names!.Permission is { } known ? $" ({known})" : "";
            _probes.Add(list.Refusal is { } refusal
                ? new(row.Name, "cannot be listed", PlanDiagnostics.NamesNotListed(row, refusal))
                : new(row.Name, $"{list.Names.Count} can be listed{permission}"));
        }
        catch (OrganizationException exception)
        {
            _probes.Add(new(row.Name, "cannot be listed", exception.Problem));
        }
    }

    /// <summary>What the server says it can, beside what the dialect will ask of it.</summary>
    private async Task CapabilitiesAsync(CancellationToken cancellationToken)
    {
        var supported = await AskAsync("ServiceProviderConfig", Server.Supported, cancellationToken);
        if (supported is null)
        {
            _probes.Add(new("capabilities", "the server does not say what it can do; the dialect counts") { IsOpen = true });
            return;
        }

        var can = Dialect.Capabilities;
        var less = Server.Less(Dialect, supported).Capabilities;
        ImmutableArray<string> wrong =
        [
            .. can.Write != less.Write ? ["write: put"] : Array.Empty<string>(),
            .. can.Members != less.Members ? ["members: group-put"] : Array.Empty<string>(),
            .. can.Etag != less.Etag ? ["etag: false"] : Array.Empty<string>(),
            .. can.Filter != less.Filter ? ["filter: false"] : Array.Empty<string>(),
            .. can.Paging != Paging.Cursor && !supported.GetValueOrDefault("index", true) ? ["paging: cursor"] : Array.Empty<string>(),
        ];
        var said = supported.Count == 0 ? "nothing is said" : string.Join(", ", supported.Select(pair => $"{pair.Key} {(pair.Value ? "yes" : "no")}"));
        _probes.Add(new("capabilities", $"the server says: {said}", wrong.IsEmpty || can.Discovery
            ? null : OrganizationDiagnostics.CapabilityMismatch(Dialect.Name, wrong)));
    }

    /// <summary>The schemas and attributes of the dialect beside those of the server: another dialect shows here first.</summary>
    private async Task SchemasAsync(CancellationToken cancellationToken)
    {
        var schemas = await AskAsync("Schemas", ServerSchemas.Parse, cancellationToken);
        if (schemas is null || schemas.Urns.IsEmpty)
        {
            _probes.Add(new("dialect", $"{Dialect.Name}; the server does not list its schemas") { IsOpen = true });
            return;
        }

        var urns = Dialect.UserSchemas.Concat(Dialect.Attributes.Select(row => row.Path.Schema).OfType<string>())
            .Distinct(StringComparer.OrdinalIgnoreCase).Except(schemas.Urns, StringComparer.OrdinalIgnoreCase).ToImmutableArray();
        _probes.Add(new("dialect", urns.IsEmpty ? $"{Dialect.Name}; the server has its schemas" : Dialect.Name, urns.IsEmpty
            ? null : OrganizationDiagnostics.SchemaMissing(Dialect.Name, urns, schemas.Urns)));
        var missing = Dialect.Attributes.Where(row => row.Mutability != Mutability.ReadOnly && !schemas.Has(row.Path, Dialect.UserSchemas[0]))
            .Select(row => row.Name).ToImmutableArray();
        if (!missing.IsEmpty)
        {
            _probes.Add(new("attributes", Dialect.Name, OrganizationDiagnostics.AttributesMissing(Dialect.Name, missing)));
        }
    }

    /// <summary>An answer as it is read; null when there is none.</summary>
    private async Task<T?> AskAsync<T>(string path, Func<Answer, T> read, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            var answer = await requests.SendAsync(new($"reading {path}", HttpMethod.Get, path, Permissions.Unknown), cancellationToken);
            return answer.IsSuccess ? read(answer) : null;
        }
        catch (OrganizationException)
        {
            // A server without discovery is reported as such.
            return null;
        }
    }

    private Probe QuotaOf(Answer answer)
    {
        const int ScarcePercent = 80;
        return answer.Limit is not var (allowed, count) ? new("quota", "the server names none") { IsOpen = true }
            : new("quota", $"{allowed} requests a minute, {count} of them used; {connection.RateShare} % are for this program", count * 100 > allowed * ScarcePercent
                ? OrganizationDiagnostics.QuotaScarce(allowed, count) : null);
    }

    private static Probe ClockOf(Answer answer, DateTimeOffset now)
    {
        if (answer.Date is not { } date)
        {
            return new("clock", "the server does not say what time it is") { IsOpen = true };
        }

        var seconds = (int)Math.Round((now - date).TotalSeconds);
        return new("clock", Math.Abs(seconds) <= 2 ? "as the server's" : $"{Math.Abs(seconds)} s {(seconds > 0 ? "ahead of" : "behind")} the server's",
            Math.Abs(seconds) > ScimLimits.ClockSkew.TotalSeconds ? OrganizationDiagnostics.ClockWrong(seconds) : null);
    }
}
