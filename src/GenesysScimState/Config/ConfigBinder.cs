using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Config;

/// <summary>
/// The tree of scimstate.yaml to <see cref="Configuration"/>: defaults filled in, paths made absolute.
/// </summary>
internal sealed class ConfigBinder
{
    private readonly YamlMapping _root;
    private readonly AcceptedValues _values;
    private readonly string _directory;
    private readonly ImmutableArray<Diagnostic>.Builder _findings = ImmutableArray.CreateBuilder<Diagnostic>();

    private ConfigBinder(YamlFile file, string directory)
    {
        _root = file.Root;
        _values = file.Values;
        _directory = directory;
    }

    /// <param name="directory">Where the configuration lies, absolute.</param>
    /// <param name="dialect">
    /// Null when it has errors of its own: then nobody can say which attributes there are.
    /// </param>
    public static Checked<Configuration> Bind(YamlFile file, string directory, Dialect? dialect)
    {
        var binder = new ConfigBinder(file, directory);
        var configuration = binder.Configuration(dialect);
        return new(configuration, binder._findings.ToImmutable());
    }

    private Configuration Configuration(Dialect? dialect) => new()
    {
        Organization = _values.Text(_root, "organization") ?? "",
        Target = TargetBinder.Bind(_values.Mapping(_root, "target"), _values, Absolute, _findings),
        State = [.. Patterns(_root, _values).Select(pattern => pattern.Text)],
        Policy = Policy(dialect),
        RateShare = _values.Integer(_values.Mapping(_root, "rate"), "share") ?? 100,
        Concurrency = _values.Integer(_values.Mapping(_root, "rate"), "concurrency"),
        Audit = Audit(_values.Mapping(_root, "audit")),
        IsGitHubDeclaredOnly = _values.Text(_values.Mapping(_root, "github"), "personalData") == "declared",
    };

    /// <summary>The patterns of state files with their places, the default when there are none.</summary>
    public static IEnumerable<YamlScalar> Patterns(YamlMapping root, AcceptedValues values) =>
        root["state"] is null ? [new(root.At, "state/**/*.yaml", isPlain: false)] : values.Scalars(root, "state");

    private Policy Policy(Dialect? dialect)
    {
        var defaults = new Policy();
        var unlisted = _values.Mapping(_root, "unlisted");
        var guarded = _values.Mapping(_root, "protected");
        return new()
        {
            Unlisted = _values.Text(unlisted, "users") switch
            {
                "ignore" => UnlistedAction.Ignore,
                "deactivate" => UnlistedAction.Deactivate,
                "delete" => UnlistedAction.Delete,
                _ => defaults.Unlisted,
            },
            Scope = _values.Mapping(unlisted, "scope") is { Pairs.IsEmpty: false } scope ? Scope(scope) : defaults.Scope,
            ProtectedUsers = Texts(guarded, "users"),
            ProtectedGroups = Texts(guarded, "groups"),
            Limits = LimitsBinder.Bind(_values.Mapping(_root, "limits"), _values),
            Ignore = Ignored(dialect),
        };
    }

    private UnlistedScope Scope(YamlMapping scope) => new()
    {
        ExternalIdPresent = _values.Text(scope, "externalId") == "present",
        ExternalIdPrefix = _values.Text(_values.Mapping(scope, "externalId"), "prefix"),
        UserNameDomain = _values.Text(_values.Mapping(scope, "userName"), "domain")?.TrimStart('@'),
        Division = _values.Text(scope, "division"),
    };

    private ImmutableArray<string> Ignored(Dialect? dialect)
    {
        var names = _values.Scalars(_root, "ignore").ToList();
        foreach (var name in names)
        {
            if (name.Text is "userName" or "externalId")
            {
                _findings.Add(ConfigDiagnostics.CannotIgnore(name.Text, name.At));
            }
            else if (dialect is not null && !IsKnown(dialect, name.Text))
            {
                _findings.Add(ConfigDiagnostics.UnknownIgnored(name.Text, NamesOf(dialect), name.At));
            }
        }

        return [.. names.Select(name => name.Text).Distinct(StringComparer.Ordinal)];
    }

    private static bool IsKnown(Dialect dialect, string name) =>
        dialect.Find(name) is { } row
        && (row.KeyOf(name) is not { } key || row.Keys.IsEmpty || row.Keys.Contains(key, StringComparer.Ordinal));

    private static ImmutableArray<string> NamesOf(Dialect dialect) =>
        [.. dialect.Attributes.Select(row => row.Name), .. dialect.Attributes.SelectMany(row => row.Keys.Select(row.NameOf))];

    private AuditSettings Audit(YamlMapping? audit)
    {
        var defaults = new AuditSettings { Path = Absolute(".scimstate/audit.jsonl") };
        return new()
        {
            Path = _values.Text(audit, "path") is { } path ? Absolute(path) : defaults.Path,
            MaxBytes = _values.Integer(audit, "maxBytes") ?? defaults.MaxBytes,
            MaxFiles = _values.Integer(audit, "maxFiles") ?? defaults.MaxFiles,
            PersonalData = _values.Text(audit, "personalData") == "hashed" ? PersonalData.Hashed : PersonalData.Full,
        };
    }

    private ImmutableArray<string> Texts(YamlMapping? owner, string key) =>
        [.. _values.Scalars(owner, key).Select(scalar => scalar.Text)];

    private string Absolute(string path) => Path.GetFullPath(path, _directory);
}
