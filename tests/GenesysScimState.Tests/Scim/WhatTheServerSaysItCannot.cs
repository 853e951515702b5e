using GenesysScimState.Core.Applying;
using GenesysScimState.Core.Model;
using Xunit;

namespace GenesysScimState.Tests.Scim;

/// <summary>ServiceProviderConfig: read once where the dialect asks for it, and never a reason to do more than the dialect.</summary>
public sealed class WhatTheServerSaysItCannot
{
    private static readonly Dialect Any = Genesys.Dialect with { Capabilities = new() { Discovery = true, InactiveListedApart = false } };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Is_not_asked_of_it()
    {
        var server = Says("""{"patch":{"supported":false},"etag":{"supported":"False"},"filter":{"supported":false}}""");
        using var organization = server.Organization(Any);

        await organization.ReadAsync(Cancellation);
        await organization.ReadAsync(Cancellation);
        await organization.WriteAsync(Genesys.Update(Genesys.Set("title", "Agent", "Lead")), Genesys.Nobody, Cancellation);
        await organization.WriteAsync(Genesys.Creation(), Genesys.Nobody, Cancellation);

        Assert.Equal(1, server.Log.Count(line => line == "GET /ServiceProviderConfig"));
        Assert.Null(server.Sent.Single(sent => sent.Method == "PUT").IfMatch);
        Assert.DoesNotContain(server.Log, line => line.StartsWith("PATCH", StringComparison.Ordinal) || line.Contains("filter", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(200, """{"patch":{"supported":true},"etag":{"supported":true}}""")]
    [InlineData(404, "")]
    [InlineData(200, "{}")]
    public async Task Is_what_the_dialect_says_where_it_says_nothing_else(int status, string body)
    {
        var server = Says(body, status);
        using var organization = server.Organization(Any);

        await organization.ReadAsync(Cancellation);
        await organization.WriteAsync(Genesys.Update(Genesys.Set("title", "Agent", "Lead")), Genesys.Nobody, Cancellation);

        Assert.Equal("\"56\"", server.Sent.Single(sent => sent.Method == "PATCH").IfMatch);
    }

    [Fact]
    public async Task Is_not_guessed_when_the_server_fails()
    {
        using var organization = Says("", 401).Organization(Any);

        Assert.Equal("GSS504", (await Assert.ThrowsAsync<OrganizationException>(() => organization.ReadAsync(Cancellation))).Problem.Code);
    }

    private static ScriptedServer Says(string configuration, int status = 200) => new()
    {
        Answer = sent => sent.Path == "/ServiceProviderConfig" ? ScriptedServer.Json(status, configuration)
            : sent.Path.Contains('?', StringComparison.Ordinal) ? ScriptedServer.Page(sent, sent.Path.StartsWith("/Users", StringComparison.Ordinal) ? [ScriptedServer.User("1", more: "\"title\":\"Agent\"")] : [])
            : sent.Method == "POST" ? ScriptedServer.Json(409, """{"scimType":"uniqueness"}""")
            : ScriptedServer.Json(200, ScriptedServer.User("1", more: $"\"title\":\"{(sent.Method == "GET" ? "Agent" : "Lead")}\"")),
    };
}
