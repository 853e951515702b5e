namespace GenesysScimState;

/// <summary>A path that is not a regular file.</summary>
/// <param name="kind">What it is: "a named pipe".</param>
internal sealed class NotRegularException(string kind) : IOException($"it is {kind}, not a regular file");

/// <summary>Why a file cannot be read or written, in the program's own words: those of .NET name types and internal paths.</summary>
internal static class IoProblem
{
    public static string Of(Exception exception) => exception switch
    {
        NotRegularException own => own.Message,
        FileNotFoundException => "the file does not exist",
        DirectoryNotFoundException => "the folder does not exist",
        PathTooLongException => "the path is too long",
        UnauthorizedAccessException => "permission denied, or the path is a folder",
        _ => OfCode(exception.HResult),
    };

    /// <summary>errno of Linux and macOS; on Windows HRESULTs of Win32 codes (winerror.h).</summary>
    private static string OfCode(int code) => code switch
    {
        28 or unchecked((int)0x80070070) or unchecked((int)0x80070027) => "the disk is full",
        30 or unchecked((int)0x80070013) => "the disk is read-only",
        69 or 122 => "the disk quota is used up",
        11 or 35 or unchecked((int)0x80070020) or unchecked((int)0x80070021) => "another process uses the file",
        17 or unchecked((int)0x80070050) or unchecked((int)0x800700B7) => "a file of this name exists",
        20 or 21 => "a part of the path is a file, or the path is a folder",
        32 or unchecked((int)0x8007006D) => "the reader of the output has ended",
        40 or 62 => "too many symbolic links",
        _ => "the operating system reports an input/output error",
    };
}
