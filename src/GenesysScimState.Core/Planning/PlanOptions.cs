using GenesysScimState.Core.Model;

namespace GenesysScimState.Core.Planning;

/// <summary>What a plan depends on beside the two states.</summary>
/// <param name="Today">The day on which memberships with <c>until</c> are judged, in UTC. A membership ends after its day.</param>
public sealed record PlanOptions(Dialect Dialect, Policy Policy, DateOnly Today);
