namespace GenesysScimState.Emulator.Schema;

/// <summary>What a client may do to groups through SCIM.</summary>
internal enum GroupWrites
{
    /// <summary>PUT and PATCH of the ones that are there.</summary>
    Update,

    /// <summary>Nothing.</summary>
    None,

    /// <summary>POST and DELETE too.</summary>
    All,
}
