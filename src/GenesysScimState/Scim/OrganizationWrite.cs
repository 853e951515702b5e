using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Scim;

/// <summary>Changes and deletes users and members, and says what an answer means for the change.</summary>
internal sealed class OrganizationWrite(ScimRequests requests, UserSearch search, Dialect dialect)
{
    public async Task<WriteResult> SendAsync(
        Call call, Change change, IReadOnlyDictionary<string, string> ids, CancellationToken cancellationToken)
    {
        var answer = await requests.SendAsync(call, cancellationToken);
        var isDone = answer.IsSuccess
            || (change.Operation == Operation.Delete && answer.Status == 404)
            || (call.Sending.IsAmbiguous && answer.Status is >= 400 and < 500 && await IsInPlaceAsync(change, ids));
        return new WriteResult(isDone ? null : await ProblemAsync(call, change, answer))
        {
            Id = change.Id,
            Status = answer.Status,
            CorrelationId = answer.CorrelationId,
        };
    }

    private async Task<Diagnostic> ProblemAsync(Call call, Change change, Answer answer)
    {
        var refusal = requests.Refuse(call, answer);
        if (answer.Status == 409 && NewName(change) is { } userName)
        {
            var holder = await search.FindAsync(userName, change.ExternalId, CancellationToken.None);
            if (Diagnosis.IsDuplicate(refusal) || (holder is not null && holder.Id != change.Id))
            {
                return OrganizationDiagnostics.Duplicate(refusal, UserCreation.Describe(holder));
            }
        }

        return Diagnosis.IsDuplicate(refusal) ? OrganizationDiagnostics.Duplicate(refusal, null)
            : Diagnosis.IsVersionConflict(refusal) ? OrganizationDiagnostics.VersionConflict(refusal)
            : requests.Problem(call, answer);
    }

    /// <summary>
    /// An earlier try may have been done without its answer arriving; what refuses the next one is then our own work. So the
    /// user or group is read, and it is done when it is as the change leaves it.
    /// </summary>
    private async Task<bool> IsInPlaceAsync(Change change, IReadOnlyDictionary<string, string> ids)
    {
        if (change.Operation == Operation.Delete)
        {
            return false;
        }

        var resource = change.Address.Kind == ResourceKind.Group ? "Groups" : "Users";
        var doing = $"reading {change.Address}";
        var call = new Call(doing, HttpMethod.Get, ScimUrl.Of(resource, change.Id!), Permissions.ReadUsers);
        var answer = await requests.SendAsync(call, CancellationToken.None);
        if (!answer.IsSuccess)
        {
            return false;
        }

        using var document = answer.Json(doing);
        try
        {
            return change.IsMembership
                ? HasMembers(ResourceJson.Group(document.RootElement), change, ids)
                : HasValues(UserJson.Read(document.RootElement, dialect, assumedActive: true), change, ids);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static bool HasMembers(ActualGroup group, Change change, IReadOnlyDictionary<string, string> ids)
    {
        var isMember = change.Operation == Operation.AddMembers;
        return change.People.All(person => group.MemberIds.Contains(Wire.Id(person.UserName, ids)) == isMember);
    }

    private bool HasValues(ActualUser user, Change change, IReadOnlyDictionary<string, string> ids) =>
        change.Attributes.All(attribute => Same(
            user[attribute.Name],
            dialect.Find(attribute.Name)?.Type == AttributeType.Person
                ? attribute.After.Map(userName => Wire.Id(userName, ids)) : attribute.After))
        && change.Operation switch
        {
            Operation.Activate => user.Active,
            Operation.Deactivate => !user.Active,
            _ => true,
        };

    private static bool Same(AttributeValue left, AttributeValue right) =>
        string.Equals(left.ToString(), right.ToString(), StringComparison.OrdinalIgnoreCase);

    private static string? NewName(Change change) =>
        change.Attributes.FirstOrDefault(attribute => attribute.Name == "userName")?.After.Text;
}
