using CsCheck;
using GenesysScimState.Core.Model;
using Xunit;

namespace GenesysScimState.Tests.Model;

/// <summary>A map of attributes is a sorted dictionary in two arrays.</summary>
public sealed class MapsOfAttributes
{
    private static readonly string[] Names = ["b", "a", "a.b", "B", "é", ""];

    private static readonly Gen<(string, int)[]> Pairs =
        Gen.Select(Gen.Int[0, Names.Length - 1].Select(index => Names[index]), Gen.Int[0, 9]).Array[0, 8];

    [Fact]
    public void Hold_what_a_sorted_dictionary_holds() => Pairs.Sample(pairs =>
    {
        var expected = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (name, value) in pairs)
        {
            expected[name] = value;
        }

        var map = AttributeMap.Of(pairs.Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2)));
        Assert.Equal(expected, map);
        Assert.Equal(expected.Count, map.Count);
        Assert.Equal(expected.Values, map.Values);
        Assert.Equal(expected.ContainsKey("a"), map.ContainsKey("a"));
        Assert.Equal(expected.TryGetValue("a.b", out var there) ? there : -1, map.TryGetValue("a.b", out var found) ? found : -1);
        Assert.Equal(expected.Where(pair => pair.Key != "a"), map.Remove("a"));
        Assert.All(Names, prefix => Assert.Equal(
            expected.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)),
            map.Under(prefix).Select(pair => KeyValuePair.Create(pair.Name, pair.Value))));

        expected["a"] = 100;
        Assert.Equal(expected, map.SetItem("a", 100));
    });

    [Fact]
    public void Made_one_after_another_do_not_change_each_other()
    {
        var builder = new AttributeMap<int>.Builder();
        builder.Set("b", 1);
        builder.Set("a", 2);
        var first = builder.Drain();
        builder.Set("a", 3);
        builder.Set("b", 4);
        var second = builder.Drain();
        builder.Set("c", 5);

        Assert.Equal("a=2 b=1, a=3 b=4, c=5", string.Join(", ", new[] { first, second, builder.Drain() }.Select(map => string.Join(' ', map.Select(pair => $"{pair.Key}={pair.Value}")))));
        Assert.Throws<KeyNotFoundException>(() => first["c"]);
    }
}
