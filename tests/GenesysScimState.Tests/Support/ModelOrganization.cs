using System.Collections.Immutable;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Tests.Support;

/// <summary>
/// An organization that is nothing but the two lists: a write does to them what the change says. It knows no HTTP, no
/// dialect and no rules of a server, so it is what a plan means.
/// </summary>
internal sealed class ModelOrganization(ActualState state) : IOrganization
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ActualUser> _users = state.Users.ToDictionary(user => user.Id, StringComparer.Ordinal);
    private readonly Dictionary<string, ActualGroup> _groups = state.Groups.ToDictionary(group => group.Id, StringComparer.Ordinal);
    private readonly List<Change> _writes = [];

    /// <summary>Writes that are refused.</summary>
    public Func<Change, bool> Refuses { get; init; } = _ => false;

    /// <summary>The code of a refusal.</summary>
    public Func<Change, string> Code { get; init; } = _ => "GSS509";

    /// <summary>Called with each write before it takes effect.</summary>
    public Action<Change> OnWrite { get; init; } = _ => { };

    /// <summary>What becomes of each write that is not refused; unless set, it is as it should be.</summary>
    public Func<Change, WriteResult, WriteResult> Answers { get; init; } = (_, result) => result;

    /// <summary>What a membership is found to be when its answers did not show it.</summary>
    public Func<Change, WriteResult, WriteResult> Checks { get; init; } = (_, result) => result;

    /// <summary>Every write that came, in order, refused ones included.</summary>
    public IReadOnlyList<Change> Writes => _writes;

    public ActualState State
    {
        get
        {
            lock (_gate)
            {
                return new ActualState([.. _users.Values], [.. _groups.Values]);
            }
        }
    }

    public Task<ActualState> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(State);

    /// <summary>It has no lists of names, and nobody asks it for one.</summary>
    public Task<NameList> ListNamesAsync(AttributeRow row, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<WriteResult> WriteAsync(Change change, IReadOnlyDictionary<string, string> ids, CancellationToken cancellationToken)
    {
        OnWrite(change);
        lock (_gate)
        {
            _writes.Add(change);
            if (Refuses(change))
            {
                return Task.FromResult(new WriteResult(new Diagnostic(Code(change), Severity.Error, "refused by the model")) { Status = 400 });
            }

            return Task.FromResult(Answers(change, new WriteResult(Problem: null) { Status = 200, Id = Write(change, ids) }));
        }
    }

    public Task<WriteResult> CheckAsync(Change change, WriteResult result, IReadOnlyDictionary<string, string> ids) =>
        Task.FromResult(Checks(change, result));

    private string Write(Change change, IReadOnlyDictionary<string, string> ids)
    {
        switch (change.Operation)
        {
            case Operation.Create:
                var created = new ActualUser($"new-{change.Address.Name}", "1", "", null, Active: true, AttributeMap.Empty<AttributeValue>());
                _users.Add(created.Id, With(created, change, ids));
                return created.Id;
            case Operation.Update or Operation.Activate or Operation.Deactivate:
                _users[change.Id!] = With(_users[change.Id!], change, ids);
                return change.Id!;
            case Operation.Delete:
                _users.Remove(change.Id!);
                foreach (var group in _groups.Values)
                {
                    _groups[group.Id] = group with { MemberIds = new(group.MemberIds.Except([change.Id!]).ToHashSet(StringComparer.Ordinal)) };
                }

                return change.Id!;
            default:
                var members = _groups[change.Id!];
                var people = change.People.Select(person => person.Id ?? ids[person.UserName]);
                _groups[change.Id!] = members with
                {
                    MemberIds = new((change.Operation == Operation.AddMembers ? members.MemberIds.Union(people) : members.MemberIds.Except(people)).ToHashSet(StringComparer.Ordinal)),
                };
                return change.Id!;
        }
    }

    private static ActualUser With(ActualUser user, Change change, IReadOnlyDictionary<string, string> ids)
    {
        var attributes = user.Attributes;
        foreach (var attribute in change.Attributes)
        {
            var value = attribute.Type == AttributeType.Person ? attribute.After.Map(name => ids[name]) : attribute.After;
            attributes = value.IsEmpty ? attributes.Remove(attribute.Name) : attributes.SetItem(attribute.Name, value);
        }

        return user with
        {
            Version = "2",
            UserName = attributes["userName"].Text!,
            ExternalId = attributes.GetValueOrDefault("externalId").Text,
            Active = !attributes.TryGetValue("active", out var active) || active.Equals(AttributeValue.True),
            Attributes = attributes,
        };
    }
}
