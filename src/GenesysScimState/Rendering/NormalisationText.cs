using System.Collections.Immutable;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Rendering;

/// <summary>Why something is no difference, by the name of the rule.</summary>
internal static class NormalisationText
{
    public static string Render(ImmutableArray<Normalised> normalised) => normalised.IsEmpty
        ? "Nothing is written differently and the same."
        : "Written differently and the same:\n" + string.Join('\n', normalised.Select(Line));

    private static string Line(Normalised same) =>
        $"  = {Untrusted.Show(same.Address.ToString())}  {same.Attribute}: declared {Words.Quoted(same.Declared.ToString())}, found {Words.Quoted(same.Found.ToString())} ({same.Rule})";
}
