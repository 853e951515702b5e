namespace GenesysScimState.Core.Model;

/// <summary>An attribute that the organization holds otherwise than it was meant to.</summary>
/// <param name="Name">By the dialect.</param>
/// <param name="Value">What the organization shows; people by userName where that is known.</param>
/// <param name="Meant">What it was meant to be.</param>
public sealed record Held(string Name, AttributeValue Value, AttributeValue Meant);
