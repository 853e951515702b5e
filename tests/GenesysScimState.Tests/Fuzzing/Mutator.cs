using System.Globalization;
using System.Text;
using GenesysScimState.Tests.Simulation;

namespace GenesysScimState.Tests.Fuzzing;

/// <summary>Bytes that were in order once. One seed is one damage.</summary>
internal static class Mutator
{
    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "null", "true", "-1", "1e999", "99999999999999999999", "0.5", "\"\"", "[]", "{}", "{", "]", "\"", "\\", "\\ud800", ":", ",", "\n", "\r", "\t",
            "  ", "- ", "? ", "&a ", "*a", "<<: ", "!!int ", "|", ">", "%", "#", "---\n", "...\n", "~", "\u0000", "\u001B", "\u0007", "\u007F", "\u0085", "\u2028", "\u2029", "\uFFFF", "\\x1b", "\uFEFF", "\u202E", "💥", "user/", "group/",
            "a@b", "2026-02-31", "sha256:", "[[[[[[[[[[[[[[[[", "{\"a\":{\"a\":{\"a\":",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0x80],
    ];

    public static byte[] Mutate(byte[] bytes, Dice dice)
    {
        var text = bytes.ToList();
        for (var damages = 1 + dice.Below(dice.One(1, 3, 8)); damages > 0; damages--)
        {
            Damage(text, dice);
        }

        return [.. text];
    }

    private static void Damage(List<byte> text, Dice dice)
    {
        var at = dice.Below(text.Count + 1);
        var length = Math.Min(text.Count - at, 1 + dice.Below(dice.One(1, 4, 40, 400)));
        switch (dice.Below(8))
        {
            case 0:
                text.RemoveRange(at, length);
                break;
            case 1 or 2:
                text.InsertRange(at, dice.One(Pieces));
                break;
            case 3:
                text.InsertRange(dice.Below(text.Count + 1), [.. text.GetRange(at, length)]);
                break;
            case 4 when at < text.Count:
                text[at] = (byte)(text[at] ^ (1 << dice.Below(8)));
                break;
            case 5 when dice.Chance(0.3):
                text.RemoveRange(at, text.Count - at);
                break;
            case 6 when NumberAt(text, at) is var (start, digits):
                text.RemoveRange(start, digits);
                text.InsertRange(start, Encoding.UTF8.GetBytes(dice.One(0, -1, 2, 26, int.MaxValue).ToString(CultureInfo.InvariantCulture)));
                break;
            default:
                // One value in the place of another, quotes and all.
                text.RemoveRange(at, length);
                text.InsertRange(at, dice.One(Pieces));
                break;
        }
    }

    private static (int Start, int Digits)? NumberAt(List<byte> text, int from)
    {
        var start = text.FindIndex(from, value => value is >= (byte)'0' and <= (byte)'9');
        return start < 0 ? null : (start, text.Skip(start).TakeWhile(value => value is >= (byte)'0' and <= (byte)'9').Count());
    }
}
