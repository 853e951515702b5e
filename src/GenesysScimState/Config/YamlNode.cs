using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Config;

/// <summary>
/// A value of a YAML file with the place it was written at. Compared by reference: an alias is the very node of its
/// anchor.
/// </summary>
internal abstract class YamlNode(SourceSpan at, int size, int depth)
{
    public SourceSpan At { get; } = at;

    /// <summary>Values in it, itself included and aliases unfolded.</summary>
    public int Size { get; } = size;

    /// <summary>Levels in it; 1 for a scalar.</summary>
    public int Depth { get; } = depth;
}

/// <summary>
/// Stands where a value could not be made out, which is reported already; nothing more is said about it.
/// </summary>
internal sealed class YamlUnknown(SourceSpan at) : YamlNode(at, size: 1, depth: 1);

/// <summary>
/// A text, number, truth value or nothing. <paramref name="text"/> is as written, whatever <see cref="Kind"/> it is.
/// </summary>
internal sealed class YamlScalar(SourceSpan at, string text, bool isPlain) : YamlNode(at, size: 1, depth: 1)
{
    public string Text { get; } = text;

    public bool IsPlain { get; } = isPlain;

    /// <summary>By the core schema of YAML 1.2; anything in quotes is text.</summary>
    public ScalarKind Kind { get; } = isPlain ? CoreSchema.KindOf(text) : ScalarKind.Text;
}

internal sealed class YamlSequence(SourceSpan at, ImmutableArray<YamlNode> items, int size, int depth)
    : YamlNode(at, size, depth)
{
    public ImmutableArray<YamlNode> Items { get; } = items;
}

internal readonly record struct YamlPair(YamlScalar Key, YamlNode Value);

internal sealed class YamlMapping(SourceSpan at, ImmutableArray<YamlPair> pairs, int size, int depth)
    : YamlNode(at, size, depth)
{
    /// <summary>In the order written, each key once.</summary>
    public ImmutableArray<YamlPair> Pairs { get; } = pairs;

    public YamlNode? this[string key]
    {
        get
        {
            foreach (var pair in Pairs)
            {
                if (pair.Key.Text == key)
                {
                    return pair.Value;
                }
            }

            return null;
        }
    }
}

/// <summary>
/// Where a value is used again by the name of its anchor. Only in trees that are read with a <see cref="YamlLayout"/>.
/// </summary>
internal sealed class YamlAlias(SourceSpan at, string name, YamlNode target) : YamlNode(at, size: 1, depth: 1)
{
    public string Name { get; } = name;

    public YamlNode Target { get; } = target;
}
