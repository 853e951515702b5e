using System.Collections.Immutable;
using System.Globalization;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Scim;

/// <summary>
/// Looks at an organization with GET alone: the token, what may be read, what the server says of itself, the quota and the
/// clock. What only a write would tell is named as open.
/// </summary>
internal sealed class Probing(ScimRequests requests, ScimConnection connection, Dialect dialect, NameListing names)
{
    private readonly ImmutableArray<Probe>.Builder _probes = ImmutableArray.CreateBuilder<Probe>();

    public async Task<ImmutableArray<Probe>> RunAsync(CancellationToken cancellationToken)
    {
        var answer = await ReadAsync("users", dialect.Paths.Users, Permissions.ReadUsers, cancellationToken);
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
        await ReadAsync("groups", dialect.Paths.Groups, Permissions.Groups, cancellationToken);
        foreach (var row in dialect.Attributes.Where(row => row.Names is not null))
        {
            await NamesAsync(row, cancellationToken);
        }

        if (!dialect.WritePermissions.IsEmpty)
        {
            _probes.Add(new("writing", $"only a write tells whether the client has {string.Join(", ", dialect.WritePermissions)}") { IsOpen = true });
        }

        await CapabilitiesAsync(cancellationToken);
        await SchemasAsync(cancellationToken);
    }

    /// <summary>One entry of a listing; the first of them shows whether there is a token. Null when there is no answer to judge.</summary>
    private async Task<Answer?> ReadAsync(string name, string path, string permissions, CancellationToken cancellationToken)
    {
        var isFirst = _probes.Count == 0;
        var call = new Call($"reading {name}", HttpMethod.Get, ScimUrl.List(path, null, 1, 1), permissions);
        try
        {
            var answer = await requests.SendAsync(call, cancellationToken);
            var isToken = answer.Status != 401;
            if (isFirst)
            {
                _probes.Add(new("token", isToken ? TokenFrom() : "refused", isToken ? null : requests.Problem(call, answer)));
            }

            if (!isToken)
            {
                return null;
            }

            _probes.Add(answer.IsSuccess
                ? new(name, $"{Total(answer, call.Doing)} can be read{(permissions == Permissions.Unknown || dialect.WritePermissions.IsEmpty ? "" : $" ({permissions})")}")
                : new(name, "cannot be read", requests.Problem(call, answer)));
            return answer;
        }
        catch (OrganizationException exception)
        {
            var hasToken = _probes.Count > 0;
            _probes.Add(new(hasToken ? name : "token", hasToken ? "no usable answer" : "none, or no answer", exception.Problem));
            return null;
        }
    }

    private string TokenFrom() => connection.Credentials.Token is null
        ? $"given by {connection.Endpoint.TokenSource}" : "taken from the environment, and accepted";

    private static int Total(Answer answer, string doing)
    {
        using var document = answer.Json(doing);
        return ResourceJson.Text(document.RootElement, "totalResults") is { } text && int.TryParse(text, CultureInfo.InvariantCulture, out var total)
            ? total : throw new OrganizationException(OrganizationDiagnostics.NotScim(doing, "no totalResults"));
    }

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
            _probes.Add(new(row.Name, "cannot be listed", exception.Problem with { Severity = Severity.Warning }));
        }
    }

    /// <summary>What the server says it can, beside what the dialect will ask of it.</summary>
    private async Task CapabilitiesAsync(CancellationToken cancellationToken)
    {
        var (answer, _) = await AskAsync("ServiceProviderConfig", cancellationToken);
        if (answer is null)
        {
            _probes.Add(new("capabilities", "the server does not say what it can do; the dialect counts") { IsOpen = true });
            return;
        }

        var supported = Server.Supported(answer);
        var can = dialect.Capabilities;
        var less = Server.Less(dialect, supported).Capabilities;
        ImmutableArray<string> wrong =
        [
            .. can.Write != less.Write ? ["write: put"] : Array.Empty<string>(),
            .. can.Members != less.Members ? ["members: group-put"] : Array.Empty<string>(),
            .. can.Etag != less.Etag ? ["etag: false"] : Array.Empty<string>(),
            .. can.Filter != less.Filter ? ["filter: false"] : Array.Empty<string>(),
        ];
        var said = supported.Count == 0 ? "nothing is said" : string.Join(", ", supported.Select(pair => $"{pair.Key} {(pair.Value ? "yes" : "no")}"));
        _probes.Add(new("capabilities", $"the server says: {said}", wrong.IsEmpty || can.Discovery
            ? null : OrganizationDiagnostics.CapabilityMismatch(dialect.Name, wrong)));
    }

    /// <summary>The schemas of the dialect beside those of the server: another dialect shows here first.</summary>
    private async Task SchemasAsync(CancellationToken cancellationToken)
    {
        var (answer, known) = await AskAsync("Schemas", cancellationToken);
        if (answer is null || known.IsEmpty)
        {
            _probes.Add(new("dialect", $"{dialect.Name}; the server does not list its schemas") { IsOpen = true });
            return;
        }

        var missing = dialect.UserSchemas.Concat(dialect.Attributes.Select(row => row.Path.Schema).OfType<string>())
            .Distinct(StringComparer.OrdinalIgnoreCase).Except(known, StringComparer.OrdinalIgnoreCase).ToImmutableArray();
        _probes.Add(new("dialect", missing.IsEmpty ? $"{dialect.Name}; the server has its schemas" : dialect.Name, missing.IsEmpty
            ? null : OrganizationDiagnostics.SchemaMissing(dialect.Name, missing, known)));
    }

    /// <summary>An answer that is one, with the ids of what it lists.</summary>
    private async Task<(Answer? Answer, ImmutableArray<string> Ids)> AskAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await requests.SendAsync(new($"reading {path}", HttpMethod.Get, path, Permissions.Unknown), cancellationToken);
            if (!answer.IsSuccess)
            {
                return (null, []);
            }

            using var document = answer.Json($"reading {path}");
            var listed = ResourceJson.Member(document.RootElement, "Resources");
            return (answer, listed is { ValueKind: System.Text.Json.JsonValueKind.Array } array
                ? [.. array.EnumerateArray().Select(one => ResourceJson.Text(one, "id")).OfType<string>()] : []);
        }
        catch (OrganizationException)
        {
            // That it does not say is what is reported.
            return (null, []);
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
