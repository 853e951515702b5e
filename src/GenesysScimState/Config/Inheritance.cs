using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Config;

/// <summary>
/// What users have in common: templates by name, for all files, and the defaults of a file. A user is put together before
/// it is looked at, from values that keep the places they were written at.
/// </summary>
/// <remarks>
/// What the user says wins, then its last template, then the ones before it, then the file's defaults. Lists and mappings
/// are put together, entry by entry; a value that clears (<c>~</c>, <c>[]</c>) clears what is weaker.
/// </remarks>
internal sealed class Inheritance(ImmutableArray<Diagnostic>.Builder findings)
{
    public const string Templates = "templates";
    public const string Template = "template";
    public const string Defaults = "defaults";

    private readonly Dictionary<string, (YamlScalar Name, YamlMapping Attributes)> _templates = new(StringComparer.Ordinal);

    public void Declare(YamlFile file)
    {
        foreach (var (name, value) in file.Values.Mapping(file.Root, Templates)?.Pairs ?? [])
        {
            if (value is YamlMapping attributes && file.Values.Has(name) && file.Values.Has(value) && !_templates.TryAdd(name.Text, (name, attributes)))
            {
                findings.Add(TemplateDiagnostics.Duplicate(name.Text, _templates[name.Text].Name.At, name.At));
            }
        }
    }

    /// <summary>The user with all it has from templates and defaults, and where that is from, by attribute name.</summary>
    /// <param name="user">As written.</param>
    /// <param name="file">The file it is in.</param>
    /// <param name="isComplete">False when a file could not be read: what it may declare cannot be called unknown.</param>
    public (YamlMapping User, Dictionary<string, string>? Origins) Of(YamlMapping user, YamlFile file, bool isComplete)
    {
        var sources = Sources(user, file, isComplete);
        if (sources.Count == 0 || file.Values.Text(user, "state") == "absent")
        {
            return (user, null);
        }

        var origins = new Dictionary<string, string>(StringComparer.Ordinal);

        var pairs = new List<YamlPair>(user.Pairs);
        foreach (var key in sources.SelectMany(source => source.Attributes.Pairs).Select(pair => pair.Key).DistinctBy(key => key.Text, StringComparer.Ordinal))
        {
            var given = sources.Select(source => (source.Origin, Node: source.Attributes[key.Text])).Append((Origin: "", Node: user[key.Text]));
            var (node, origin) = Together(key.Text, [.. given.Where(part => part.Node is not null)!], origins);
            pairs.RemoveAll(pair => pair.Key.Text == key.Text);
            pairs.Add(new(user.Pairs.FirstOrDefault(pair => pair.Key.Text == key.Text).Key ?? key, node));
            if (origin.Length > 0)
            {
                origins[key.Text] = origin;
            }
        }

        return (new YamlMapping(user.At, [.. pairs], user.Size, user.Depth), origins);
    }

    private List<(string Origin, YamlMapping Attributes)> Sources(YamlMapping user, YamlFile file, bool isComplete)
    {
        var sources = new List<(string, YamlMapping)>();
        if (file.Values.Mapping(file.Root, Defaults) is { } defaults)
        {
            sources.Add((Defaults, defaults));
        }

        var one = file.Values.Scalar(user, Template);
        foreach (var name in one is null ? file.Values.Scalars(user, Template) : [one])
        {
            if (_templates.TryGetValue(name.Text, out var template))
            {
                sources.Add(($"template {name.Text}", template.Attributes));
            }
            else if (isComplete)
            {
                findings.Add(TemplateDiagnostics.Unknown(name.Text, _templates.Keys, name.At));
            }
        }

        return sources;
    }

    /// <summary>
    /// Weakest first. The origins of the keys of a mapping and of the entries of a list go by their own names,
    /// <c>phoneNumbers.work</c>, <c>groups.Support</c>.
    /// </summary>
    private static (YamlNode Node, string Origin) Together(string key, ImmutableArray<(string Origin, YamlNode? Node)> given, Dictionary<string, string> origins)
    {
        var (node, names) = (given[0].Node!, new List<string> { given[0].Origin });
        Note(key, given[0], origins);
        foreach (var (origin, stronger) in given.Skip(1))
        {
            YamlNode? joined = (node, stronger) switch
            {
                (YamlSequence { Items.Length: > 0 } weak, YamlSequence { Items.Length: > 0 } strong) => Joined(weak, strong),
                (YamlMapping { Pairs.Length: > 0 } weak, YamlMapping { Pairs.Length: > 0 } strong) => Joined(weak, strong),
                _ => null,
            };
            if (joined is null)
            {
                names.Clear();
            }

            names.Add(origin);
            node = joined ?? stronger!;
            Note(key, (origin, stronger), origins);
        }

        return (node, string.Join(", ", names.Where(name => name.Length > 0)));
    }

    private static void Note(string key, (string Origin, YamlNode? Node) part, Dictionary<string, string> origins)
    {
        var entries = part.Node switch
        {
            YamlMapping mapping => mapping.Pairs.Select(pair => pair.Key),
            YamlSequence list => list.Items.OfType<YamlScalar>(),
            _ => [],
        };
        foreach (var name in entries.Select(entry => $"{key}.{entry.Text}"))
        {
            origins.Remove(name);
            if (part.Origin.Length > 0)
            {
                origins[name] = part.Origin;
            }
        }
    }

    private static YamlSequence Joined(YamlSequence weak, YamlSequence strong)
    {
        var own = strong.Items.OfType<YamlScalar>().Select(item => item.Text).ToHashSet(StringComparer.Ordinal);
        return new(strong.At, [.. weak.Items.Where(item => item is not YamlScalar name || !own.Contains(name.Text)), .. strong.Items], weak.Size + strong.Size, Math.Max(weak.Depth, strong.Depth));
    }

    private static YamlMapping Joined(YamlMapping weak, YamlMapping strong) => new(
        strong.At,
        [.. weak.Pairs.Where(pair => strong[pair.Key.Text] is null), .. strong.Pairs],
        weak.Size + strong.Size,
        Math.Max(weak.Depth, strong.Depth));
}
