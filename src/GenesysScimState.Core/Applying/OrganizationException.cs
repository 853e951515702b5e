using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Core.Applying;

/// <summary>The organization could not be read; <see cref="Problem"/> says what to do about it.</summary>
public sealed class OrganizationException(Diagnostic problem, Exception? inner = null) : Exception(problem.Message, inner)
{
    public Diagnostic Problem { get; } = problem;
}
