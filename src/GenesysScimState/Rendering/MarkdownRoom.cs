using System.Globalization;
using System.Text;

namespace GenesysScimState.Rendering;

/// <summary>How a plan, a report or findings are written as Markdown.</summary>
internal sealed record MarkdownForm
{
    /// <summary>
    /// The most bytes in UTF-8. GitHub takes 65,536 characters of a comment or an issue and 1 MiB of a job summary; a
    /// character is at least a byte, so a text that keeps to the bytes keeps to the characters too.
    /// </summary>
    public int BytesMax { get; init; } = int.MaxValue;

    /// <summary>Only names that the state files declare, and no values.</summary>
    public bool DeclaredOnly { get; init; }

    /// <summary>Said when something had to be left out: where the rest is, as Markdown.</summary>
    public string Elsewhere { get; init; } = "";

    /// <summary>The end, always shown: where it came from, as Markdown.</summary>
    public string Origin { get; init; } = "";

    /// <summary>The heading, as Markdown, without the organization.</summary>
    public string Title { get; init; } = "scimstate";
}

/// <summary>
/// Markdown that is never longer than it may be. What is added fits whole or is left out, so that no table, fence or fold
/// is ever cut in the middle; what comes first is there.
/// </summary>
/// <param name="bytesMax">In UTF-8.</param>
internal sealed class MarkdownRoom(int bytesMax)
{
    private readonly StringBuilder _text = new();
    private int _left = bytesMax;

    /// <summary>How many rows found no room.</summary>
    public int LeftOut { get; private set; }

    public bool Add(string block)
    {
        var bytes = Encoding.UTF8.GetByteCount(block);
        if (bytes > _left)
        {
            return false;
        }

        _text.Append(block);
        _left -= bytes;
        return true;
    }

    /// <summary>As many rows as fit between a head and a foot, in a part of what is left; nothing when not even one does.</summary>
    /// <param name="percent">Of the room that is left.</param>
    /// <param name="more">The row that says how many more there are; counted here.</param>
    public void AddRows(string head, IReadOnlyList<string> rows, string foot, int percent, Func<int, string> more)
    {
        var room = (int)((long)_left * percent / 100) - Encoding.UTF8.GetByteCount(head) - Encoding.UTF8.GetByteCount(foot);
        var fitting = Fitting(rows, room, Encoding.UTF8.GetByteCount(more(rows.Count)));
        if (fitting == 0)
        {
            LeftOut += rows.Count;
            return;
        }

        LeftOut += rows.Count - fitting;
        Add($"{head}{string.Concat(rows.Take(fitting))}{(fitting < rows.Count ? more(rows.Count - fitting) : "")}{foot}");
    }

    public override string ToString() => _text.ToString();

    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>How many rows fit; where not all do, with room for the one that says so.</summary>
    private static int Fitting(IReadOnlyList<string> rows, int room, int more)
    {
        var (used, withMore) = (0, 0);
        for (var index = 0; index < rows.Count; index++)
        {
            used += Encoding.UTF8.GetByteCount(rows[index]);
            if (used > room)
            {
                return withMore;
            }

            withMore = used + more <= room ? index + 1 : withMore;
        }

        return rows.Count;
    }
}
