using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary>
/// The organization is read while the state files are; an organization that never answers shows who waits for whom.
/// </summary>
public sealed class FilesAndOrganizationAtOnce : IDisposable
{
    private readonly TempFolder _folder = new("at-once");
    private readonly Silence _silence = new();
    private readonly Cli _cli;

    public FilesAndOrganizationAtOnce()
    {
        _cli = new Cli { Network = () => _silence };
        _folder.Write("scimstate.yaml", """
            organization: acme
            target: {kind: genesys-cloud, apiUrl: "http://127.0.0.1:9", tokenUrl: "http://127.0.0.1:9/oauth/token"}
            state: ["*.state.yaml"]
            """);
        _folder.Write("team.state.yaml", "users:\n  - {userName: ana@example.org, externalId: e-ana}\n");
    }

    [Theory]
    [InlineData("team.state.yaml", "users: [{userName: ana@example.org, titel: Agent}]\n")]
    [InlineData("approvals/one.yaml", "plan: 1\n")]
    public async Task Errors_in_a_file_end_what_is_under_way(string file, string text)
    {
        _folder.Write(file, text);

        var run = await RunAsync();

        Assert.Equal(3, run.Exit);
        Assert.StartsWith($"{file}:1:", run.Error, StringComparison.Ordinal);
        Assert.Equal((1, 1), (_silence.Asked, _silence.Ended));
    }

    [Fact]
    public async Task Nothing_is_asked_while_nobody_knows_where()
    {
        _folder.Write("scimstate.yaml", File.ReadAllText(_folder.At("scimstate.yaml")) + "\ndialekt: nested\n");

        var run = await RunAsync();

        Assert.Equal((3, 0), (run.Exit, _silence.Asked));
    }

    [Fact]
    public async Task Errors_in_a_file_are_told_before_why_there_is_no_connection()
    {
        _folder.Write("team.state.yaml", "users: [{userName: ana@example.org, titel: Agent}]\n");
        _cli.With("GENESYS_CLIENT_SECRET", null);

        var run = await RunAsync();

        Assert.Equal((3, 0), (run.Exit, _silence.Asked));
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Errors_in_a_file_are_told_before_that_there_can_be_no_log()
    {
        _folder.Write(".scimstate", "a file where the folder belongs");
        var run = await RunAsync("apply");
        _folder.Write("team.state.yaml", "users: [{userName: ana@example.org, titel: Agent}]\n");
        var withErrors = await RunAsync("apply");

        Assert.Equal((1, 3, 0), (run.Exit, withErrors.Exit, _silence.Asked));
    }

    public void Dispose()
    {
        _silence.Dispose();
        _folder.Dispose();
    }

    private Task<CliRun> RunAsync(string command = "plan") => _cli.RunAsync(command, "-C", _folder.Path);

    /// <summary>Answers nothing until nobody waits any more.</summary>
    private sealed class Silence : HttpMessageHandler
    {
        public int Asked { get; private set; }

        public int Ended { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked++;
            try
            {
                return await new TaskCompletionSource<HttpResponseMessage>().Task.WaitAsync(cancellationToken);
            }
            finally
            {
                Ended++;
            }
        }
    }
}
