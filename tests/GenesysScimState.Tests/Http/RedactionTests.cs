using System.Net;
using System.Text;
using System.Text.Json;
using GenesysScimState.Http;
using Xunit;

namespace GenesysScimState.Tests.Http;

public sealed class RedactionTests
{
    private const string Secret = "CANARY+77b1/e0=\"x é";

    public static TheoryData<string> Forms
    {
        get
        {
            var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret));
            return new(
                Secret, Uri.EscapeDataString(Secret), WebUtility.UrlEncode(Secret), Uri.EscapeDataString(Secret).Replace("%2B", "%2b", StringComparison.Ordinal)
                    .Replace("%2F", "%2f", StringComparison.Ordinal).Replace("%3D", "%3d", StringComparison.Ordinal).Replace("%C3%A9", "%c3%a9", StringComparison.Ordinal),
                base64, base64.TrimEnd('='), base64.Replace('+', '-').Replace('/', '_'), JsonEncodedText.Encode(Secret).ToString(),
                JsonSerializer.Serialize(Secret)[1..^1], Secret.Replace("/", "\\/", StringComparison.Ordinal), Uri.EscapeDataString(base64),
                Uri.EscapeDataString(Uri.EscapeDataString(Secret)));
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_form_of_a_secret_is_masked(string form)
    {
        var redaction = new Redaction();
        redaction.Add(Secret);

        Assert.Equal("said \"***\" twice: ***", redaction.Hide($"said \"{form}\" twice: {form}"));
    }

    [Theory]
    [InlineData("http://svc:S3cr3t-pw@127.0.0.1:8080/", "http://***@127.0.0.1:8080/")]
    [InlineData("'http://svc:p@ss@proxy:1' failed; see https://a.example/x@y", "'http://***@proxy:1' failed; see https://a.example/x@y")]
    [InlineData("http://one:1@a http://two:2@b", "http://***@a http://***@b")]
    [InlineData("https://api.example/users?filter=a@b", "https://api.example/users?filter=a@b")]
    [InlineData("ana@example.com", "ana@example.com")]
    public void Credentials_in_urls_are_masked(string text, string expected) => Assert.Equal(expected, new Redaction().Hide(text));

    [Theory]
    [InlineData("HTTPS_PROXY", "http://svc:S3cr3t%2Dpw@proxy.acme.example:3128")]
    [InlineData("http_proxy", "svc:S3cr3t-pw@proxy.acme.example:3128")]
    [InlineData("ALL_PROXY", "socks5://svc:S3cr3t-pw@proxy.acme.example")]
    public void Credentials_of_proxies_are_masked_in_every_form(string variable, string value)
    {
        var redaction = Redaction.FromEnvironment(name => name == variable ? value : null);

        foreach (var form in new[] { "S3cr3t-pw", "svc:S3cr3t-pw", Convert.ToBase64String("svc:S3cr3t-pw"u8) })
        {
            Assert.Equal("<***>", redaction.Hide($"<{form}>"));
        }
    }

    [Theory]
    [InlineData("\uFEFFS3cr3t-token")]
    [InlineData("S3cr3t-token\u200B\r\n")]
    [InlineData("\tS3cr3t-token ")]
    public void Pasted_secret_is_masked_as_it_is_sent(string value)
    {
        var redaction = Redaction.FromEnvironment(name => name == "GITHUB_TOKEN" ? value : null);

        Assert.Equal("bad Bearer ***", redaction.Hide("bad Bearer S3cr3t-token"));
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("a")]
    [InlineData("not")]
    [InlineData("emulator")]
    public void Words_are_not_masked(string secret)
    {
        var redaction = Redaction.FromEnvironment(name => name == "GENESYS_CLIENT_SECRET" ? secret : null);

        Assert.Equal("client not found (emulator)", redaction.Hide("client not found (emulator)"));
    }
}
