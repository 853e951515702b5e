using GenesysScimState.Http;
using Xunit;

namespace GenesysScimState.Tests.Http;

public sealed class HttpTransportTests
{
    [Theory]
    [InlineData("http://localhost:1")]
    [InlineData("http://LocalHost./x")]
    [InlineData("http://loopback/")]
    [InlineData("http://scim.localhost")]
    [InlineData("http://127.0.0.1")]
    [InlineData("http://127.8.9.1:99")]
    [InlineData("https://[::1]:8443")]
    [InlineData("http://[::ffff:127.0.0.1]")]
    public void This_machine_is_reached_without_a_proxy(string url)
    {
        Assert.True(HttpTransport.IsLoopback(new Uri(url)));
        Assert.Null(HttpTransport.ProxyFor(new Uri(url)));
    }

    [Theory]
    [InlineData("http://localhost.example.com")]
    [InlineData("http://notlocalhost")]
    [InlineData("http://128.0.0.1")]
    [InlineData("http://10.0.0.1")]
    [InlineData("http://127.0.0.1.example.com")]
    [InlineData("https://[::2]")]
    public void Other_hosts_are_not_this_machine(string url) => Assert.False(HttpTransport.IsLoopback(new Uri(url)));
}
