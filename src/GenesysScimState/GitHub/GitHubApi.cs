using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Http;
using GenesysScimState.Rendering;

namespace GenesysScimState.GitHub;

/// <param name="What">What it is for, after "to": "comment on the pull request".</param>
/// <param name="Permission">What the token needs for it, as a workflow gives it.</param>
internal sealed record GitHubPurpose(string What, string Permission);

/// <summary>
/// The few requests of GitHub's REST API that are needed. Waits out the rate limits, sends again after failures what can
/// be sent twice, and says of everything else what is wrong.
/// </summary>
/// <param name="waiting">Told before a wait that somebody would notice.</param>
internal sealed class GitHubApi(GitHubContext context, Host host, Action<string> waiting) : IDisposable
{
    /// <summary>GitHub's largest page.</summary>
    private const int PageSize = 100;

    private const int AnswerBytesMax = 20_000_000;

    /// <summary>Since when nothing has changed for requests that ask for it.</summary>
    private const string ApiVersion = "2022-11-28";

    /// <summary>The same as HttpClient has by itself, by the clock that was given.</summary>
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(100);

    private readonly HttpClient _client = new(host.Network?.Invoke() ?? HttpTransport.Create())
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = AnswerBytesMax,
    };

    public GitHubContext Context => context;

    /// <exception cref="GitHubException">It cannot be had.</exception>
    public async Task<JsonElement> GetAsync(string path, GitHubPurpose purpose, CancellationToken cancellationToken) =>
        Parse((await SendAsync(HttpMethod.Get, UrlOf(path), null, purpose, cancellationToken)).Body, purpose);

    /// <summary>Bytes of a file, also where GitHub sends on to a store; the token does not go there.</summary>
    public async Task<byte[]> DownloadAsync(string path, GitHubPurpose purpose, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(HttpMethod.Get, UrlOf(path), null, purpose, cancellationToken);
        return answer.Store is { } store ? (await SendAsync(HttpMethod.Get, store, null, purpose, cancellationToken)).Body : answer.Body;
    }

    /// <summary>Every element of a list, page by page.</summary>
    /// <param name="member">The member that holds the list; null when the answer is the list.</param>
    public async IAsyncEnumerable<JsonElement> ListAsync(
        string path, string? member, GitHubPurpose purpose,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var page = 1; ; page++)
        {
            var answer = await GetAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}per_page={MarkdownRoom.Number(PageSize)}&page={MarkdownRoom.Number(page)}", purpose, cancellationToken);
            var list = member is null ? answer : GitHubJson.Member(answer, member);
            var items = list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().ToImmutableArray() : [];
            foreach (var item in items)
            {
                yield return item;
            }

            if (items.Length < PageSize)
            {
                yield break;
            }
        }
    }

    /// <param name="body">Sent as JSON.</param>
    public async Task<JsonElement> WriteAsync(HttpMethod method, string path, string body, GitHubPurpose purpose, CancellationToken cancellationToken) =>
        Parse((await SendAsync(method, UrlOf(path), body, purpose, cancellationToken)).Body, purpose);

    /// <summary>Before something is looked for that may have been written.</summary>
    public Task PauseAsync(int attempt, CancellationToken cancellationToken) =>
        Task.Delay(GitHubWait.AfterFailure(attempt, host.Jitter()), host.Time, cancellationToken);

    public void Dispose() => _client.Dispose();

    private Uri UrlOf(string path) => new($"{context.Api.ToString().TrimEnd('/')}{path}");

    /// <param name="Store">Where a redirect of a download leads to: https, or this machine.</param>
    private sealed record Reply(int Status, byte[] Body, TimeSpan? Wait, Exception? Failure, Uri? Store = null);

    private async Task<Reply> SendAsync(HttpMethod method, Uri url, string? body, GitHubPurpose purpose, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var reply = await TryAsync(method, url, body, attempt, cancellationToken);
            if (reply.Status is >= 200 and < 300 || reply.Store is not null)
            {
                return reply;
            }

            // After a failure it is not known whether a POST was done; what calls this looks again.
            var mayRepeat = reply.Wait is not null || (method != HttpMethod.Post && (reply.Failure is not null || reply.Status >= 500));
            var pause = reply.Wait ?? GitHubWait.AfterFailure(attempt, host.Jitter());
            if (!mayRepeat || attempt >= GitHubWait.Attempts - 1 || pause > GitHubWait.Longest)
            {
                throw Failed(purpose, reply.Status, host.Secrets.Hide(GitHubJson.MessageOf(reply.Body))!, reply.Wait, reply.Failure);
            }

            waiting($"GitHub {(reply.Failure is null ? $"answered {reply.Status}" : "did not answer")}; asking again in {Math.Ceiling(pause.TotalSeconds)} s.");
            await Task.Delay(pause, host.Time, cancellationToken);
        }
    }

    private async Task<Reply> TryAsync(HttpMethod method, Uri url, string? body, int attempt, CancellationToken cancellationToken)
    {
        using var request = RequestFor(method, url, body);
        using var timeout = new CancellationTokenSource(AttemptTimeout, host.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var response = await _client.SendAsync(request, either.Token);
            var bytes = await response.Content.ReadAsByteArrayAsync(either.Token);
            var wait = GitHubWait.AfterLimit(response, GitHubJson.MessageOf(bytes), attempt, host.Time.GetUtcNow());
            var store = method == HttpMethod.Get && response.StatusCode is HttpStatusCode.Found or HttpStatusCode.TemporaryRedirect ? response.Headers.Location : null;
            return new Reply((int)response.StatusCode, bytes, wait, null, store is { IsAbsoluteUri: true } && (store.Scheme == Uri.UriSchemeHttps || store.IsLoopback) ? store : null);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new Reply(0, [], null, exception);
        }
    }

    private HttpRequestMessage RequestFor(HttpMethod method, Uri url, string? body)
    {
        var request = new HttpRequestMessage(method, url) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.UserAgent.ParseAdd("scimstate");
        // The store has its own leave in the URL: the token is not for it.
        if (url.Authority == context.Api.Authority && url.Scheme == context.Api.Scheme)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", context.Token);
            request.Headers.Accept.ParseAdd("application/vnd.github+json");
            request.Headers.Add("X-GitHub-Api-Version", ApiVersion);
        }

        return request;
    }

    private GitHubException Failed(GitHubPurpose purpose, int status, string said, TimeSpan? wait, Exception? failure)
    {
        var problem = (status, wait) switch
        {
            (_, { } asked) => GitHubDiagnostics.Limited((int)Math.Ceiling(asked.TotalMinutes)),
            (0, _) => GitHubDiagnostics.Unreachable(purpose.What, failure is OperationCanceledException ? "no answer in time" : host.Secrets.Hide(failure!.Message)!),
            ((int)HttpStatusCode.Unauthorized, _) => GitHubDiagnostics.BadToken(said),
            ((int)HttpStatusCode.Forbidden, _) => GitHubDiagnostics.Forbidden(purpose.What, purpose.Permission, said),
            ((int)HttpStatusCode.NotFound, _) => GitHubDiagnostics.NotThere(purpose.What, said),
            ( >= 500, _) => GitHubDiagnostics.Unreachable(purpose.What, $"status {status}"),
            _ => GitHubDiagnostics.Unexpected(purpose.What, status, said),
        };
        return new GitHubException(problem, status, failure);
    }

    private static JsonElement Parse(byte[] body, GitHubPurpose purpose)
    {
        try
        {
            using var document = WholeJson.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            throw new GitHubException(GitHubDiagnostics.Unexpected(purpose.What, 200, "an answer that is no JSON"), 200, exception);
        }
    }
}
