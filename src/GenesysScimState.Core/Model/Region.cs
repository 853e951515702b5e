using System.Collections.Frozen;

namespace GenesysScimState.Core.Model;

/// <summary>
/// Genesys Cloud regions: the AWS key and the domain behind it. The API is at <c>api.</c>, tokens at <c>login.</c> of the
/// domain (PureCloudRegionHosts and ApiClient of the official SDKs, 262.0.0 and 270.0.0). Regions get added, so any other
/// domain is taken as it is.
/// </summary>
public static class Region
{
    /// <summary>By key, written with dashes as AWS and the Terraform provider do.</summary>
    public static FrozenDictionary<string, string> Domains { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["us-east-1"] = "mypurecloud.com",
        ["us-east-2"] = "use2.us-gov-pure.cloud",
        ["us-west-2"] = "usw2.pure.cloud",
        ["ca-central-1"] = "cac1.pure.cloud",
        ["sa-east-1"] = "sae1.pure.cloud",
        ["mx-central-1"] = "mxc1.pure.cloud",
        ["eu-west-1"] = "mypurecloud.ie",
        ["eu-west-2"] = "euw2.pure.cloud",
        ["eu-central-1"] = "mypurecloud.de",
        ["eu-central-2"] = "euc2.pure.cloud",
        ["eusc-de-east-1"] = "edee1.eusc-pure.cloud",
        ["me-central-1"] = "mec1.pure.cloud",
        ["ap-south-1"] = "aps1.pure.cloud",
        ["ap-northeast-1"] = "mypurecloud.jp",
        ["ap-northeast-2"] = "apne2.pure.cloud",
        ["ap-northeast-3"] = "apne3.pure.cloud",
        ["ap-southeast-1"] = "apse1.pure.cloud",
        ["ap-southeast-2"] = "mypurecloud.com.au",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The hosts of a region that people copy from a browser or a client (ApiClient of the official SDKs).</summary>
    private static readonly string[] Prefixes = ["api.", "login.", "apps."];

    /// <summary>
    /// The domain for an AWS key (dashes or underscores, any case), a domain, or the address of one of its hosts, such as
    /// <c>https://api.mypurecloud.ie/</c>; null when the text is none of them: a key has no dot, a domain has.
    /// </summary>
    public static string? DomainOf(string text)
    {
        var region = HostOf(text.Trim().ToLowerInvariant());
        region = Prefixes.FirstOrDefault(prefix => region.StartsWith(prefix, StringComparison.Ordinal)) is { } found
            && region[found.Length..].Contains('.', StringComparison.Ordinal) ? region[found.Length..] : region;
        return Domains.TryGetValue(region.Replace('_', '-'), out var domain) ? domain
            : region.Contains('.', StringComparison.Ordinal) && Uri.CheckHostName(region) == UriHostNameType.Dns ? region
            : null;
    }

    /// <summary>The host of a URL; another text as it is.</summary>
    private static string HostOf(string text)
    {
        var start = text.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0;
        var end = text.IndexOf('/', start) is >= 0 and var slash ? slash : text.Length;
        return text[start..end].TrimEnd('.');
    }
}
