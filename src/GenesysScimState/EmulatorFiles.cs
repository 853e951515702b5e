using GenesysScimState.Config;
using GenesysScimState.Emulator;

namespace GenesysScimState;

/// <summary>Opens an emulator whose files are regular ones: it keeps its data in them, and reading a named pipe would not end.</summary>
internal static class EmulatorFiles
{
    /// <inheritdoc cref="ScimEmulator.Open"/>
    public static ScimEmulator Open(EmulatorOptions options, TimeProvider time, Action<RequestEntry>? log = null)
    {
        foreach (var path in new[] { options.DataFile, options.SeedFile, options.DataFile is { } data ? $"{data}.changes" : null }.OfType<string>())
        {
            if (!(path == options.SeedFile && RegularFile.IsFromShell(path)) && RegularFile.OtherKind(path) is { } kind)
            {
                throw new EmulatorDataException($"{path}: is {kind}, not a regular file");
            }
        }

        return ScimEmulator.Open(options, time, log);
    }
}
