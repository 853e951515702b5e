using System.Runtime.InteropServices;
using System.Text;

namespace GenesysScimState.Config;

/// <summary>
/// Distinguishes regular files from named pipes, sockets, devices and folders. Opening a named pipe waits until another
/// process writes to it, so this is checked before a file is opened.
/// </summary>
internal static class RegularFile
{
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;

    /// <summary>Bytes that the runtime's stat structure fits into; it has 120.</summary>
    private const int StatusLength = 256;

    /// <summary>Where the type stands in that structure: behind four bytes of flags.</summary>
    private const int ModeAt = 4;

    /// <summary>What a path is in place of a regular file, such as "a named pipe"; null for a regular file and where nothing is there.</summary>
    public static string? OtherKind(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return Directory.Exists(path) ? "a folder" : null;
        }

        var status = new byte[StatusLength];
        return Stat([.. Encoding.UTF8.GetBytes(path), 0], status) != 0 ? null : (BitConverter.ToInt32(status, ModeAt) & TypeMask) switch
        {
            Regular => null,
            0x1000 => "a named pipe",
            0x4000 => "a folder",
            0xC000 => "a socket",
            _ => "a device",
        };
    }

    /// <summary>For files that the command line names. What a shell hands over, such as <c>/dev/stdin</c> and <c>&lt;(command)</c>, may be a pipe.</summary>
    /// <exception cref="NotRegularException">It is not a regular file.</exception>
    public static void Require(string path)
    {
        if (!IsFromShell(path) && OtherKind(path) is { } kind)
        {
            throw new NotRegularException(kind);
        }
    }

    public static bool IsFromShell(string path) => path is "/dev/stdin"
        || path.StartsWith("/dev/fd/", StringComparison.Ordinal)
        || path.StartsWith("/proc/self/fd/", StringComparison.Ordinal);

    /// <summary>The runtime's own <c>stat</c>, whose result has the same form on every system other than Windows.</summary>
    [DllImport("libSystem.Native", EntryPoint = "SystemNative_Stat")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern int Stat(byte[] path, byte[] status);
}
