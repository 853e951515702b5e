using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Config;

/// <summary>A file that was read as YAML and held to its schema, with what of it can be used.</summary>
internal sealed record YamlFile(YamlMapping Root, AcceptedValues Values)
{
    /// <summary>No value when there is nothing to look at: not text, not YAML, or not a mapping.</summary>
    /// <param name="whenEmpty">What to say of a file that holds nothing but comments.</param>
    public static Checked<YamlFile> Parse(
        string file, ReadOnlyMemory<byte> bytes, Schema schema, Func<SourceSpan, Diagnostic> whenEmpty) =>
        Parse(file, bytes, new SchemaValidator(schema), whenEmpty);

    /// <param name="validator">Its findings of items that were taken come with those of the rest.</param>
    /// <param name="take">Takes items of lists before the rest of the file is read.</param>
    public static Checked<YamlFile> Parse(
        string file, ReadOnlyMemory<byte> bytes, SchemaValidator validator, Func<SourceSpan, Diagnostic> whenEmpty, TakeItem? take = null)
    {
        var text = SourceText.Decode(file, bytes);
        if (text.Value is not { } source)
        {
            return new(null, text.Diagnostics);
        }

        var tree = YamlReader.Read(source, take: take);
        if (tree.Value is null or YamlScalar { Kind: ScalarKind.Null })
        {
            return tree.HasErrors ? new(null, tree.Diagnostics) : Empty(whenEmpty(new(file, 1, 1)));
        }

        var findings = validator.CheckRoot(tree.Value);
        ImmutableArray<Diagnostic> all = [.. tree.Diagnostics, .. findings.Diagnostics];
        return tree.Value is YamlMapping root ? new(new(root, new(findings.Rejected)), all) : new(null, all);
    }

    /// <summary>Declares nothing, which is an error and no reason to doubt other files.</summary>
    private static Checked<YamlFile> Empty(Diagnostic finding) =>
        new(new(new YamlMapping(finding.At!.Value, [], size: 1, depth: 1), new([])), [finding]);
}
