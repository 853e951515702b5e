using System.Globalization;
using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Editing;

/// <summary>What of the state files stays as it is, whatever differs, because it cannot be changed in its place.</summary>
/// <param name="places">The <see cref="Obstacle.Part"/> of what was found not to be editable.</param>
internal sealed class LeftAlone(Dialect dialect, IEnumerable<SourceSpan> places)
{
    private readonly HashSet<SourceSpan> _places = [.. places];
    private readonly HashSet<YamlMapping> _parts = [];

    /// <summary>Learns which users, groups and templates of a file are meant.</summary>
    public void Find(StateText file) => _parts.UnionWith(file.Parts.Where(part => _places.Contains(StateText.PlaceOf(part))));

    public bool Holds(YamlMapping part) => _parts.Contains(part);

    /// <summary>Whether something that stays as it is goes by the new name, or names the user by the old one.</summary>
    public bool Needs(string from, string to) => _parts.Any(part =>
        StateText.Says(part["userName"], to)
        || dialect.Attributes.Any(row => row.Type == AttributeType.Person && StateText.Says(part[row.Name], from))
        || StateText.Members(part).Any(member => StateText.IsSame(member.Name, from)));

    /// <summary>Where new entries for a file go: into it, or beside it when nothing can be put at its end.</summary>
    public string FileFor(string path) => Enumerable.Range(2, _places.Count)
        .Select(number => $"{path[..^".yaml".Length]}-{number.ToString(CultureInfo.InvariantCulture)}.yaml")
        .Prepend(path)
        .First(name => !_places.Contains(new(name, 1, 1)));
}
