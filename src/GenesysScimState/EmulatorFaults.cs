using System.Collections.Immutable;
using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Emulator.Faults;

namespace GenesysScimState;

/// <summary>Reads what the emulator is to get wrong: the file that <c>emulator --faults</c> and a target's <c>faults</c> name.</summary>
internal static class EmulatorFaults
{
    private static readonly (string Setting, string[] Kinds)[] Settings =
    [
        ("retryAfter", ["rate-limit", "error"]),
        ("body", ["rate-limit", "error", "maintenance", "expired-token", "forbidden"]),
        ("status", ["error"]),
        ("when", ["error", "drop"]),
        ("milliseconds", ["delay"]),
        ("by", ["wrong-total"]),
        ("from", ["maintenance"]),
        ("for", ["maintenance"]),
    ];

    /// <param name="path">The file.</param>
    /// <param name="shown">Its name in findings.</param>
    public static Checked<FaultPlan> Read(string path, string shown)
    {
        if (!RegularFile.IsFromShell(path) && RegularFile.OtherKind(path) is { } kind)
        {
            return new(null, [FileDiagnostics.NotRegular(kind, new(shown, 1, 1))]);
        }

        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new(null, [FileDiagnostics.Unreadable(IoProblem.Of(exception), new(shown, 1, 1))]);
        }

        var parsed = YamlFile.Parse(shown, bytes, EmbeddedFiles.Schema("faults"), CommandDiagnostics.EmptyFaults);
        if (parsed.Value is not { Root: var root, Values: var values })
        {
            return new(null, parsed.Diagnostics);
        }

        var findings = parsed.Diagnostics.ToBuilder();
        var faults = values.Mappings(root, "faults").Select(mapping => Fault(mapping, values, findings)).OfType<Fault>().ToArray();
        return findings.Any(finding => finding.Severity == Severity.Error)
            ? new(null, findings.ToImmutable())
            : new(new FaultPlan(values.Integer(root, "seed") ?? 0, faults), findings.ToImmutable());
    }

    private static Fault? Fault(YamlMapping mapping, AcceptedValues values, ImmutableArray<Diagnostic>.Builder findings)
    {
        if (values.Text(mapping, "kind") is not { } kind)
        {
            return null;
        }

        foreach (var (key, _) in mapping.Pairs)
        {
            var kinds = Settings.FirstOrDefault(setting => setting.Setting == key.Text).Kinds;
            if (kinds is not null && !kinds.Contains(kind, StringComparer.Ordinal))
            {
                findings.Add(ConfigDiagnostics.SettingOfOtherKind(key.Text, kind, kinds, key.At));
            }
        }

        var usual = new Fault(FaultWords.Kind(kind));
        return usual with
        {
            Requests = Requests(values.Text(mapping, "requests")),
            Method = values.Text(mapping, "method"),
            Path = values.Text(mapping, "path"),
            Percent = values.Integer(mapping, "percent") ?? usual.Percent,
            Spares = values.Integer(mapping, "skip") ?? usual.Spares,
            Times = values.Integer(mapping, "times"),
            Burst = values.Integer(mapping, "burst") ?? usual.Burst,
            RetryAfter = values.Integer(mapping, "retryAfter"),
            Body = Body(values.Text(mapping, "body")),
            Status = values.Integer(mapping, "status") ?? usual.Status,
            AfterCommit = values.Text(mapping, "when") == "after",
            Milliseconds = values.Integer(mapping, "milliseconds") ?? usual.Milliseconds,
            By = values.Integer(mapping, "by") ?? usual.By,
            From = values.Integer(mapping, "from") ?? usual.From,
            For = values.Integer(mapping, "for") ?? usual.For,
        };
    }

    // The schema has admitted these words and no others.
    private static FaultRequests? Requests(string? word) => word switch
    {
        "api" => FaultRequests.Api,
        "token" => FaultRequests.Token,
        "reads" => FaultRequests.Reads,
        "lists" => FaultRequests.Lists,
        "writes" => FaultRequests.Writes,
        "all" => FaultRequests.All,
        _ => null,
    };

    private static FaultBody Body(string? word) => word switch
    {
        "html" => FaultBody.Html,
        "none" => FaultBody.None,
        _ => FaultBody.Json,
    };
}
