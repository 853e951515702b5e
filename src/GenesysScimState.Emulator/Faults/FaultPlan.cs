namespace GenesysScimState.Emulator.Faults;

/// <summary>What is to go wrong.</summary>
/// <param name="Seed">The same seed and the same requests in the same order meet the same faults.</param>
/// <param name="Faults">Tried in their order.</param>
public sealed record FaultPlan(int Seed, IReadOnlyList<Fault> Faults);
