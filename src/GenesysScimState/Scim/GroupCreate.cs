using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Scim;

/// <summary>
/// Creates a group once. As with users, a POST is not sent again blindly: after a failure that leaves open whether the group
/// was created it is looked for by its name.
/// </summary>
internal sealed class GroupCreate(ScimRequests requests, Server server, OrganizationRead organization)
{
    public async Task<WriteResult> SendAsync(Call call, Change change, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await requests.SendAsync(call, cancellationToken);
            var result = new WriteResult(Problem: null) { Status = answer.Status, CorrelationId = answer.CorrelationId };
            if (answer.IsSuccess)
            {
                return (IdIn(answer) ?? (await FindAsync(change))?.Id) is { } id
                    ? result with { Id = id }
                    : result with { Problem = ApplyDiagnostics.NotReadBack(change, "it is not there"), IsAccepted = true };
            }

            if (answer.Status == 409 || answer.Status >= 500)
            {
                return await SettleAsync(call, change, result, requests.Problem(call, answer));
            }

            return result with { Problem = requests.Problem(call, answer) };
        }
        catch (OrganizationException exception) when (call.Sending.IsAmbiguous)
        {
            return await SettleAsync(call, change, new WriteResult(Problem: null), exception.Problem);
        }
    }

    /// <summary>There after a try of ours without an answer: ours. There otherwise: somebody was faster, and the next plan knows it.</summary>
    private async Task<WriteResult> SettleAsync(Call call, Change change, WriteResult result, Diagnostic problem)
    {
        var isOpen = call.Sending.IsAmbiguous || result.Status >= 500;
        return await FindAsync(change) is not { } found ? result with { Problem = problem }
            : isOpen ? result with { Id = found.Id }
            : result with { Problem = OrganizationDiagnostics.GroupThereMeanwhile(change.Address, found.Id) };
    }

    private async Task<ActualGroup?> FindAsync(Change change)
    {
        var groups = server.Dialect.Capabilities.Filter
            ? (await organization.Groups(ScimUrl.Equal("displayName", change.Address.Name)).WalkAsync(CancellationToken.None)).Items
            : await organization.AllAsync(organization.Groups(), CancellationToken.None);
        return groups.FirstOrDefault(group => group.DisplayName == change.Address.Name);
    }

    private static string? IdIn(Answer answer)
    {
        try
        {
            using var document = WholeJson.Parse(answer.Body);
            return ResourceJson.Text(document.RootElement, "id");
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
