namespace GenesysScimState.Emulator.Schema;

/// <summary>What in the organization a value has to name, exactly and in its case.</summary>
internal enum Names
{
    Anything,
    Role,
    Skill,
    Language,
    Division,
    Manager,
    Member,
    Group,
}
