using System.Collections.Immutable;
using System.Globalization;

namespace GenesysScimState.Emulator;

/// <summary>
/// The switches of <see cref="EmulatorOptions"/> by name, for a command line: where the documents of an API are silent or
/// say two things, a switch chooses.
/// </summary>
public static class SwitchTable
{
    private static readonly ImmutableArray<Row> Rows =
    [
        Word("stale-version", (options, value) => options with { StaleVersion = value },
            ("conflict", StaleVersion.Conflict), ("invalid-version", StaleVersion.InvalidVersion), ("precondition-failed", StaleVersion.PreconditionFailed)),
        Word("large-pages", (options, value) => options with { LargePages = value },
            ("serve", LargePages.Serve), ("too-many-requests", LargePages.TooManyRequests), ("cap-25", LargePages.Cap25)),
        Word("absent-in-put", (options, value) => options with { AbsentInPut = value },
            ("clear", AbsentInPut.Clear), ("keep", AbsentInPut.Keep)),
        Refusal("unknown-attributes", (options, value) => options with { UnknownAttributes = value }),
        Refusal("read-only-writes", (options, value) => options with { ReadOnlyWrites = value }),
        Refusal("unknown-members", (options, value) => options with { UnknownMembers = value }),
        Refusal("remove-without-match", (options, value) => options with { RemoveWithoutMatch = value }),
        YesNo("filters-find-inactive", (options, value) => options with { FiltersFindInactive = value }),
        YesNo("show-deleted-users", (options, value) => options with { ShowDeletedUsers = value }),
        YesNo("replace-creates", (options, value) => options with { ReplaceCreates = value }),
        YesNo("duplicate-external-ids", (options, value) => options with { AllowDuplicateExternalIds = value }),
        YesNo("sorting", (options, value) => options with { Sorting = value }),
        YesNo("cursor-paging", (options, value) => options with { CursorPaging = value }),
        YesNo("capitalised-operations", (options, value) => options with { CapitalisedOperations = value }),
        YesNo("text-booleans", (options, value) => options with { TextBooleans = value }),
        YesNo("require-patch-schema", (options, value) => options with { RequirePatchSchema = value }),
        YesNo("member-lists-removable", (options, value) => options with { MemberListsRemovable = value }),
        YesNo("may-list-names", (options, value) => options with { MayListNames = value }),
        YesNo("may-create-groups", (options, value) => options with { MayCreateGroups = value }),
        Number("max-page-size", 1, 10_000, (options, value) => options with { MaxPageSize = value }),
        Number("max-members", 1, 100_000, (options, value) => options with { MaxMembersPerRequest = value }),
        Number("max-request-bytes", 100, 100_000_000, (options, value) => options with { MaxRequestBytes = value }),
        Number("requests-per-minute", 1, 1_000_000, (options, value) => options with { RequestsPerMinute = value }),
        Number("token-seconds", 1, 38_880_000, (options, value) => options with { TokenLifetime = TimeSpan.FromSeconds(value) }),
        Number("id-seed", 0, int.MaxValue, (options, value) => options with { IdSeed = value }),
    ];

    /// <summary>Each as it is written: <c>large-pages=serve|too-many-requests|cap-25</c>.</summary>
    public static IEnumerable<string> Forms => Rows.Select(row => $"{row.Name}={row.Values}");

    /// <summary>Sets one switch, written <c>name=value</c>.</summary>
    /// <returns>Null when there is no such switch or value; <paramref name="problem"/> then says so in a sentence.</returns>
    public static EmulatorOptions? Set(EmulatorOptions options, string text, out string problem)
    {
        var parts = text.Split('=', 2);
        problem = "";
        if (Rows.FirstOrDefault(row => row.Name.Equals(parts[0], StringComparison.Ordinal)) is not { } found)
        {
            problem = $"\"{parts[0]}\" is no switch; there are {string.Join(", ", Rows.Select(row => row.Name))}.";
            return null;
        }

        if (parts.Length == 2 && found.Set(options, parts[1]) is { } set)
        {
            return set;
        }

        problem = $"{found.Name} is written {found.Name}={found.Values}, not \"{text}\".";
        return null;
    }

    private static Row Word<T>(string name, Func<EmulatorOptions, T, EmulatorOptions> set, params (string Word, T Value)[] words) =>
        new(name, string.Join('|', words.Select(pair => pair.Word)), (options, text) =>
        {
            var found = words.Where(pair => pair.Word.Equals(text, StringComparison.Ordinal)).ToArray();
            return found is [var (_, value)] ? set(options, value) : null;
        });

    private static Row Refusal(string name, Func<EmulatorOptions, Unwanted, EmulatorOptions> set) =>
        Word(name, set, ("ignore", Unwanted.Ignore), ("reject", Unwanted.Reject));

    private static Row YesNo(string name, Func<EmulatorOptions, bool, EmulatorOptions> set) =>
        Word(name, set, ("yes", true), ("no", false));

    private static Row Number(string name, int least, int most, Func<EmulatorOptions, int, EmulatorOptions> set) =>
        new(name, string.Create(CultureInfo.InvariantCulture, $"{least}..{most}"), (options, text) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
                ? set(options, value)
                : null);

    private sealed record Row(string Name, string Values, Func<EmulatorOptions, string, EmulatorOptions?> Set);
}
