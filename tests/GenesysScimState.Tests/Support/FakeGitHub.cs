using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;
using WireMock;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Types;
using WireMock.Util;

namespace GenesysScimState.Tests.Support;

/// <summary>A comment or an issue that the fake holds.</summary>
internal sealed record Post(int Number, string Author, string Body)
{
    public string Title { get; init; } = "";

    public string State { get; init; } = "open";

    public IReadOnlyList<string> Labels { get; init; } = [];
}

/// <summary>
/// What of GitHub's REST API is needed, over HTTP: comments, issues, the pull requests of a commit, artifacts. Keeps what
/// it is told, counts the writes, and refuses on request.
/// </summary>
internal sealed class FakeGitHub : IDisposable
{
    /// <summary>Found nowhere else, so that it can be looked for.</summary>
    public const string Token = "ghs_canary-token-5b1e";

    public const string Repository = "acme/people";

    private readonly WireMockServer _server = WireMockServer.Start();
    private readonly ConcurrentQueue<string> _requests = [];

    public FakeGitHub()
    {
        _server.Given(Request.Create().WithPath("/*")).RespondWith(Response.Create().WithCallback(Answer));
    }

    public string Url => _server.Url!;

    public List<Post> Comments { get; } = [];

    public List<Post> Issues { get; } = [];

    /// <summary>The answer to "pull requests of a commit", whatever the commit.</summary>
    public JsonArray Pulls { get; init; } = [];

    /// <summary>Of the list of artifacts; the ZIP of each is <see cref="Zip"/>.</summary>
    public JsonArray Artifacts { get; init; } = [];

    public byte[] Zip { get; set; } = [];

    /// <summary>Called with method and path of each request; an answer it gives is given instead.</summary>
    public Func<string, string, (int Status, string Body, (string Name, string Value)[] Headers)?> Intercept { get; set; } = (_, _) => null;

    /// <summary>Method and path with query, in the order they came.</summary>
    public string[] Requests => [.. _requests];

    public string[] Writes => [.. _requests.Where(request => !request.StartsWith("GET ", StringComparison.Ordinal))];

    public string? Authorization { get; private set; }

    /// <summary>Whose token it takes this for, in what is written.</summary>
    public string Account { get; set; } = "github-actions[bot]";

