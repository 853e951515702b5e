namespace GenesysScimState.Emulator.Protocol;

/// <summary><c>Name eq Value</c>, the only comparison the API knows.</summary>
internal sealed record Condition(string Name, string Value);
