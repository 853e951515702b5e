using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GenesysScimState.Core.Model;
using GenesysScimState.Tests.Simulation;

namespace GenesysScimState.Tests.Editing;

/// <summary>
/// Writes a desired state the way people do: keys in any order, brackets or lines, quotes of both kinds or none, odd
/// indentation, comments and blank lines in between. Not the program's own writer, on purpose.
/// </summary>
internal sealed class Scribe(Dice dice)
{
    private int _comments;

    public string Write(DesiredState state)
    {
        var text = new StringBuilder(dice.Chance(0.5) ? "# yaml-language-server: $schema=../schemas/state.schema.json\n" : "");
        var users = new StringBuilder(state.Users.IsEmpty ? "users: []\n" : $"users:{Behind()}");
        foreach (var user in state.Users)
        {
            Entry(users, Shuffled(Attributes(user)));
        }

        var groups = new StringBuilder(state.Groups.IsEmpty ? "groups: []\n" : $"groups:{Behind()}");
        foreach (var group in state.Groups)
        {
            Entry(groups, Shuffled(Members(group)));
        }

        return (dice.Chance(0.7) ? text.Append(users).Append(Above("")).Append(groups) : text.Append(groups).Append(Above("")).Append(users)).Append(Above("")).ToString();
    }

    private void Entry(StringBuilder text, List<(string Key, string[] Entries, char Open)> pairs)
    {
        if (dice.Chance(0.2))
        {
            text.Append(CultureInfo.InvariantCulture, $"{Above("  ")}  - {{{string.Join(", ", pairs.Select(pair => $"{pair.Key}: {Brackets(pair)}"))}}}{Behind()}");
            return;
        }

        var gap = new string(' ', dice.One(1, 1, 1, 3));
        var indent = $"   {gap}";
        text.Append(Above("  ")).Append("  -").Append(gap);
        foreach (var (pair, place) in pairs.Select((pair, place) => (pair, place)))
        {
            text.Append(place == 0 ? "" : Above(indent) + indent).Append(pair.Key).Append(':');
            if (pair.Open == ' ' || pair.Entries.Length == 0 || dice.Chance(0.6))
            {
                text.Append(' ').Append(Brackets(pair)).Append(Behind());
                continue;
            }

            text.Append(Behind());
            var deeper = indent + (pair.Open == '[' ? dice.One("", "  ") : dice.One("  ", "    "));
            foreach (var entry in pair.Entries)
            {
                text.Append(Above(deeper)).Append(deeper).Append(pair.Open == '[' ? "- " : "").Append(entry).Append(Behind());
            }
        }

        text.Append(dice.Chance(0.1) ? $"{indent}# tail {_comments++}\n" : "");
    }

    private IEnumerable<(string Key, string[] Entries, char Open)> Attributes(DesiredUser user)
    {
        yield return ("userName", [Scalar(user.UserName)], ' ');
        if (user.IsAbsent)
        {
            yield return ("state", ["absent"], ' ');
        }

        // A file says either that all phone numbers go or which there are.
        var isKeyed = user.Attributes.Keys.Any(name => name.StartsWith("phoneNumbers.", StringComparison.Ordinal));
        foreach (var (name, value) in user.Attributes.Where(pair => pair.Key != "userName" && !pair.Key.Contains('.', StringComparison.Ordinal) && !(isKeyed && pair.Key == "phoneNumbers")))
        {
            yield return name switch
            {
                "active" => (name, [value.Value.Text!], ' '),
                "roles" => (name, [.. value.Value.Entries.Select(entry => Scalar(entry.Name))], '['),
                "routingSkills" or "routingLanguages" => (name, [.. value.Value.Entries.Select(entry => $"{Scalar(entry.Name)}: {entry.Rating}")], '{'),
                "phoneNumbers" => (name, [], '{'),
                _ => (name, [value.Value.IsEmpty ? dice.One("~", "\"\"", "null") : Scalar(value.Value.Text!)], ' '),
            };
        }

        foreach (var keyed in user.Attributes.Where(pair => pair.Key.Contains('.', StringComparison.Ordinal)).GroupBy(pair => pair.Key.Split('.')[0], StringComparer.Ordinal))
        {
            yield return (keyed.Key, [.. keyed.Select(pair => $"{pair.Key.Split('.')[1]}: {(pair.Value.Value.IsEmpty ? "~" : Scalar(pair.Value.Value.Text!))}")], '{');
        }
    }

    private IEnumerable<(string Key, string[] Entries, char Open)> Members(DesiredGroup group)
    {
        yield return ("displayName", [Scalar(group.DisplayName)], ' ');
        if (group.Membership == Membership.Additive || dice.Chance(0.3))
        {
            yield return ("membership", [group.Membership == Membership.Additive ? "additive" : "exclusive"], ' ');
        }

        yield return ("members", [.. group.Members.Select(member => dice.Chance(0.8) ? Scalar(member.UserName) : $"{{user: {Scalar(member.UserName)}}}")], '[');
    }

    private static string Brackets((string Key, string[] Entries, char Open) pair) => pair.Open switch
    {
        '[' => $"[{string.Join(", ", pair.Entries)}]",
        '{' => $"{{{string.Join(",  ", pair.Entries)}}}",
        _ => pair.Entries[0],
    };

    private string Scalar(string text)
    {
        var isTame = text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '@' or '.' or ' ') && char.IsAsciiLetter(text[0]);
        if (isTame && dice.Chance(0.6))
        {
            return text;
        }

        return isTame && dice.Chance(0.5)
            ? $"'{text}'"
            : "\"" + string.Concat(text.Select(letter => letter is < ' ' or '"' or '\\' or > '~' ? $"\\u{(int)letter:x4}" : letter.ToString())) + "\"";
    }

    private string Behind() => (dice.Chance(0.15) ? $"  # behind {_comments++}" : "") + "\n";

    private string Above(string indent) => dice.Below(12) switch
    {
        0 => $"{indent}# above {_comments++}\n",
        1 => "\n",
        2 => $"\n{indent}# above {_comments++}\n\n",
        _ => "",
    };

    private List<T> Shuffled<T>(IEnumerable<T> items)
    {
        var shuffled = items.ToList();
        if (dice.Chance(0.5))
        {
            for (var place = shuffled.Count - 1; place > 0; place--)
            {
                var other = dice.Below(place + 1);
                (shuffled[place], shuffled[other]) = (shuffled[other], shuffled[place]);
            }
        }

        return shuffled;
    }
}

/// <summary>A desired state without the places it was read from, each part on a line.</summary>
internal static class Meaning
{
    public static string Of(DesiredState state) => string.Join('\n', state.Users
        .Select(user => $"{user.UserName} {user.ExternalId} {user.IsAbsent} {user.Reason} {string.Join("; ", user.Attributes.Select(pair => $"{pair.Key}=[{pair.Value.Value}]"))}")
        .Concat(state.Groups.Select(group => $"{group.DisplayName} {group.Membership} {group.MinMembers} {string.Join("; ", group.Members.Select(member => $"{member.UserName} {member.Until} {member.Reason}").Order(StringComparer.Ordinal))}"))
        .Order(StringComparer.Ordinal));

    public static ImmutableArray<string> Comments(string text) =>
        [.. text.Split('\n').Where(line => line.Contains("# ", StringComparison.Ordinal)).Select(line => line[line.IndexOf("# ", StringComparison.Ordinal)..].Trim()).Order(StringComparer.Ordinal)];
}