    public static byte[] Zipped(params (string Name, string Text)[] files)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                using var writer = new StreamWriter(archive.CreateEntry(name).Open());
                writer.Write(text);
            }
        }

        return bytes.ToArray();
    }

    /// <param name="workflow">The file of the workflow whose run left it.</param>
    public static JsonObject Artifact(int id, string name, string head, bool expired = false, int headRepository = 7, string workflow = "scimstate-plan.yml") => new()
    {
        ["id"] = id,
        ["name"] = name,
        ["expired"] = expired,
        ["workflow_run"] = new JsonObject { ["id"] = 1000 + id, ["repository_id"] = 7, ["head_repository_id"] = headRepository, ["head_sha"] = head, ["test-workflow"] = workflow },
    };

    public static JsonObject Pull(int number, string head, string mergeCommit, string? mergedAt = "2026-11-24T07:00:00Z") => new()
    {
        ["number"] = number,
        ["merge_commit_sha"] = mergeCommit,
        ["merged_at"] = mergedAt,
        ["head"] = new JsonObject { ["sha"] = head },
    };

    public void Dispose() => _server.Dispose();

    private ResponseMessage Answer(IRequestMessage request)
    {
        var path = request.Path;
        _requests.Enqueue($"{request.Method} {request.PathAndQuery()}");
        Authorization = request.Headers?["Authorization"].ToString();
        if (Intercept(request.Method, path) is { } other)
        {
            return Respond(other.Status, other.Body, other.Headers);
        }

        if (Authorization != $"Bearer {Token}")
        {
            return Respond(401, """{"message": "Bad credentials"}""");
        }

        var body = request.Body is { Length: > 0 } text ? JsonNode.Parse(text)! : new JsonObject();
        return (request.Method, path.Split('/', StringSplitOptions.RemoveEmptyEntries)) switch
        {
            ("GET", ["repos", _, _, "issues", _, "comments"]) => Page(request, Comments.Select(Json)),
            ("POST", ["repos", _, _, "issues", _, "comments"]) => Create(Comments, body),
            ("PATCH", ["repos", _, _, "issues", "comments", var id]) => Change(Comments, id, body),
            ("GET", ["repos", _, _, "issues"]) => Page(request, Issues.Where(issue => issue.Labels.Contains(request.Query!["labels"].ToString())).Select(Json)),
            ("POST", ["repos", _, _, "issues"]) => Create(Issues, body),
            ("PATCH", ["repos", _, _, "issues", var number]) => Change(Issues, number, body),
            ("GET", ["repos", _, _, "commits", _, "pulls"]) => Respond(200, Pulls.ToJsonString()),
            ("GET", ["repos", _, _, "actions", "artifacts"]) => Respond(200, new JsonObject { ["total_count"] = Artifacts.Count, ["artifacts"] = Artifacts.DeepClone() }.ToJsonString()),
            ("GET", ["repos", _, _, "actions", "runs", var run]) => Respond(200, RunOf(run).ToJsonString()),
            ("GET", ["repos", _, _, "actions", "artifacts", _, "zip"]) => new ResponseMessage
            {
                StatusCode = 200,
                BodyData = new BodyData { DetectedBodyType = BodyType.Bytes, BodyAsBytes = Zip },
            },
            _ => Respond(404, """{"message": "Not Found"}"""),
        };
    }

    private static ResponseMessage Page(IRequestMessage request, IEnumerable<JsonObject> all)
    {
        var size = int.Parse(request.Query!["per_page"].ToString(), CultureInfo.InvariantCulture);
        var page = int.Parse(request.Query["page"].ToString(), CultureInfo.InvariantCulture);
        return Respond(200, new JsonArray([.. all.Skip((page - 1) * size).Take(size)]).ToJsonString());
    }

    /// <summary>As GitHub writes it, with the branch behind the file.</summary>
    private JsonObject RunOf(string id) => new()
    {
        ["path"] = $".github/workflows/{Artifacts.Select(artifact => artifact!["workflow_run"]!).First(run => $"{run["id"]}" == id)["test-workflow"]}@refs/heads/main",
    };

    private ResponseMessage Create(List<Post> posts, JsonNode body)
    {
        var post = new Post(posts.Count + 1, Account, TextOf(body))
        {
            Title = (string?)body["title"] ?? "",
            Labels = body["labels"] is JsonArray labels ? [.. labels.Select(label => (string)label!)] : [],
        };
        posts.Add(post);
        return Respond(201, Json(post).ToJsonString());
    }

    private static ResponseMessage Change(List<Post> posts, string id, JsonNode body)
    {
        var index = posts.FindIndex(post => post.Number == int.Parse(id, CultureInfo.InvariantCulture));
        posts[index] = posts[index] with { Body = TextOf(body), State = (string?)body["state"] ?? posts[index].State };
        return Respond(200, Json(posts[index]).ToJsonString());
    }

    /// <summary>GitHub refuses longer ones.</summary>
    private static string TextOf(JsonNode body) => (string)body["body"]! is { Length: <= 65_536 } text
        ? text : throw new InvalidOperationException("body is too long (maximum is 65536 characters)");

    private static JsonObject Json(Post post) => new()
    {
        ["id"] = post.Number,
        ["number"] = post.Number,
        ["html_url"] = $"https://github.example/{Repository}/posts/{post.Number}",
        ["user"] = new JsonObject { ["login"] = post.Author },
        ["body"] = post.Body,
        ["state"] = post.State,
    };

    private static ResponseMessage Respond(int status, string body, params (string Name, string Value)[] headers)
    {
        var response = new ResponseMessage
        {
            StatusCode = status,
            BodyData = new BodyData { DetectedBodyType = BodyType.String, BodyAsString = body },
            Headers = new Dictionary<string, WireMockList<string>>(StringComparer.Ordinal) { ["Content-Type"] = new("application/json; charset=utf-8") },
        };
        foreach (var (name, value) in headers)
        {
            response.Headers[name] = new(value);
        }

        return response;
    }
}

internal static class RequestMessages
{
    public static string PathAndQuery(this IRequestMessage request) => new Uri(request.AbsoluteUrl).PathAndQuery;
}
