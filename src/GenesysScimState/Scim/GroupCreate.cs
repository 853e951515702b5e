using System.Text.Json;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Scim;

/// <summary>
/// Creates a group once. As with users, a POST is not sent again blindly: after a failure that leaves open whether the group
/// was created it is looked for by its name. The id of an answer counts only when the answer shows that name.
/// </summary>
internal sealed class GroupCreate(
    ScimRequests requests, Server server, OrganizationRead organization, Readback readback, KnownResources known)
{
    public async Task<WriteResult> SendAsync(Call call, Change change, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await requests.SendAsync(call, cancellationToken);
            var result = new WriteResult(Problem: null) { Status = answer.Status, CorrelationId = answer.CorrelationId };
            return answer.IsSuccess ? await CreatedAsync(answer, change, result)
                : answer.Status == 409 || answer.Status >= 500 ? await SettleAsync(call, change, result, requests.Problem(call, answer))
                : result with { Problem = requests.Problem(call, answer) };
        }
        catch (OrganizationException exception) when (call.Sending.IsAmbiguous)
        {
            return await SettleAsync(call, change, new WriteResult(Problem: null), exception.Problem);
        }
    }

    private async Task<WriteResult> CreatedAsync(Answer answer, Change change, WriteResult result)
    {
        if (Shown(answer) is { Id: { } id, Name: { } name } && name == change.Address.Name && !known.HasGroup(id))
        {
            return result with { Id = id };
        }

        try
        {
            return await readback.AwaitAsync(() => FindAsync(change)) is { } found && !known.HasGroup(found.Id)
                ? result with { Id = found.Id }
                : Unknown(change, result, "the server accepted it, its answer does not show the group, and no group is found that has the name");
        }
        catch (OrganizationException exception)
        {
            return Unknown(change, result, exception.Message);
        }
    }

    /// <summary>There after a try of ours without an answer: ours. There otherwise: somebody was faster, and the next plan knows it.</summary>
    private async Task<WriteResult> SettleAsync(Call call, Change change, WriteResult result, Diagnostic problem)
    {
        var isOpen = call.Sending.IsAmbiguous || result.Status >= 500;
        try
        {
            var found = isOpen ? await readback.AwaitAsync(() => FindAsync(change)) : await FindAsync(change);
            return found is null ? (isOpen ? Unknown(result, problem, "no group is found that has the name") : result with { Problem = problem })
                : isOpen && !known.HasGroup(found.Id) ? result with { Id = found.Id }
                : result with { Problem = OrganizationDiagnostics.GroupThereMeanwhile(change.Address, found.Id) };
        }
        catch (OrganizationException exception) when (isOpen)
        {
            return Unknown(result, problem, exception.Message);
        }
    }

    private async Task<ActualGroup?> FindAsync(Change change)
    {
        var groups = server.Dialect.Capabilities.Filter
            ? (await organization.Groups(ScimUrl.Equal("displayName", change.Address.Name)).WalkAsync(CancellationToken.None)).Items
            : await organization.AllAsync(organization.Groups(), CancellationToken.None);
        return groups.FirstOrDefault(group => group.DisplayName == change.Address.Name);
    }

    /// <summary>The id and the name in an answer; the platform's own API calls it <c>name</c>.</summary>
    private static (string? Id, string? Name) Shown(Answer answer)
    {
        try
        {
            using var document = WholeJson.Parse(answer.Body);
            var group = document.RootElement;
            return (ResourceJson.Text(group, "id"), ResourceJson.Text(group, "displayName") ?? ResourceJson.Text(group, "name"));
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static WriteResult Unknown(WriteResult result, Diagnostic problem, string read) => result with
    {
        IsUnknown = true,
        Problem = OrganizationDiagnostics.ResultUnknown(problem, read),
    };

    private static WriteResult Unknown(Change change, WriteResult result, string reason) => result with
    {
        IsUnknown = true,
        Problem = OrganizationDiagnostics.CreationUnknown(change.Address, reason),
    };
}
