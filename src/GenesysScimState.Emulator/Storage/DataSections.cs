using GenesysScimState.Emulator.Schema;

namespace GenesysScimState.Emulator.Storage;

/// <summary>Words of the data file that the API does not have.</summary>
internal static class DataSections
{
    /// <summary>Marks a user as deleted: kept, because creating one of that userName restores it.</summary>
    public const string DeletedMark = "x-emulator-deleted";

    public static string NameOf(Names kind) => kind switch
    {
        Names.Role => "roles",
        Names.Skill => "skills",
        Names.Language => "languages",
        Names.Division => "divisions",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "The file lists no such names."),
    };
}
