using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace GenesysScimState.Editing;

/// <summary>The attribute by which users are spread over files.</summary>
internal enum SplitBy
{
    Division,
    Department,
}

/// <summary>
/// Which file an entry goes to: a file for each division or department, one for users who are inactive, one for groups.
/// The same name gives the same file, whatever else is written.
/// </summary>
internal sealed class StateFolder
{
    /// <summary>Characters: with four bytes each and a number behind them they fit into the 255 bytes of a file name.</summary>
    private const int SlugLengthMax = 60;

    private readonly string _folder;
    private readonly SortedDictionary<string, string> _files = new(StringComparer.Ordinal);

    /// <param name="folder">From the configuration's folder, with forward slashes; empty for that folder itself.</param>
    /// <param name="values">Every division or department there is.</param>
    public StateFolder(string folder, IEnumerable<string> values)
    {
        _folder = folder.Length == 0 ? "" : folder + "/";
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "groups", "inactive", "other" };
        foreach (var value in values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var slug = Slug(value);
            var name = slug;
            for (var number = 2; IsDevice(name) || !taken.Add(name); number++)
            {
                name = $"{slug}-{number.ToString(CultureInfo.InvariantCulture)}";
            }

            _files[value] = name;
        }
    }

    public string Groups => $"{_folder}groups.yaml";

    public string Of(bool isActive, string? value) =>
        $"{_folder}{(!isActive ? "inactive" : value is null ? "other" : _files.GetValueOrDefault(value, "other"))}.yaml";

    /// <summary>The folder that a pattern of the configuration names before its first wildcard.</summary>
    public static string Of(ImmutableArray<string> patterns)
    {
        var parts = patterns[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        return string.Join('/', parts.SkipLast(1).TakeWhile(part => !part.AsSpan().ContainsAny('*', '?')).Where(part => part != "."));
    }

    /// <summary>A file of this name cannot be made on Windows, with any ending, and so neither checked out there.</summary>
    private static bool IsDevice(string name) => name is "con" or "prn" or "aux" or "nul"
        || (name is ['c', 'o', 'm', _] or ['l', 'p', 't', _] && char.IsAsciiDigit(name[3]));

    /// <summary>Letters and digits in lower case; whatever is between them is a dash. At most <see cref="SlugLengthMax"/> of them.</summary>
    private static string Slug(string value)
    {
        var slug = new StringBuilder();
        foreach (var rune in value.Normalize(NormalizationForm.FormC).EnumerateRunes())
        {
            if (slug.Length >= SlugLengthMax)
            {
                break;
            }

            if (Rune.IsLetterOrDigit(rune))
            {
                slug.Append(Rune.ToLowerInvariant(rune));
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        return slug.ToString().TrimEnd('-') is { Length: > 0 } name ? name : "other";
    }
}
