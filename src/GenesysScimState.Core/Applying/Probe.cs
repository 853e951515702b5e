using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Core.Applying;

/// <summary>One thing that was looked at to find out whether an organization can be worked with.</summary>
/// <param name="Name">What: <c>token</c>, <c>users</c>.</param>
/// <param name="Found">What was found, or that nothing tells it.</param>
/// <param name="Problem">An error when nothing works without it, a warning when something may not; null when all is well.</param>
public sealed record Probe(string Name, string Found, Diagnostic? Problem = null)
{
    /// <summary>Whether looking cannot tell: it is not wrong, and not known to be right.</summary>
    public bool IsOpen { get; init; }
}
