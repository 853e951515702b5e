using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.GitHub;

/// <summary>GitHub did not do what it was asked to; <see cref="Problem"/> says why and what to do.</summary>
internal sealed class GitHubException(Diagnostic problem, int status = 0, Exception? inner = null) : Exception(problem.Message, inner)
{
    public Diagnostic Problem => problem;

    /// <summary>The status that was answered; 0 when there was no answer.</summary>
    public int Status => status;
}
