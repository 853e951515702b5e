namespace GenesysScimState.Emulator;

/// <summary>
/// A data or seed file that is no organization. The message names the file, the place and what is wrong.
/// </summary>
public sealed class EmulatorDataException(string message, Exception? innerException = null)
    : Exception(message, innerException);
