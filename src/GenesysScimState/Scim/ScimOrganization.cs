using System.Collections.Immutable;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Http;

namespace GenesysScimState.Scim;

/// <summary>How an organization is reached.</summary>
internal sealed record ScimConnection(ScimEndpoint Endpoint, Credentials Credentials)
{
    /// <summary>Sends what it is given, without following redirects; see <see cref="HttpTransport"/>.</summary>
    public required HttpMessageHandler Transport { get; init; }

    /// <summary>Learns the tokens that are issued, and masks them.</summary>
    public Redaction Redaction { get; init; } = new();

    public required TimeProvider Time { get; init; }

    /// <summary>From 0 to 1, another one each time: spreads the waits of clients that failed at the same moment.</summary>
    public required Func<double> Jitter { get; init; }

    /// <summary>Requests of a read that are under way at once; 4 unless set.</summary>
    public int MaxConcurrency { get; init; } = 4;

    /// <summary>Percent of the observed quota to use, 1 to 100.</summary>
    public int RateShare { get; init; } = 100;

    /// <summary>Told why nothing happens for some seconds: the quota is used up, or a request is going to be repeated.</summary>
    public Action<string> Waiting { get; init; } = _ => { };

    /// <summary>Told of every request, for finding out what went wrong; null: nobody wants to know.</summary>
    public Action<string>? Trace { get; init; }

    /// <summary>Refuses to send anything that writes: for commands that only look.</summary>
    public bool IsReadOnly { get; init; }
}

