using GenesysScimState.Core.Model;
using Xunit;

namespace GenesysScimState.Tests.Planning;

public sealed class RegionTests
{
    [Theory]
    [InlineData("eu-west-1", "mypurecloud.ie")]
    [InlineData("EU_WEST_1", "mypurecloud.ie")]
    [InlineData("api.mypurecloud.ie", "mypurecloud.ie")]
    [InlineData("login.euw2.pure.cloud", "euw2.pure.cloud")]
    [InlineData("https://apps.mypurecloud.de/directory/#/", "mypurecloud.de")]
    [InlineData(" HTTPS://API.USW2.PURE.CLOUD/ ", "usw2.pure.cloud")]
    [InlineData("mypurecloud.com.", "mypurecloud.com")]
    [InlineData("apps.example", "apps.example")]
    public void Domain_is_found_from_a_key_a_domain_or_a_host(string text, string domain) => Assert.Equal(domain, Region.DomainOf(text));

    [Theory]
    [InlineData("eu-west-9")]
    [InlineData("api.")]
    [InlineData("https://")]
    [InlineData("a b.example")]
    [InlineData("")]
    public void Other_text_is_not_a_region(string text) => Assert.Null(Region.DomainOf(text));
}
