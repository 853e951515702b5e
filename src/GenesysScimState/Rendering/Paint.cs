using System.Text;

namespace GenesysScimState.Rendering;

/// <summary>Colours finished text by the symbol its lines begin with. The only place that knows escape sequences.</summary>
internal static class Paint
{
    private const string Reset = "\u001b[0m";

    public static string Lines(string text)
    {
        var painted = new StringBuilder(text.Length + 256);
        foreach (var line in text.Split('\n'))
        {
            var colour = Colour(line.TrimStart());
            painted.Append(colour).Append(line).Append(colour.Length > 0 ? Reset : "").Append('\n');
        }

        painted.Length--;
        return painted.ToString();
    }

    private static string Colour(string line) => line switch
    {
        ['+', ' ', ..] => "\u001b[32m",
        ['~', ' ', ..] => "\u001b[33m",
        ['-', ' ', ..] => "\u001b[31m",
        ['!', ' ', ..] => "\u001b[35m",
        _ when line.StartsWith("Plan: ", StringComparison.Ordinal) => "\u001b[1m",
        _ when line.Contains(": error GSS", StringComparison.Ordinal) || line.StartsWith("error GSS", StringComparison.Ordinal) => "\u001b[31m",
        _ when line.Contains(": warning GSS", StringComparison.Ordinal) || line.StartsWith("warning GSS", StringComparison.Ordinal) => "\u001b[33m",
        _ => "",
    };
}
