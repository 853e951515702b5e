using System.Globalization;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Scim;

/// <summary>A folder with state files, the program, and a <see cref="PeerServer"/>.</summary>
internal sealed class PeerBench : IDisposable
{
    private readonly TempFolder _folder;
    private readonly PeerServer _server;
    private readonly Cli _cli;

    public PeerBench(Peer peer, PeerServer server)
    {
        (_server, _folder) = (server, new TempFolder("peer"));
        _cli = new Cli { Network = () => new Shared(server) }.With("SCIM_TOKEN", "canary-token");
        var capabilities = peer.Capabilities.StartsWith("pageSize", StringComparison.Ordinal) ? peer.Capabilities
            : peer.Capabilities.Length == 0 ? "pageSize: 5" : $"pageSize: 5, {peer.Capabilities}";
        _folder.Write("own.yaml", $"extends: rfc7644\ncapabilities: {{{capabilities}}}\n{peer.Dialect}");
        _folder.Write("scimstate.yaml", $"organization: acme\ntarget: {{kind: scim, apiUrl: \"{peer.ApiUrl}\"}}\ndialect: ./own.yaml\nstate: [\"state/**/*.yaml\"]\n{peer.Configuration}");
    }

    public void Declare(bool withTitle)
    {
        var users = Enumerable.Range(1, PeerServers.People).Select(number => string.Create(
            CultureInfo.InvariantCulture,
            $"  - {{userName: user{number}@x.test, externalId: e{number}{(number == 1 && withTitle ? ", title: Agent" : number == 1 ? ", title: null" : "")}{(number == 2 ? ", name: {givenName: Ada, familyName: Gil}" : "")}{(number == 3 && !withTitle ? ", active: false" : "")}}}\n"));
        var members = withTitle ? "user1@x.test, user2@x.test, user4@x.test" : "user1@x.test, user4@x.test";
        _folder.Write("state/a.yaml", $"users:\n{string.Concat(users)}groups:\n  - {{displayName: Support, membership: exclusive, members: [{members}]}}\n");
    }

    public void Declare(string state) => _folder.Write("state/a.yaml", state);

    public string At(string name) => _folder.At(name);

    public async Task ConvergesAsync(bool writes)
    {
        var before = _server.Writes.Count;
        await RunAsync(0, "apply", "--auto-approve", "--verify");
        Assert.Equal(writes, _server.Writes.Count > before);
        before = _server.Writes.Count;
        await RunAsync(0, "apply", "--auto-approve");
        await RunAsync(0, "plan", "--detailed-exitcode");
        Assert.Equal(before, _server.Writes.Count);
    }

    public async Task<CliRun> RunAsync(int exit, params string[] arguments)
    {
        var run = await _cli.RunAsync([.. arguments, "-C", _folder.Path]);
        Assert.True(run.Exit == exit, $"{run}\n{string.Join('\n', _server.Log.TakeLast(20))}");
        Assert.DoesNotContain("canary", run.ToString(), StringComparison.Ordinal);
        return run;
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A server that outlives the commands.</summary>
    private sealed class Shared(PeerServer server) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _server = new(server, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            _server.SendAsync(request, cancellationToken);
    }
}
