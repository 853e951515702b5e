using System.Globalization;
using GenesysScimState.Core.Model;

namespace GenesysScimState.Config;

/// <summary>
/// Titles, departments, roles and skills repeat from user to user: one value for all who have it. Only short texts, and only
/// the first ones there are, since names and addresses do not repeat.
/// </summary>
internal sealed class SharedValues
{
    private const int LengthMax = 24;
    private const int ValuesMax = 4_096;

    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _ratings = new(StringComparer.Ordinal);
    private readonly HashSet<AttributeValue> _lists = [];

    public string Of(string text) => text.Length > LengthMax ? text : Known(_texts, text);

    public AttributeValue Of(AttributeValue list) => Known(_lists, list);

    private static T Known<T>(HashSet<T> known, T value)
    {
        if (known.TryGetValue(value, out var shared))
        {
            return shared;
        }

        if (known.Count < ValuesMax)
        {
            known.Add(value);
        }

        return value;
    }

    /// <summary>See <see cref="Canonical.ShortestDecimal"/>; from a number and how it is written, in octal perhaps.</summary>
    public string RatingOf(string text, double rating)
    {
        if (!_ratings.TryGetValue(text, out var shortest))
        {
            shortest = Canonical.ShortestDecimal(rating.ToString(CultureInfo.InvariantCulture));
            if (_ratings.Count < ValuesMax)
            {
                _ratings.Add(text, shortest);
            }
        }

        return shortest;
    }
}