/// <summary>
/// A SCIM server as the core sees it. Its requests pass, from the outside in: the token, retries and quota, the guard
/// against writes where one is wanted, the counter, the transport.
/// </summary>
internal sealed class ScimOrganization : IOrganization, IDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly ScimConnection _connection;
    private readonly Server _server;
    private readonly ScimRequests _requests;
    private readonly SemaphoreSlim _gate;
    private readonly Quota _quota;
    private readonly AccessToken _token;
    private readonly HttpMessageInvoker _http;
    private readonly OrganizationRead _read;
    private readonly NameListing _names;
    private int _listings;
    private int _told;
    private readonly Readback _readback;
    private readonly UserWrite _users;
    private readonly GroupWrite _groups;
    private readonly UserPut _wholeUsers;
    private readonly MembershipPut _members;
    private readonly GroupCreate _newGroups;
    private readonly UserCreation _creation;
    private readonly KnownResources _known = new();

    public ScimOrganization(ScimConnection connection, Dialect dialect)
    {
        (_connection, _time, _server) = (connection, connection.Time, new Server(dialect));
        _gate = new(connection.MaxConcurrency);
        Requests = new(_time, connection.Trace) { InnerHandler = connection.Transport };

        var redaction = connection.Redaction;
        foreach (var secret in connection.Credentials.Secrets)
        {
            redaction.Add(secret);
        }

        HttpMessageHandler outgoing = connection.IsReadOnly
            ? new ReadOnlyHandler(connection.Endpoint.Token) { InnerHandler = Requests } : Requests;
        var waiting = new Waiting(_time, connection.Waiting);
        _quota = new(connection.RateShare, _time, waiting);
        var resilience = new Resilience(_quota, _time, connection.Jitter, waiting) { InnerHandler = outgoing };
        _token = new(
            connection.Endpoint, connection.Credentials, new(resilience, disposeHandler: false), redaction, _time);
        _http = new(new Authorization(_token) { InnerHandler = resilience });

        _requests = new ScimRequests(_http, connection.Endpoint.Api, _token, redaction, _time);
        _read = new(_requests, _server, _gate);
        _names = new(_requests, _gate);
        var search = new UserSearch(_read, _server);
        _readback = new(_requests, dialect, _time, connection.Jitter);
        _members = new(_requests, _server, _readback);
        _users = new(_requests, search, _readback);
        _wholeUsers = new(_requests, _server, search, _readback, _members);
        _groups = new(_requests, _server, _readback);
        _newGroups = new(_requests, _server, _read, _readback, _known);
        _creation = new(_requests, _server, search, _readback, connection, _members, _known, WriteAsync);
    }

    /// <summary>Every request sent so far, by method.</summary>
    public RequestCounter Requests { get; }

    public async Task<ActualState> ReadAsync(CancellationToken cancellationToken)
    {
        var before = Requests.Total;
        await _server.LearnAsync(_requests, cancellationToken);
        var state = await _read.ReadAsync(cancellationToken);
        _known.Remember(state);
        return state with { Requests = Requests.Total - before, QuotaPerMinute = _quota.PerMinute };
    }

    /// <summary>Looks at what works, with GET alone. Whatever goes wrong is one of the findings.</summary>
    public Task<ImmutableArray<Probe>> ProbeAsync(CancellationToken cancellationToken) =>
        new Probing(_requests, _connection, _server, _read, _names).RunAsync(cancellationToken);

    public async Task<NameList> ListNamesAsync(AttributeRow row, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _told = _listings++ == 0 ? Requests.Total : _told;
        }

        try
        {
            return await _names.ReadAsync(row, cancellationToken) with { Requests = Told() };
        }
        finally
        {
            lock (_lock)
            {
                _listings--;
            }
        }
    }

    /// <summary>
    /// Requests since this was last asked. Lists are read side by side: which of them a request was for, one for the token above all,
    /// nobody can tell, and each is to be told of once.
    /// </summary>
    private int Told()
    {
        lock (_lock)
        {
            var before = _told;
            _told = Requests.Total;
            return _told - before;
        }
    }

    public async Task<WriteResult> WriteAsync(
        Change change, IReadOnlyDictionary<string, string> ids, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var started = _time.GetTimestamp();
        var call = WriteCall.Of(change, _server.Dialect, ids);
        var result = await SendAsync(call, change, ids, cancellationToken);
        if (call.Sending.IsAmbiguous && result.Kind == OutcomeKind.Failed && IsToResolve(change))
        {
            result = await _readback.ResolveAsync(change, result, ids);
        }

        if (change is { Operation: Operation.Delete, Id: { } deleted } && result.Succeeded)
        {
            _known.Deleted(deleted);
        }

        return result with { Attempts = Math.Max(1, call.Sending.Sent), Duration = _time.GetElapsedTime(started) };
    }

    public bool IsMade(Change membership, Person person, IReadOnlyDictionary<string, string> ids) =>
        membership.Id is not null && ids.TryGetValue(person.UserName, out var id) && _members.IsMade(membership, id);

    public async Task<WriteResult> CheckAsync(Change change, WriteResult result, IReadOnlyDictionary<string, string> ids)
    {
        var started = _time.GetTimestamp();
        var found = await _readback.CheckGroupAsync(change, result, ids);
        return found with { Duration = result.Duration + _time.GetElapsedTime(started) };
    }

    public void Dispose()
    {
        _http.Dispose();
        _token.Dispose();
        _gate.Dispose();
        _members.Dispose();
    }

    /// <summary>Creations, and memberships that are written one user at a time, are looked up where they are sent.</summary>
    private bool IsToResolve(Change change) => change.Operation is not (Operation.Create or Operation.CreateGroup)
        && !(change.IsMembership && _server.Dialect.Capabilities.Members == MembershipWrite.User);

    private async Task<WriteResult> SendAsync(
        Call call, Change change, IReadOnlyDictionary<string, string> ids, CancellationToken cancellationToken)
    {
        try
        {
            return change.Operation switch
            {
                Operation.Create => await _creation.CreateAsync(call, change, ids, cancellationToken),
                Operation.CreateGroup => await _newGroups.SendAsync(call, change, cancellationToken),
                Operation.AddMembers or Operation.RemoveMembers => _server.Dialect.Capabilities.Members switch
                {
                    MembershipWrite.GroupPatch => await _groups.SendAsync(call, change, ids, cancellationToken),
                    MembershipWrite.GroupPut => await _members.OfGroupAsync(change, call.Sending, ids, cancellationToken),
                    MembershipWrite.User => await _members.OfUsersAsync(change, call.Sending, ids, cancellationToken),
                },
                Operation.Update or Operation.Activate or Operation.Deactivate when _server.Dialect.Capabilities.Write == WriteMethod.Put =>
                    await _wholeUsers.SendAsync(change, call.Sending, ids, cancellationToken),
                Operation.Update or Operation.Activate or Operation.Deactivate or Operation.Delete =>
                    await _users.SendAsync(call, change, ids, cancellationToken),
            };
        }
        catch (OrganizationException exception)
        {
            return new WriteResult(exception.Problem with { Subject = change.Address }) { Id = change.Id };
        }
        catch (OperationCanceledException) when (call.Sending.IsAmbiguous)
        {
            return new WriteResult(OrganizationDiagnostics.Interrupted(change.Address))
            {
                Id = change.Id,
                IsUnknown = change.Operation is Operation.Create or Operation.CreateGroup,
            };
        }
    }
}
