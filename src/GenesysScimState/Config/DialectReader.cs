using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Config;

/// <summary>Dialect files to <see cref="Dialect"/>.</summary>
internal static class DialectReader
{
    public const string Default = "genesys-cloud";

    private static readonly ImmutableArray<string> Reserved = ["nested", "rfc7644"];

    /// <summary>What every command relies on: users are matched by the first two.</summary>
    private static readonly ImmutableArray<string> Needed = ["userName", "externalId", "active"];

    public static bool IsPath(string dialect) =>
        dialect.Contains('/', StringComparison.Ordinal) || dialect.EndsWith(".yaml", StringComparison.Ordinal)
        || dialect.EndsWith(".yml", StringComparison.Ordinal);

    /// <param name="at">Where the configuration names it.</param>
    public static Checked<Dialect> Embedded(string name, SourceSpan at) =>
        EmbeddedFiles.DialectNames.Contains(name, StringComparer.Ordinal)
            ? Parse($"dialects/{name}.yaml", EmbeddedFiles.DialectBytes(name).Span)
            : new(null, [Reserved.Contains(name, StringComparer.Ordinal)
                ? ConfigDiagnostics.DialectNotBuilt(name, EmbeddedFiles.DialectNames, at)
                : ConfigDiagnostics.UnknownDialect(name, EmbeddedFiles.DialectNames, at)]);

    public static Checked<Dialect> Parse(string file, ReadOnlySpan<byte> bytes)
    {
        var parsed = YamlFile.Parse(file, bytes, EmbeddedFiles.Schema("dialect"), FileDiagnostics.EmptyFile);
        if (parsed.Value is not { Root: { Pairs.IsEmpty: false } root, Values: var values })
        {
            return new(null, parsed.Diagnostics);
        }

        var findings = parsed.Diagnostics.ToBuilder();
        var rows = Rows(root, values, findings);
        var dialect = findings.Any(finding => finding.Severity == Severity.Error)
            ? null
            : new Dialect(values.Text(root, "name")!, rows)
            {
                Capabilities = Capabilities(values.Mapping(root, "capabilities"), values),
            };
        return new(dialect, findings.ToImmutable());
    }

    private static ImmutableArray<AttributeRow> Rows(
        YamlMapping root, AcceptedValues values, ImmutableArray<Diagnostic>.Builder findings)
    {
        var rows = ImmutableArray.CreateBuilder<AttributeRow>();
        var places = new Dictionary<string, SourceSpan>(StringComparer.Ordinal);
        foreach (var mapping in values.Mappings(root, "attributes"))
        {
            if (values.Scalar(mapping, "name") is not { } name)
            {
                continue;
            }

            if (!places.TryAdd(name.Text, name.At))
            {
                findings.Add(ConfigDiagnostics.AttributeTwice(name.Text, places[name.Text], name.At));
            }
            else if (Row(name, mapping, values, findings) is { } row)
            {
                rows.Add(row);
            }
        }

        foreach (var missing in Needed.Where(name => !places.ContainsKey(name)))
        {
            findings.Add(ConfigDiagnostics.AttributeNeeded(missing, root["attributes"]?.At ?? root.At));
        }

        return rows.ToImmutable();
    }

    private static AttributeRow? Row(
        YamlScalar name, YamlMapping mapping, AcceptedValues values, ImmutableArray<Diagnostic>.Builder findings)
    {
        if (values.Scalar(mapping, "path") is not { } path || values.Text(mapping, "type") is not { } type)
        {
            return null;
        }

        if (Path(path, findings) is not { } scimPath)
        {
            return null;
        }

        var isKeyed = scimPath.FilterValue?.Contains("{key}", StringComparison.Ordinal) == true;
        var keys = values.Scalars(mapping, "keys").Select(key => key.Text).ToImmutableArray();
        if (!isKeyed && !keys.IsEmpty)
        {
            findings.Add(ConfigDiagnostics.KeysWithoutPlace(name.Text, path.At));
        }

        return new(name.Text, scimPath, TypeOf(type))
        {
            Mutability = MutabilityOf(values.Text(mapping, "mutability")),
            CaseExact = values.Boolean(mapping, "caseExact") ?? true,
            Required = values.Boolean(mapping, "required") ?? false,
            Clearable = values.Boolean(mapping, "clearable") ?? true,
            Rating = values.Text(mapping, "rating") ?? "proficiency",
            MaxEntries = values.Integer(mapping, "maxEntries") ?? 0,
            IsKeyed = isKeyed,
            Keys = keys,
            ReservedKeyPrefixes = [.. values.Scalars(mapping, "reservedKeyPrefixes").Select(prefix => prefix.Text)],
            Names = Names(values.Mapping(mapping, "names"), values),
        };
    }

    private static NameSource? Names(YamlMapping? mapping, AcceptedValues values) =>
        values.Text(mapping, "path") is { } path && values.Text(mapping, "noun") is { } noun
            ? new(path, noun)
            {
                Permission = values.Text(mapping, "permission"),
                CreatedIn = values.Text(mapping, "createdIn"),
            }
            : null;

    private static ScimPath? Path(YamlScalar path, ImmutableArray<Diagnostic>.Builder findings)
    {
        try
        {
            return ScimPath.Parse(path.Text);
        }
        catch (FormatException)
        {
            findings.Add(ConfigDiagnostics.MalformedPath(path.Text, path.At));
            return null;
        }
    }

    private static Capabilities Capabilities(YamlMapping? mapping, AcceptedValues values)
    {
        var safe = new Capabilities();
        return new()
        {
            Etag = values.Boolean(mapping, "etag") ?? safe.Etag,
            PageSize = values.Integer(mapping, "pageSize") ?? safe.PageSize,
            InactiveListedApart = values.Boolean(mapping, "inactiveListedApart") ?? safe.InactiveListedApart,
            MembersPerRequest = values.Integer(mapping, "membersPerRequest") ?? safe.MembersPerRequest,
        };
    }

    // The schema has admitted these words and no others.
    private static AttributeType TypeOf(string word) => word switch
    {
        "boolean" => AttributeType.Boolean,
        "date" => AttributeType.Date,
        "email" => AttributeType.Email,
        "phone" => AttributeType.Phone,
        "person" => AttributeType.Person,
        "names" => AttributeType.Names,
        "ratings" => AttributeType.Ratings,
        _ => AttributeType.Text,
    };

    private static Mutability MutabilityOf(string? word) => word switch
    {
        "readOnly" => Mutability.ReadOnly,
        "immutable" => Mutability.Immutable,
        _ => Mutability.ReadWrite,
    };
}
