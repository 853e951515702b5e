namespace GenesysScimState.Config;

/// <summary>
/// The values of a file that its schema has nothing against. What it rejected reads as not written: it is reported
/// already, and the rest of the file can still be looked at.
/// </summary>
internal sealed class AcceptedValues(HashSet<YamlNode> rejected)
{
    private readonly HashSet<YamlNode> _rejected = rejected;

    /// <summary>Of several files at once: a user may have values from other files than its own.</summary>
    public static AcceptedValues Of(IEnumerable<AcceptedValues> files) => new([.. files.SelectMany(file => file._rejected)]);

    public bool Has(YamlNode node) => !_rejected.Contains(node);

    /// <summary>A scalar that holds something.</summary>
    public YamlScalar? Scalar(YamlMapping? owner, string key) =>
        Accepted(owner, key) is YamlScalar { Kind: not ScalarKind.Null } scalar ? scalar : null;

    public string? Text(YamlMapping? owner, string key) => Scalar(owner, key)?.Text;

    public int? Integer(YamlMapping? owner, string key) =>
        Scalar(owner, key) is { } scalar && CoreSchema.NumberOf(scalar) is { } number ? (int)number : null;

    public bool? Boolean(YamlMapping? owner, string key) => Scalar(owner, key) is { } scalar ? CoreSchema.IsTrue(scalar) : null;

    public YamlMapping? Mapping(YamlMapping? owner, string key) => Accepted(owner, key) as YamlMapping;

    public IEnumerable<YamlMapping> Mappings(YamlMapping? owner, string key) => Items(owner, key).OfType<YamlMapping>();

    public IEnumerable<YamlScalar> Scalars(YamlMapping? owner, string key) =>
        Items(owner, key).OfType<YamlScalar>().Where(scalar => scalar.Kind != ScalarKind.Null);

    public IEnumerable<YamlNode> Items(YamlMapping? owner, string key) =>
        Accepted(owner, key) is YamlSequence sequence ? sequence.Items.Where(Has) : [];

    private YamlNode? Accepted(YamlMapping? owner, string key) => owner?[key] is { } node && Has(node) ? node : null;
}
