using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Config;

/// <summary>Dialect files to <see cref="Dialect"/>.</summary>
internal static class DialectReader
{
    public const string Default = "genesys-cloud";

    /// <summary>What every command relies on: users are matched by the first two.</summary>
    private static readonly ImmutableArray<string> Needed = ["userName", "externalId", "active"];

    private static readonly ImmutableArray<string> NeededAlone = ["name", "attributes"];

    public static bool IsPath(string dialect) =>
        dialect.Contains('/', StringComparison.Ordinal) || dialect.EndsWith(".yaml", StringComparison.Ordinal)
        || dialect.EndsWith(".yml", StringComparison.Ordinal);

    /// <param name="at">Where the configuration names it.</param>
    public static Checked<Dialect> Embedded(string name, SourceSpan at) =>
        EmbeddedFiles.DialectNames.Contains(name, StringComparer.Ordinal)
            ? Parse($"dialects/{name}.yaml", EmbeddedFiles.DialectBytes(name), name)
            : new(null, [ConfigDiagnostics.UnknownDialect(name, EmbeddedFiles.DialectNames, at)]);

    /// <param name="builtIn">The name of the dialect of the program that these bytes are; null for a file of the user's.</param>
    public static Checked<Dialect> Parse(string file, ReadOnlyMemory<byte> bytes, string? builtIn = null)
    {
        var parsed = YamlFile.Parse(file, bytes, EmbeddedFiles.Schema("dialect"), FileDiagnostics.EmptyFile);
        if (parsed.Value is not { Root: { Pairs.IsEmpty: false } root, Values: var values })
        {
            return new(null, parsed.Diagnostics);
        }

        var findings = parsed.Diagnostics.ToBuilder();
        var basis = Basis(root, values, findings);
        if (root["extends"] is null)
        {
            findings.AddRange(NeededAlone.Where(key => root[key] is null)
                .Select(key => SchemaDiagnostics.MissingKey(key, "a dialect that extends none", root.At)));
        }

        var rows = Rows(root, values, basis, findings);
        var dialect = findings.Any(finding => finding.Severity == Severity.Error)
            ? null
            : new Dialect(values.Text(root, "name") ?? basis!.Name, rows)
            {
                BuiltIn = builtIn ?? basis?.BuiltIn,
                Capabilities = CapabilitiesBinder.Bind(values.Mapping(root, "capabilities"), values, basis?.Capabilities ?? new()),
                Paths = CapabilitiesBinder.Paths(values.Mapping(root, "paths"), values, basis?.Paths ?? new()),
                UserSchemas = Urns("users", basis?.UserSchemas ?? Dialect.CoreUser),
                GroupSchemas = Urns("groups", basis?.GroupSchemas ?? Dialect.CoreGroup),
                WritePermissions = root["permissions"] is null
                    ? basis?.WritePermissions ?? [] : [.. values.Scalars(root, "permissions").Select(permission => permission.Text)],
            };
        return new(dialect, findings.ToImmutable());

        ImmutableArray<string> Urns(string key, ImmutableArray<string> before) =>
            values.Scalars(values.Mapping(root, "schemas"), key).Select(urn => urn.Text).ToImmutableArray() is { IsEmpty: false } urns
                ? urns : before;
    }

    /// <summary>The dialect that is extended: one of the program's own, so that a file never leads to another file.</summary>
    private static Dialect? Basis(YamlMapping root, AcceptedValues values, ImmutableArray<Diagnostic>.Builder findings)
    {
        if (values.Scalar(root, "extends") is not { } name)
        {
            return null;
        }

        if (EmbeddedFiles.DialectNames.Contains(name.Text, StringComparer.Ordinal))
        {
            return Embedded(name.Text, name.At).Value;
        }

        findings.Add(ConfigDiagnostics.UnknownBasis(name.Text, EmbeddedFiles.DialectNames, name.At));
        return null;
    }

    /// <summary>The rows of the dialect that is extended, those of the same name replaced, and then the new ones.</summary>
    private static ImmutableArray<AttributeRow> Rows(
        YamlMapping root, AcceptedValues values, Dialect? basis, ImmutableArray<Diagnostic>.Builder findings)
    {
        var rows = (basis?.Attributes ?? []).ToList();
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
                var known = rows.FindIndex(other => other.Name == row.Name);
                rows.RemoveAll(other => other.Name == row.Name);
                rows.Insert(known < 0 ? rows.Count : known, row);
            }
        }

        var isWhole = root["extends"] is null ? root["attributes"] is not null : basis is not null;
        foreach (var missing in Needed.Where(name => isWhole && !places.ContainsKey(name) && !rows.Exists(row => row.Name == name)))
        {
            findings.Add(ConfigDiagnostics.AttributeNeeded(missing, root["attributes"]?.At ?? root.At));
        }

        foreach (var row in rows.Where(row => isWhole && row.Origin is { } origin && !places.ContainsKey(origin.Attribute) && !rows.Exists(other => other.Name == origin.Attribute)))
        {
            findings.Add(ConfigDiagnostics.OriginUnknown(
                row.Name, row.Origin!.Attribute, [.. rows.Select(other => other.Name)], places.GetValueOrDefault(row.Name, root.At)));
        }

        return [.. rows];
    }

    private static AttributeRow? Row(
        YamlScalar name, YamlMapping mapping, AcceptedValues values, ImmutableArray<Diagnostic>.Builder findings)
    {
        // Text unless it says otherwise; a type that is none has been reported.
        var type = mapping["type"] is null ? "text" : values.Text(mapping, "type");
        if (values.Scalar(mapping, "path") is not { } path || type is null)
        {
            return null;
        }

        if (Path(path, findings) is not { } scimPath)
        {
            return null;
        }

        var isKeyed = scimPath.HasKey;
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
            Origin = Origin(mapping, values),
            IsPrimary = values.Boolean(mapping, "primary") ?? false,
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

    private static Origin? Origin(YamlMapping mapping, AcceptedValues values) =>
        values.Text(mapping, "sameAs") is { } same ? new(same, TextPart.Whole, IsSame: true)
        : values.Text(mapping, "from") is { } from ? new(from, PartOf(values.Text(mapping, "part")), IsSame: false)
        : null;

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

    private static TextPart PartOf(string? word) => word switch
    {
        "given" => TextPart.Given,
        "family" => TextPart.Family,
        _ => TextPart.Whole,
    };

    private static Mutability MutabilityOf(string? word) => word switch
    {
        "readOnly" => Mutability.ReadOnly,
        "immutable" => Mutability.Immutable,
        _ => Mutability.ReadWrite,
    };
}
