using System.Collections.Immutable;

namespace GenesysScimState.Emulator.Schema;

/// <summary>
/// One attribute: what it is called, what it takes, who may write it, when it is shown. These rows are the only place
/// that says so: reading bodies, storing, projecting and <c>/schemas</c> all walk them.
/// </summary>
internal sealed record AttributeRow(string Name, ScimType Type, string Description)
{
    public bool IsMultiValued { get; init; }

    public bool IsRequired { get; init; }

    public bool IsCaseExact { get; init; }

    /// <summary>Unique among the resources of its kind.</summary>
    public bool IsUnique { get; init; }

    /// <summary>Returned whatever <c>attributes</c> and <c>excludedAttributes</c> say.</summary>
    public bool IsAlwaysReturned { get; init; }

    /// <summary>
    /// Every resource has it: it can be changed, but neither removed nor left out of a PUT by accident.
    /// </summary>
    public bool IsKept { get; init; }

    /// <summary>Whether a kept attribute can nevertheless be removed by a PATCH.</summary>
    public bool IsRemovable { get; init; }

    /// <summary>Taken in a write and not stored: what is shown follows from the other values.</summary>
    public bool IsComputed { get; init; }

    /// <summary>Costs the API a look-up of its own; pages above 25 should leave it out.</summary>
    public bool IsCostly { get; init; }

    public Mutability Mutability { get; init; }

    public ImmutableArray<AttributeRow> SubAttributes { get; init; } = [];

    public ImmutableArray<string> CanonicalValues { get; init; } = [];

    /// <summary>What a reference leads to: kinds of resources, or <c>uri</c>.</summary>
    public ImmutableArray<string> ReferenceTypes { get; init; } = ["uri"];

    /// <summary>The sub-attribute that tells the values of a multi-valued attribute apart.</summary>
    public string? Key { get; init; }

    /// <summary>A complex value whose names are the client's to choose; every value is a text.</summary>
    public bool HasFreeNames { get; init; }

    public int MaxItems { get; init; } = int.MaxValue;

    /// <summary>Bounds of a decimal, both included.</summary>
    public (double Least, double Most)? Range { get; init; }

    public Names Refers { get; init; }

    /// <summary>The form a text is stored in; null when the text has no such form.</summary>
    public Func<string, string?>? Form { get; init; }

    public AttributeRow? Sub(string name) => Find(SubAttributes, name);

    /// <summary>Attribute names are case-insensitive (RFC 7643 §2.1).</summary>
    public static AttributeRow? Find(ImmutableArray<AttributeRow> rows, string name) =>
        rows.FirstOrDefault(row => row.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
