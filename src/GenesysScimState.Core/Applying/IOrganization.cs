using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Core.Applying;

/// <summary>The organization as the core sees it: it can be read as a whole, and take one write at a time.</summary>
public interface IOrganization
{
    /// <summary>Reads every user, active and inactive, and every group.</summary>
    /// <exception cref="OrganizationException">
    /// It could not be reached, refused, or what came cannot be shown to be complete. Nothing may be planned then.
    /// </exception>
    Task<ActualState> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Reads every name that an attribute may hold, of several attributes side by side. That the client may not list them is a value.</summary>
    /// <param name="row">With <see cref="AttributeRow.Names"/>.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="OrganizationException">As for <see cref="ReadAsync"/>.</exception>
    Task<NameList> ListNamesAsync(AttributeRow row, CancellationToken cancellationToken);

    /// <summary>
    /// Sends one change, with the retries it needs. A failure is a value, not an exception; only cancellation throws.
    /// </summary>
    /// <param name="change">Memberships hold at most <see cref="Capabilities.MembersPerRequest"/> people.</param>
    /// <param name="ids">The organization's id of each of the change's people, by userName.</param>
    /// <param name="cancellationToken">Stops before the request is sent; a request under way is finished.</param>
    Task<WriteResult> WriteAsync(Change change, IReadOnlyDictionary<string, string> ids, CancellationToken cancellationToken);

    /// <summary>
    /// Whether writing a membership takes no request any more, because the answer to another write showed it as it is meant.
    /// </summary>
    /// <param name="membership">As for a write.</param>
    /// <param name="person">One of its people.</param>
    /// <param name="ids">As for a write.</param>
    bool IsMade(Change membership, Person person, IReadOnlyDictionary<string, string> ids) => false;

    /// <summary>
    /// Reads a group once and says whether the members are as the change leaves them. A failure is a value here too.
    /// </summary>
    /// <param name="change">A membership with all its people, however many batches it took.</param>
    /// <param name="result">The last write of it; returned with what was found out.</param>
    /// <param name="ids">As for a write.</param>
    Task<WriteResult> CheckAsync(Change change, WriteResult result, IReadOnlyDictionary<string, string> ids);
}
