using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Config;

/// <summary>Entries of one value with the place each is written at.</summary>
internal static class PlacedEntries
{
    /// <summary>In the order of values; of an entry that stands there again the first one stays, which is reported.</summary>
    public static List<(Entry Entry, SourceSpan At)> Sorted(
        List<(Entry Entry, SourceSpan At)> places, ImmutableArray<Diagnostic>.Builder findings)
    {
        places.Sort(static (left, right) => left.Entry.CompareTo(right.Entry) is not 0 and var order ? order : left.At.CompareTo(right.At));
        var kept = 0;
        for (var index = 0; index < places.Count; index++)
        {
            if (index > 0 && places[index].Entry == places[kept - 1].Entry)
            {
                findings.Add(StateDiagnostics.RepeatedName(places[index].Entry.Name, places[kept - 1].At, places[index].At));
            }
            else
            {
                places[kept++] = places[index];
            }
        }

        places.RemoveRange(kept, places.Count - kept);
        return places;
    }
}
