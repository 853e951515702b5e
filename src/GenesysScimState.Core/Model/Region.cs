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

    /// <summary>
    /// The domain for an AWS key (dashes or underscores, any case) or a domain; null when the text is neither: a key has
    /// no dot, a domain has.
    /// </summary>
    public static string? DomainOf(string text)
    {
        var region = text.Trim().ToLowerInvariant();
        return Domains.TryGetValue(region.Replace('_', '-'), out var domain) ? domain
            : region.Contains('.', StringComparison.Ordinal) && Uri.CheckHostName(region) == UriHostNameType.Dns ? region
            : null;
    }
}
