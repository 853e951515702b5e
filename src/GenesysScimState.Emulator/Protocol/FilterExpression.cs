using System.Text.Json.Nodes;

namespace GenesysScimState.Emulator.Protocol;

/// <summary>A filter of RFC 7644 §3.4.2.2 as <see cref="FilterParser"/> reads it.</summary>
internal abstract record FilterExpression
{
    internal sealed record And(FilterExpression Left, FilterExpression Right) : FilterExpression;

    internal sealed record Or(FilterExpression Left, FilterExpression Right) : FilterExpression;

    internal sealed record Not(FilterExpression Operand) : FilterExpression;

    /// <param name="Path">As written, schema URN included.</param>
    /// <param name="Operator">Lower-case: eq, ne, co, sw, ew, gt, ge, lt, le, pr.</param>
    /// <param name="Value">A JSON literal; null for JSON null, and for pr.</param>
    internal sealed record Comparison(string Path, string Operator, JsonValue? Value) : FilterExpression;

    /// <summary><c>Path[Inner]</c>: one value of the attribute satisfies all of the inner filter.</summary>
    internal sealed record Values(string Path, FilterExpression Inner) : FilterExpression;
}
