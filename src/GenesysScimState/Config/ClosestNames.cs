using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Config;

/// <summary>
/// Suggestions with a bound on what they may cost in one run: enough names looked through for many typing errors, not
/// for a hundred thousand references to a file that was forgotten.
/// </summary>
internal sealed class ClosestNames
{
    private int _candidatesLeft = 2_000_000;

    public string? For(string text, IEnumerable<string> candidates, int count)
    {
        if (_candidatesLeft <= 0)
        {
            return null;
        }

        _candidatesLeft -= count;
        return Suggestion.For(text, candidates);
    }
}
