using GenesysScimState.Core.Model;

namespace GenesysScimState.Scim;

/// <summary>
/// Finds the user that has a userName or an externalId, whatever its state. Whether a filter on either also finds inactive
/// users is not documented, so their own listing is walked when the filters find nobody.
/// </summary>
internal sealed class UserSearch(OrganizationRead organization, Server server)
{
    private Dialect Dialect => server.Dialect;

    /// <returns>Who has the userName; else who has the externalId; else null.</returns>
    public async Task<ActualUser?> FindAsync(string userName, string? externalId, CancellationToken cancellationToken)
    {
        if (!Dialect.Capabilities.Filter)
        {
            var everybody = await organization.AllAsync(organization.Users(filter: null), cancellationToken);
            return everybody.FirstOrDefault(user => HasName(user, userName))
                ?? everybody.FirstOrDefault(user => externalId is not null && user.ExternalId == externalId);
        }

        var found = await ByFilterAsync("userName", userName, user => HasName(user, userName), cancellationToken);
        if (found is null && externalId is not null)
        {
            found = await ByFilterAsync("externalId", externalId, user => user.ExternalId == externalId, cancellationToken);
        }

        if (found is not null || !Dialect.Capabilities.InactiveListedApart)
        {
            return found;
        }

        var listing = organization.Users(OrganizationRead.InactiveFilter, isActive: false);
        var inactive = await organization.AllAsync(listing, cancellationToken);
        return inactive.FirstOrDefault(user => HasName(user, userName))
            ?? inactive.FirstOrDefault(user => externalId is not null && user.ExternalId == externalId);
    }

    /// <returns>Who has the externalId, active; null without one, or when nobody has it.</returns>
    public async Task<ActualUser?> FindAsync(string? externalId, CancellationToken cancellationToken) => externalId is null || !Dialect.Capabilities.Filter
        ? null : await ByFilterAsync("externalId", externalId, user => user.ExternalId == externalId, cancellationToken);

    public static bool HasName(ActualUser user, string userName) =>
        string.Equals(user.UserName, userName, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Servers that do not know a filter give everybody, and a mixed-up answer is of another filter: what comes is checked, and
    /// where all of it is of other users they are all read.
    /// </summary>
    private async Task<ActualUser?> ByFilterAsync(
        string attribute, string value, Func<ActualUser, bool> matches, CancellationToken cancellationToken)
    {
        var path = Dialect.Find(attribute)?.Path.ToString() ?? attribute;
        var walk = await organization.Users(ScimUrl.Equal(path, value)).WalkAsync(cancellationToken);
        return walk.Items.FirstOrDefault(matches) is { } found ? found
            : walk.Items.IsEmpty ? null
            : (await organization.Users(filter: null).WalkAsync(cancellationToken)).Items.FirstOrDefault(matches);
    }
}
