using GenesysScimState.Core.Model;

namespace GenesysScimState.Core.Planning;

/// <summary>
/// Whom creations made. A plan has no ids for them, so they are told as the matcher tells them: by externalId, and by
/// userName where nobody has that. Who has the userName and another externalId is somebody else.
/// </summary>
/// <param name="users">The organization's, after the creations or some of them.</param>
internal sealed class Creations(IReadOnlyCollection<ActualUser> users)
{
    private readonly ILookup<string, ActualUser> _byExternalId =
        users.Where(user => user.ExternalId is not null).ToLookup(user => user.ExternalId!, StringComparer.Ordinal);

    private readonly ILookup<string, ActualUser> _byUserName = users.ToLookup(user => user.UserName, StringComparer.OrdinalIgnoreCase);

    /// <summary>Null when nobody is there yet.</summary>
    public ActualUser? Of(Change creation) => creation.ExternalId is { } externalId
        ? _byExternalId[externalId].FirstOrDefault() ?? _byUserName[creation.Address.Name].FirstOrDefault(user => user.ExternalId is null)
        : Named(creation.Address.Name);

    public ActualUser? Named(string userName) => _byUserName[userName].FirstOrDefault();
}
