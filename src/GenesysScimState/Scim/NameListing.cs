using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Scim;

/// <summary>
/// Reads the names of roles, skills, languages or divisions to the last page, and proves that they are all: every page
/// names the same total, and so many different ones came. A list that moves meanwhile is read again, up to
/// <see cref="ScimLimits.Listings"/> times.
/// </summary>
/// <remarks>
/// Genesys Cloud .NET SDK, AuthorizationApi.md and RoutingApi.md: GET with <c>pageSize</c> and <c>pageNumber</c> from 1,
/// answered with <c>entities</c>, <c>pageSize</c>, <c>pageNumber</c>, <c>pageCount</c> and <c>total</c>.
/// </remarks>
/// <param name="gate">Bounds the requests of all listings together.</param>
internal sealed class NameListing(ScimRequests requests, SemaphoreSlim gate)
{
    /// <summary>What Genesys' own Terraform provider asks these lists for.</summary>
    private const int PageSize = 100;

    /// <exception cref="ArgumentException">The row has no list. The check never asks for one.</exception>
    public async Task<NameList> ReadAsync(AttributeRow row, CancellationToken cancellationToken)
    {
        var source = row.Names ?? throw new ArgumentException($"{row.Name} has no list of names", nameof(row));
        var doing = $"listing {row.Name}";
        for (var time = 1; ; time++)
        {
            var (list, problem) = await WalkAsync(doing, source, cancellationToken);
            if (list is not null)
            {
                return list;
            }

            if (time == ScimLimits.Listings)
            {
                throw new OrganizationException(OrganizationDiagnostics.IncompleteRead(row.Name, problem));
            }
        }
    }

    /// <summary>The list, or why what came cannot be all of it.</summary>
    private async Task<(NameList? List, string Problem)> WalkAsync(string doing, NameSource source, CancellationToken cancellationToken)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var total = 0;
        for (var (page, got) = (1, 0); page == 1 || got < total; page++)
        {
            var call = new Call(doing, HttpMethod.Get, PathOf(source, page), source.Permission ?? Permissions.Unknown);
            var answer = await SendAsync(call, cancellationToken);
            if (answer.Status == 403)
            {
                return (NameList.Refused(requests.Refuse(call, answer)), "");
            }

            var (counted, entities) = Parse(answer.IsSuccess ? answer : throw new OrganizationException(requests.Problem(call, answer)), doing);
            if (page > 1 && counted != total)
            {
                return (null, $"total was {total} and then {counted}");
            }

            (total, got) = (counted, got + entities.Length);
            foreach (var (id, name) in entities)
            {
                names[id] = name;
            }

            if (entities.IsEmpty)
            {
                break;
            }
        }

        return names.Count == total
            ? (new NameList([.. names.Values]), "")
            : (null, $"total is {total}, and {names.Count} different ones came");
    }

    private async Task<Answer> SendAsync(Call call, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            return await requests.SendAsync(call, cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    private static string PathOf(NameSource source, int page) =>
        string.Create(CultureInfo.InvariantCulture, $"{source.Path}?pageSize={PageSize}&pageNumber={page}");

    private static (int Total, ImmutableArray<(string Id, string Name)> Entities) Parse(Answer answer, string doing)
    {
        using var document = answer.Json(doing);
        var root = document.RootElement;
        if (!root.TryGetProperty("total", out var number) || number.ValueKind != JsonValueKind.Number
            || !number.TryGetInt32(out var total) || total < 0)
        {
            throw new OrganizationException(OrganizationDiagnostics.NotScim(doing, "no total"));
        }

        if (!root.TryGetProperty("entities", out var entities) || entities.ValueKind != JsonValueKind.Array)
        {
            throw new OrganizationException(OrganizationDiagnostics.NotScim(doing, "no entities"));
        }

        return (total, [.. entities.EnumerateArray().Select(entity =>
            Text(entity, "id") is { } id && Text(entity, "name") is { } name
                ? (id, name)
                : throw new OrganizationException(OrganizationDiagnostics.NotScim(doing, "an entity without id or name")))]);
    }

    private static string? Text(JsonElement entity, string name) =>
        entity.ValueKind == JsonValueKind.Object && entity.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
