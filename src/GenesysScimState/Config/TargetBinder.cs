using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Config;

/// <summary>The <c>target</c> of a configuration.</summary>
internal static class TargetBinder
{
    private static readonly (string Setting, string[] Kinds)[] Settings =
    [
        ("region", ["genesys-cloud"]),
        ("apiUrl", ["genesys-cloud", "scim"]),
        ("tokenUrl", ["genesys-cloud", "scim"]),
        ("data", ["emulator"]),
        ("seed", ["emulator"]),
        ("faults", ["emulator"]),
    ];

    public static Target Bind(
        YamlMapping? target,
        AcceptedValues values,
        Func<string, string> absolute,
        ImmutableArray<Diagnostic>.Builder findings)
    {
        var kind = values.Text(target, "kind") ?? "genesys-cloud";
        if (target?["kind"] is null || values.Scalar(target, "kind") is not null)
        {
            CheckSettings(target, kind, findings);
            CheckUrls(target, values, kind, findings);
        }

        var region = values.Scalar(target, "region");
        if (region is not null && Region.DomainOf(region.Text) is null)
        {
            findings.Add(ConfigDiagnostics.UnknownRegion(
                region.Text, [.. Region.Domains.Keys.Order(StringComparer.Ordinal)], region.At));
        }

        return new(KindOf(kind))
        {
            Region = region?.Text,
            ApiUrl = Url(values.Scalar(target, "apiUrl"), findings),
            TokenUrl = Url(values.Scalar(target, "tokenUrl"), findings),
            Data = kind == "emulator" ? absolute(values.Text(target, "data") ?? ".scimstate/emulator.json") : null,
            Seed = values.Text(target, "seed") is { } seed ? absolute(seed) : null,
            Faults = values.Text(target, "faults") is { } faults ? absolute(faults) : null,
        };
    }

    private static void CheckSettings(YamlMapping? target, string kind, ImmutableArray<Diagnostic>.Builder findings)
    {
        foreach (var (key, _) in target?.Pairs ?? [])
        {
            var kinds = Settings.FirstOrDefault(setting => setting.Setting == key.Text).Kinds;
            if (kinds is not null && !kinds.Contains(kind, StringComparer.Ordinal))
            {
                findings.Add(ConfigDiagnostics.SettingOfOtherKind(key.Text, kind, kinds, key.At));
            }
        }
    }

    private static void CheckUrls(
        YamlMapping? target, AcceptedValues values, string kind, ImmutableArray<Diagnostic>.Builder findings)
    {
        var apiUrl = values.Scalar(target, "apiUrl");
        var tokenUrl = values.Scalar(target, "tokenUrl");
        var region = values.Scalar(target, "region");
        if (kind == "scim" && target is not null && target["apiUrl"] is null)
        {
            findings.Add(ConfigDiagnostics.ApiUrlNeeded(kind, target.At));
        }
        else if (kind == "genesys-cloud" && apiUrl is not null && target!["tokenUrl"] is null)
        {
            findings.Add(ConfigDiagnostics.UrlPairIncomplete("apiUrl", "tokenUrl", apiUrl.At));
        }
        else if (kind == "genesys-cloud" && tokenUrl is not null && target!["apiUrl"] is null)
        {
            findings.Add(ConfigDiagnostics.UrlPairIncomplete("tokenUrl", "apiUrl", tokenUrl.At));
        }

        if (region is not null && apiUrl is not null)
        {
            findings.Add(ConfigDiagnostics.RegionAndUrl(apiUrl.At));
        }
    }

    private static Uri? Url(YamlScalar? scalar, ImmutableArray<Diagnostic>.Builder findings)
    {
        if (scalar is null)
        {
            return null;
        }

        if (!Uri.TryCreate(scalar.Text, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp)
            || url.UserInfo.Length + url.Query.Length + url.Fragment.Length > 0)
        {
            findings.Add(ConfigDiagnostics.MalformedUrl(scalar.Text, scalar.At));
            return null;
        }

        if (url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback)
        {
            findings.Add(ConfigDiagnostics.PlainHttp(scalar.Text, scalar.At));
        }

        return url;
    }

    private static TargetKind KindOf(string kind) => kind switch
    {
        "emulator" => TargetKind.Emulator,
        "scim" => TargetKind.Scim,
        _ => TargetKind.GenesysCloud,
    };
}
