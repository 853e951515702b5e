using System.Net;
using System.Net.Http.Headers;
using System.Text;
using GenesysScimState.Emulator;
using Xunit;
using static GenesysScimState.Tests.Emulator.EmulatedOrganization;

namespace GenesysScimState.Tests.Emulator;

public sealed class TokenEndpoint
{
    [Fact]
    public async Task Gives_a_token_for_the_right_credentials()
    {
        using var org = Open();
        var reply = await AskAsync(org, TokenRequest("emulator", "emulator"));
        reply.Is(HttpStatusCode.OK);
        Assert.Equal("bearer", (string)reply.Body!["token_type"]!);
        Assert.Equal(86_400, (int)reply.Body["expires_in"]!);
    }

    [Fact]
    public async Task Takes_a_charset_behind_the_content_type()
    {
        using var org = Open();
        using var request = TokenRequest("emulator", "emulator");
        request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-www-form-urlencoded; charset=utf-8");
        (await AskAsync(org, request)).Is(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("nobody", "emulator", HttpStatusCode.BadRequest, "client not found")]
    [InlineData("emulator", "wrong", HttpStatusCode.Unauthorized, "authentication failed")]
    public async Task Tells_a_wrong_client_from_a_wrong_secret(string client, string secret, HttpStatusCode status, string description)
    {
        using var org = Open();
        var reply = await AskAsync(org, TokenRequest(client, secret));
        reply.Is(status);
        Assert.Equal("invalid_client", (string)reply.Body!["error"]!);
        Assert.Equal(description, (string)reply.Body["description"]!);
        Assert.Equal(description, (string)reply.Body["error_description"]!);
    }

    [Fact]
    public async Task Refuses_other_grants_and_other_content_types()
    {
        using var org = Open();
        (await AskAsync(org, TokenRequest("emulator", "emulator", "password"))).Is(HttpStatusCode.BadRequest);
        using var request = TokenRequest("emulator", "emulator");
        request.Content = new StringContent("""{"grant_type":"client_credentials"}""", Encoding.UTF8, "application/json");
        (await AskAsync(org, request)).Is(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Takes_the_credentials_it_was_given()
    {
        using var org = Open(new EmulatorOptions { ClientId = "me", ClientSecret = "s:e:c" });
        (await AskAsync(org, TokenRequest("me", "s:e:c"))).Is(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(null, "authentication.required")]
    [InlineData("Basic abc", "authentication.required")]
    [InlineData("Bearer abc", "bad.credentials")]
    public async Task Without_its_token_the_api_is_closed(string? authorization, string code)
    {
        using var org = Open();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v2/scim/users");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        var reply = await AskAsync(org, request);
        reply.Is(HttpStatusCode.Unauthorized);
        Assert.Equal(code, reply.Code);
        Assert.Equal(401, (int)reply.Body!["status"]!);
        Assert.StartsWith("Bearer", reply.Headers["WWW-Authenticate"], StringComparison.Ordinal);
        Assert.Equal(reply.Headers["ININ-Correlation-Id"], (string)reply.Body["contextId"]!);
    }

    [Fact]
    public async Task Its_tokens_expire()
    {
        using var org = Open(new EmulatorOptions { TokenLifetime = TimeSpan.FromMinutes(5) });
        (await org.GetAsync("users")).Is(HttpStatusCode.OK);
        org.Time.Advance(TimeSpan.FromSeconds(299));
        (await org.GetAsync("users")).Is(HttpStatusCode.OK);
        org.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("credentials.expired", (await org.GetAsync("users")).Is(HttpStatusCode.Unauthorized).Code);
    }

    private static async Task<Reply> AskAsync(EmulatedOrganization org, HttpRequestMessage request)
    {
        using var client = org.Anonymous;
        return await Reply.ReadAsync(await client.SendAsync(request, TestContext.Current.CancellationToken));
    }
}
