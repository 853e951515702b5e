using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Commands;

/// <summary>Credentials as they are pasted into the settings of a repository.</summary>
public sealed class CredentialVariablesTests
{
    private const string GenesysTarget = "organization: acme\ntarget: {kind: genesys-cloud, region: eu-west-1}\nstate: [\"*.state.yaml\"]\n";
    private const string ScimTarget = "organization: acme\ntarget: {kind: scim, apiUrl: \"https://scim.acme.example\", tokenUrl: \"https://scim.acme.example/token\"}\n"
        + "dialect: rfc7644\nstate: [\"*.state.yaml\"]\n";

    [Theory]
    [InlineData("GENESYSCLOUD_ACCESS_TOKEN", "abcdef\n")]
    [InlineData("GENESYSCLOUD_ACCESS_TOKEN", "\uFEFFabcdef")]
    [InlineData("GENESYSCLOUD_ACCESS_TOKEN", "\tabcdef\u00A0\r\n")]
    [InlineData("SCIM_TOKEN", "abcdef\u200B")]
    public async Task White_space_around_a_token_is_taken_off(string variable, string value)
    {
        var seen = new List<string?>();
        var run = await RunAsync(variable, value, request =>
        {
            seen.Add(request.Headers.Authorization?.ToString());
            return new HttpResponseMessage(System.Net.HttpStatusCode.Forbidden);
        });

        Assert.All(seen, header => Assert.Equal("Bearer abcdef", header));
        Assert.NotEmpty(seen);
        Assert.DoesNotContain("GSS799", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GENESYSCLOUD_ACCESS_TOKEN", "abc\ndef-canary", "GENESYSCLOUD_ACCESS_TOKEN contains U+000A at character 4; copy the value again")]
    [InlineData("GENESYSCLOUD_ACCESS_TOKEN", "Bearer abc-canary", "GENESYSCLOUD_ACCESS_TOKEN begins with \"Bearer\"; set the token alone")]
    [InlineData("SCIM_TOKEN", "\"abc-canary\"", "SCIM_TOKEN is in quotes; set the value without them")]
    [InlineData("SCIM_TOKEN", "abc\u200Bcanary", "SCIM_TOKEN contains U+200B at character 4; copy the value again")]
    [InlineData("SCIM_TOKEN", "abc\u2028canary", "SCIM_TOKEN contains U+2028 at character 4; copy the value again")]
    public async Task Value_that_is_no_credential_is_named_by_its_variable(string variable, string value, string expected)
    {
        var run = await RunAsync(variable, value, _ => throw new InvalidOperationException("nothing is sent"));

        Assert.Equal($"error GSS539: {expected}\n", run.Error);
        Assert.DoesNotContain("canary", run.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GENESYS_CLIENT_ID", "GENESYS_CLIENT_SECRET (or GENESYSCLOUD_OAUTHCLIENT_SECRET) is not set, and the client id is;")]
    [InlineData("GENESYSCLOUD_OAUTHCLIENT_SECRET", "GENESYS_CLIENT_ID (or GENESYSCLOUD_OAUTHCLIENT_ID) is not set, and the client secret is;")]
    public async Task Missing_variable_is_named_alone(string set, string expected)
    {
        var run = await RunAsync(set, "value-of-it", _ => throw new InvalidOperationException("nothing is sent"));

        Assert.StartsWith($"error GSS540: {expected}", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("GSS709", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("  ")]
    public async Task Blank_variable_is_a_variable_that_is_not_set(string value)
    {
        var run = await RunAsync("GENESYS_CLIENT_SECRET", value, _ => throw new InvalidOperationException("nothing is sent"));

        Assert.StartsWith("error GSS709: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_in_the_answer_of_a_server_is_masked_in_every_form()
    {
        const string token = "CANARY+token/77=";
        var base64 = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(token));
        var said = $"bad {token} {Uri.EscapeDataString(token)} {base64}";

        var run = await RunAsync("SCIM_TOKEN", token, _ => new HttpResponseMessage(System.Net.HttpStatusCode.BadRequest)
        {
            Content = new StringContent($$"""{"detail":"{{said}}"}"""),
        });

        Assert.Contains("bad *** *** ***", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", run.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(base64, run.ToString(), StringComparison.Ordinal);
    }

    private static async Task<CliRun> RunAsync(string variable, string value, Func<HttpRequestMessage, HttpResponseMessage> respond)
    {
        using var folder = new TempFolder();
        folder.Write("scimstate.yaml", variable == "SCIM_TOKEN" ? ScimTarget : GenesysTarget);
        folder.Write("a.state.yaml", "users: []\n");
        var cli = new Cli { Network = () => new Responder(respond) };
        cli.With("GENESYS_CLIENT_ID", null).With("GENESYS_CLIENT_SECRET", null).With(variable, value);
        return await cli.RunAsync("plan", "-C", folder.Path);
    }

    private sealed class Responder(Func<HttpRequestMessage, HttpResponseMessage> respond) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(respond(request));
    }
}
