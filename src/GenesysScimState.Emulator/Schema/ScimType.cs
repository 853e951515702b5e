namespace GenesysScimState.Emulator.Schema;

/// <summary>RFC 7643 §2.3, as far as the API uses it.</summary>
internal enum ScimType
{
    Text,
    Boolean,
    Decimal,
    Integer,
    DateTime,
    Reference,
    Complex,
}
