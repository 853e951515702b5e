using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Scim;

/// <summary>What a target of the kind scim needs beside its address.</summary>
public sealed class FindingAScimServer
{
    private const string Alone = """
        name: alone
        attributes:
          - {name: userName, path: userName}
          - {name: externalId, path: externalId}
          - {name: active, path: active, type: boolean}

        """;

    [Fact]
    public async Task It_needs_a_token_or_a_client_that_gets_one()
    {
        var nothing = await PlanAsync(new Cli().With("GENESYS_CLIENT_ID", null).With("GENESYS_CLIENT_SECRET", null), "extends: rfc7644\n");
        var noEndpoint = await PlanAsync(new Cli(), Alone);

        Assert.Contains("error GSS534: no credentials: set SCIM_TOKEN", nothing.Error, StringComparison.Ordinal);
        Assert.Contains("error GSS533: nothing says where tokens for \"https://scim.example/base\" come from", noEndpoint.Error, StringComparison.Ordinal);
        Assert.Equal((1, 1), (nothing.Exit, noEndpoint.Exit));
    }

    [Fact]
    public async Task A_token_from_the_environment_is_asked_for_nowhere()
    {
        var server = new ScriptedServer { Answer = sent => ScriptedServer.Page(0, []) };
        var run = await PlanAsync(new Cli { Network = () => server }.With("SCIM_TOKEN", "canary-7c11"), Alone);

        Assert.True(run.Exit == 0, run.ToString());
        Assert.Equal(0, server.Tokens);
        Assert.All(server.Sent, sent => Assert.Equal(("Bearer canary-7c11", "scim.example"), (sent.Authorization, sent.Url.Host)));
        Assert.StartsWith("https://scim.example/base/Users?", server.Sent[0].Url.AbsoluteUri.Replace("Groups", "Users", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("canary", run.ToString(), StringComparison.Ordinal);
    }

    private static async Task<CliRun> PlanAsync(Cli cli, string dialect)
    {
        using var folder = new TempFolder($"scim-target-{dialect.Length}");
        folder.Write("own.yaml", dialect);
        folder.Write("scimstate.yaml", "organization: acme\ntarget: {kind: scim, apiUrl: \"https://scim.example/base\"}\ndialect: ./own.yaml\nstate: [\"*.state.yaml\"]\n");
        folder.Write("a.state.yaml", "users: []\n");
        return await cli.RunAsync("plan", "-C", folder.Path);
    }
}
