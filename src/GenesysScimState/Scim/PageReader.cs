using System.Collections.Immutable;
using System.Text.Json;
using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Scim;

/// <summary>Reads single pages of a listing, by index or by cursor.</summary>
/// <param name="name">For messages: <c>active users</c>.</param>
/// <param name="resource">The endpoint: <c>Users</c>.</param>
/// <param name="filter">Null: all.</param>
/// <param name="read">Reads one entry; throws <see cref="FormatException"/> for anything else.</param>
internal sealed class PageReader<T>(string name, string resource, string? filter, Func<JsonElement, T> read)
{
    private static readonly string[] CursorErrors = ["invalidCursor", "expiredCursor"];

    public required ScimRequests Requests { get; init; }

    /// <summary>Bounds the requests of all listings together.</summary>
    public required SemaphoreSlim Gate { get; init; }

    /// <summary>Entries to ask for in a page.</summary>
    public required int Size { get; init; }

    public required string Permissions { get; init; }

    /// <summary>The line of a dialect file for a server that does not take the filter.</summary>
    private string? Alternative => filter is null ? null
        : filter == OrganizationRead.InactiveFilter ? "capabilities: {inactiveListedApart: false}" : "capabilities: {filter: false}";

    /// <param name="startIndex">From 1; null leaves it out, which means 1 as well (RFC 7644 §3.4.2.4).</param>
    /// <param name="count">Entries to ask for.</param>
    public Task<Page<T>> ReadAsync(int? startIndex, int count, CancellationToken cancellationToken) =>
        ReadAsync(ScimUrl.List(resource, filter, startIndex, count), cancellationToken);

    /// <summary>As <see cref="ReadAsync(int?, int, CancellationToken)"/>; null when the server does not take the query: 400, 404, 416 or 422, past the end or for <c>count=0</c>.</summary>
    public async Task<Page<T>?> TryReadAsync(int startIndex, int count, CancellationToken cancellationToken)
    {
        var (call, answer) = await SendAsync(ScimUrl.List(resource, filter, startIndex, count), cancellationToken);
        return answer.Status is 400 or 404 or 416 or 422 ? null : Page(call, answer);
    }

    /// <summary>The first page, one entry long.</summary>
    public Task<Page<T>> ReadShortestAsync(bool isByCursor, CancellationToken cancellationToken) => ReadAsync(
        isByCursor ? ScimUrl.ListByCursor(resource, filter, "", 1) : ScimUrl.List(resource, filter, 1, 1), cancellationToken);

    /// <param name="cursor">Empty for the first page.</param>
    /// <exception cref="OrganizationException">No usable answer.</exception>
    public async Task<(Page<T>? Page, string? Refusal)> ReadByCursorAsync(string cursor, CancellationToken cancellationToken)
    {
        var (call, answer) = await SendAsync(ScimUrl.ListByCursor(resource, filter, cursor, Size), cancellationToken);
        if (answer.Status == 400 && cursor.Length > 0
            && ApiError.Parse(answer.Body).Code is { } code && CursorErrors.Contains(code, StringComparer.OrdinalIgnoreCase))
        {
            return (null, code);
        }

        return (Page(call, answer), null);
    }

    private async Task<Page<T>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var (call, answer) = await SendAsync(path, cancellationToken);
        return Page(call, answer);
    }

    private async Task<(Call Call, Answer Answer)> SendAsync(string path, CancellationToken cancellationToken)
    {
        var isByCursor = path.Contains("?cursor=", StringComparison.Ordinal);
        var call = new Call($"reading {name}", HttpMethod.Get, path, Permissions)
        {
            Alternative = isByCursor ? "capabilities: {paging: index}" : Alternative,
        };
        await Gate.WaitAsync(cancellationToken);
        try
        {
            return (call, await Requests.SendAsync(call, cancellationToken));
        }
        finally
        {
            Gate.Release();
        }
    }

    private ImmutableArray<T> Entries(JsonElement array)
    {
        var entries = ImmutableArray.CreateBuilder<T>(array.GetArrayLength());
        foreach (var entry in array.EnumerateArray())
        {
            entries.Add(read(entry));
        }

        return entries.MoveToImmutable();
    }

    /// <summary>A page. Its memory is released for the next answer. 202 and 204 are answers without a listing.</summary>
    private Page<T> Page(Call call, Answer answer)
    {
        try
        {
            return answer.Status switch
            {
                200 or 203 or 206 => Parse(answer, $"{call.Doing} ({Requests.Shown(call)})"),
                204 => throw new OrganizationException(OrganizationDiagnostics.NotScim(call.Doing, "an empty body")),
                _ => throw new OrganizationException(Requests.Problem(call, answer)),
            };
        }
        finally
        {
            answer.Release();
        }
    }

    private Page<T> Parse(Answer answer, string doing)
    {
        using var document = answer.Json(doing);
        try
        {
            var envelope = new ListEnvelope(document.RootElement);
            return new(envelope.Total ?? envelope.Length, envelope.Resources is { } array ? Entries(array) : [])
            {
                IsCounted = envelope.Total is not null,
                NextCursor = envelope.NextCursor,
            };
        }
        catch (FormatException exception)
        {
            throw new OrganizationException(OrganizationDiagnostics.NotScim(doing, exception.Message), exception);
        }
    }
}
