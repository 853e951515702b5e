using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace GenesysScimState.Tests.Support;

/// <summary>What an editor underlines.</summary>
/// <param name="Line">From 1, as editors show it.</param>
internal sealed record Underlined(int Line, string Message);

/// <summary>
/// The yaml-language-server that editors talk to, over its standard input and output. Each text is a file of its own that
/// need not exist on disk; what its first line names does.
/// </summary>
internal sealed class LanguageServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _reading;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode?>> _answers = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonNode>> _underlined = new();
    private readonly TaskCompletionSource _configured = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _writing = new(1);
    private int _number;

    private LanguageServer(Process process)
    {
        _process = process;
        _reading = Task.Run(ReadAsync);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<LanguageServer> StartAsync()
    {
        Node.Require("yaml-language-server");
        var server = new LanguageServer(Node.Start("node_modules/yaml-language-server/bin/yaml-language-server", ["--stdio"]));
        await server.AskAsync("initialize", new JsonObject
        {
            ["processId"] = Environment.ProcessId,
            ["rootUri"] = null,
            ["capabilities"] = new JsonObject { ["workspace"] = new JsonObject { ["configuration"] = true } },
        });
        await server.SendAsync(new JsonObject { ["method"] = "initialized", ["params"] = new JsonObject() });
        await server._configured.Task.WaitAsync(Stop);
        return server;
    }

    /// <summary>Opens a text and waits for what is underlined in it.</summary>
    /// <param name="folder">Absolute; what the first line names starts there.</param>
    /// <param name="text">The whole file.</param>
    public async Task<(string Uri, Underlined[] Underlined)> OpenAsync(string folder, string text)
    {
        var uri = new Uri(Path.Combine(folder, $"opened-{Interlocked.Increment(ref _number)}.yaml")).AbsoluteUri;
        var published = _underlined[uri] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync(new JsonObject
        {
            ["method"] = "textDocument/didOpen",
            ["params"] = new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = uri, ["languageId"] = "yaml", ["version"] = 1, ["text"] = text } },
        });
        var found = await published.Task.WaitAsync(Stop);
        return (uri, [.. found.AsArray().Select(one => new Underlined((int)one!["range"]!["start"]!["line"]! + 1, (string)one["message"]!))]);
    }

    /// <summary>What may be written where the bar stands, with what is said of it.</summary>
    public async Task<IReadOnlyDictionary<string, string?>> CompleteAsync(string folder, string text)
    {
        var answer = await AtTheBarAsync("textDocument/completion", folder, text);
        return answer!["items"]!.AsArray().ToDictionary(item => (string)item!["label"]!, item => (string?)(item!["documentation"] is JsonObject markup ? markup["value"] : item["documentation"]), StringComparer.Ordinal);
    }

    /// <summary>What is said of the place where the bar stands, as Markdown.</summary>
    public async Task<string> HoverAsync(string folder, string text) =>
        (string?)(await AtTheBarAsync("textDocument/hover", folder, text))?["contents"]?["value"] ?? "";

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await AskAsync("shutdown", null);
            await SendAsync(new JsonObject { ["method"] = "exit" });
        }

        await _process.WaitForExitAsync(Stop);
        await _reading;
        _process.Dispose();
        _writing.Dispose();
    }

    private async Task<JsonNode?> AtTheBarAsync(string method, string folder, string text)
    {
        var before = text[..text.IndexOf('|', StringComparison.Ordinal)];
        var (uri, _) = await OpenAsync(folder, before + text[(before.Length + 1)..]);
        return await AskAsync(method, new JsonObject
        {
            ["textDocument"] = new JsonObject { ["uri"] = uri },
            ["position"] = new JsonObject { ["line"] = before.Count(character => character == '\n'), ["character"] = before.Length - before.LastIndexOf('\n') - 1 },
        });
    }

    private async Task<JsonNode?> AskAsync(string method, JsonNode? parameters)
    {
        var id = Interlocked.Increment(ref _number);
        var answer = _answers[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync(new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters });
        return await answer.Task.WaitAsync(Stop);
    }

    private async Task SendAsync(JsonObject message)
    {
        message["jsonrpc"] = "2.0";
        var body = Encoding.UTF8.GetBytes(message.ToJsonString());
        await _writing.WaitAsync(Stop);
        try
        {
            var output = _process.StandardInput.BaseStream;
            await output.WriteAsync(Encoding.ASCII.GetBytes($"Content-Length: {body.Length}\r\n\r\n"), Stop);
            await output.WriteAsync(body, Stop);
            await output.FlushAsync(Stop);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Until the server ends; then whoever still waits is told.</summary>
    private async Task ReadAsync()
    {
        var input = _process.StandardOutput.BaseStream;
        while (await LengthAsync(input) is { } length)
        {
            var body = new byte[length];
            await input.ReadExactlyAsync(body);
            await TakeAsync(JsonNode.Parse(body)!);
        }

        var ended = new InvalidOperationException($"The language server has ended: {await _process.StandardError.ReadToEndAsync()}");
        _configured.TrySetException(ended);
        _answers.Values.ToList().ForEach(answer => answer.TrySetException(ended));
        _underlined.Values.ToList().ForEach(published => published.TrySetException(ended));
    }

    private async Task TakeAsync(JsonNode message)
    {
        switch ((string?)message["method"])
        {
            case null:
                _answers[(int)message["id"]!].TrySetResult(message["result"]);
                break;
            case "textDocument/publishDiagnostics":
                _underlined[(string)message["params"]!["uri"]!].TrySetResult(message["params"]!["diagnostics"]!);
                break;
            case "workspace/configuration":
                // Nothing is looked up on the network.
                var settings = message["params"]!["items"]!.AsArray().Select(item => (string?)item!["section"] == "yaml"
                    ? JsonNode.Parse("""{"validate": true, "hover": true, "completion": true, "schemaStore": {"enable": false}}""")
                    : null);
                await SendAsync(new JsonObject { ["id"] = message["id"]!.DeepClone(), ["result"] = new JsonArray([.. settings]) });
                _configured.TrySetResult();
                break;
            default:
                break;
        }
    }

    /// <summary>The headers of a message; null when there are no more messages.</summary>
    private static async Task<int?> LengthAsync(Stream input)
    {
        var headers = new StringBuilder();
        var one = new byte[1];
        while (!headers.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await input.ReadAsync(one) == 0)
            {
                return null;
            }

            headers.Append((char)one[0]);
        }

        const string Name = "Content-Length:";
        var line = headers.ToString().Split("\r\n").Single(header => header.StartsWith(Name, StringComparison.OrdinalIgnoreCase));
        return int.Parse(line[Name.Length..], CultureInfo.InvariantCulture);
    }
}
