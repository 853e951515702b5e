using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace GenesysScimState.Config;

/// <summary>The types of JSON Schema, as a set.</summary>
[Flags]
internal enum SchemaTypes
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Integer = 4,
    Number = 8,
    String = 16,
    Array = 32,
    Object = 64,
}

/// <summary>
/// A JSON Schema (2020-12), compiled: the keywords the embedded schemas use and no others. A keyword that is not
/// mentioned there has its neutral value here.
/// </summary>
internal sealed record Schema
{
    /// <summary>Takes any value.</summary>
    public static Schema Any { get; } = new();

    public string? Title { get; init; }

    /// <summary>The first of <c>examples</c> when it is a text.</summary>
    public string? Example { get; init; }

    /// <summary>None: any type.</summary>
    public SchemaTypes Types { get; init; }

    /// <summary>The texts of <c>enum</c> or <c>const</c>; empty: any.</summary>
    public ImmutableArray<string> Allowed { get; init; } = [];

    public Regex? Pattern { get; init; }

    public int MinLength { get; init; }

    public int MaxLength { get; init; } = int.MaxValue;

    public double Minimum { get; init; } = double.NegativeInfinity;

    public double Maximum { get; init; } = double.PositiveInfinity;

    /// <summary>Null: anything.</summary>
    public Schema? Items { get; init; }

    public int MinItems { get; init; }

    /// <summary>A list is taken, and only an empty one: it clears what else is a mapping.</summary>
    public bool MayBeEmptyList { get; init; }

    public FrozenDictionary<string, Schema> Properties { get; init; } = FrozenDictionary<string, Schema>.Empty;

    /// <summary>The keys of <see cref="Properties"/> in the order of the schema.</summary>
    public ImmutableArray<string> Keys { get; init; } = [];

    /// <summary>Whether there may be keys beside <see cref="Properties"/>.</summary>
    public bool IsOpen { get; init; } = true;

    /// <summary>For the values of such keys; null: anything.</summary>
    public Schema? AdditionalProperties { get; init; }

    /// <summary>For every key; null: anything.</summary>
    public Schema? PropertyNames { get; init; }

    public ImmutableArray<string> Required { get; init; } = [];

    public int MinProperties { get; init; }

    /// <summary>At least one must hold; empty: no such demand.</summary>
    public ImmutableArray<Schema> AnyOf { get; init; } = [];
}
