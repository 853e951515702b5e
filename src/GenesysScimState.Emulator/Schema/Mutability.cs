namespace GenesysScimState.Emulator.Schema;

/// <summary>RFC 7643 §7.</summary>
internal enum Mutability
{
    ReadWrite,
    ReadOnly,
    WriteOnly,
    Immutable,
}
