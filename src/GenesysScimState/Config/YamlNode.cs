using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Config;

/// <summary>
/// A value of a YAML file with the place it was written at. Compared by reference: an alias is the very node of its
/// anchor.
/// </summary>
internal abstract class YamlNode(SourceSpan at)
{
    public SourceSpan At { get; } = at;

    /// <summary>Values in it, itself included and aliases unfolded.</summary>
    public virtual int Size => 1;

    /// <summary>Levels in it; 1 for a scalar.</summary>
    public virtual int Depth => 1;
}

/// <summary>A list or a mapping.</summary>
internal abstract class YamlCollection(SourceSpan at, int size, int depth) : YamlNode(at)
{
    public override int Size { get; } = size;

    public override int Depth { get; } = depth;
}

/// <summary>
/// Stands where a value could not be made out, which is reported already; nothing more is said about it.
/// </summary>
internal sealed class YamlUnknown(SourceSpan at) : YamlNode(at);

/// <summary>
/// A text, number, truth value or nothing. <paramref name="text"/> is as written, whatever <see cref="Kind"/> it is.
/// </summary>
internal sealed class YamlScalar(SourceSpan at, string text, bool isPlain) : YamlNode(at)
{
    public string Text { get; } = text;

    public bool IsPlain { get; } = isPlain;

    /// <summary>By the core schema of YAML 1.2; anything in quotes is text.</summary>
    public ScalarKind Kind { get; } = isPlain ? CoreSchema.KindOf(text) : ScalarKind.Text;
}

internal sealed class YamlSequence(SourceSpan at, ImmutableArray<YamlNode> items, int size, int depth)
    : YamlCollection(at, size, depth)
{
    public ImmutableArray<YamlNode> Items { get; } = items;
}

internal readonly record struct YamlPair(YamlScalar Key, YamlNode Value);

internal sealed class YamlMapping(SourceSpan at, ImmutableArray<YamlPair> pairs, int size, int depth)
    : YamlCollection(at, size, depth)
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
internal sealed class YamlAlias(SourceSpan at, string name, YamlNode target) : YamlNode(at)
{
    public string Name { get; } = name;

    public YamlNode Target { get; } = target;
}
