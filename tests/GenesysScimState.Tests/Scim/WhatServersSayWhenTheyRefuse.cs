using System.Text;
using GenesysScimState.Scim;
using Xunit;

namespace GenesysScimState.Tests.Scim;

public sealed class WhatServersSayWhenTheyRefuse
{
    [Theory]
    [InlineData("""{"error":"invalid_client","description":"client not found","error_description":"client not found"}""", "invalid_client", "client not found", null)]
    [InlineData("""{"message":"Rate limit exceeded","code":"too.many.requests","status":429,"contextId":"c-1","details":[],"errors":[]}""", "too.many.requests", "Rate limit exceeded", "c-1")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"409","scimType":"uniqueness","detail":"in use"}""", "uniqueness", "in use", null)]
    [InlineData("""{"status":400,"scimType":null,"detail":["one","two"]}""", null, """["one","two"]""", null)]
    [InlineData("""{"type":"about:blank","title":"Bad Request","status":400}""", null, "Bad Request", null)]
    [InlineData("plain text", null, "plain text", null)]
    [InlineData("<!doctype html><html><head><title>502 Bad Gateway</title></head></html>", null, "502 Bad Gateway", null)]
    [InlineData("<html></html>", null, "an HTML page", null)]
    [InlineData("", null, null, null)]
    [InlineData("[1]", null, "[1]", null)]
    [InlineData("{}", null, null, null)]
    public void Every_form_is_understood(string body, string? code, string? message, string? contextId) =>
        Assert.Equal(new ApiError(code, message, contextId), ApiError.Parse(Encoding.UTF8.GetBytes(body)));
}
