using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Core.Applying;

/// <summary>
/// A journal cannot be written, or not be read. What is not written down is not done, so nothing more is started.
/// </summary>
public sealed class JournalException(Diagnostic problem, Exception? inner = null) : Exception(problem.Message, inner)
{
    public Diagnostic Problem { get; } = problem;
}
