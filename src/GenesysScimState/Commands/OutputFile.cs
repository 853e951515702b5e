using System.Text;

namespace GenesysScimState.Commands;

/// <summary>
/// Files that a command was asked to write: whole or not at all, and not given up half way when a run is interrupted. What
/// is no file, such as <c>/dev/stdout</c> or the pipe a shell makes of <c>>(command)</c>, is written to and not replaced.
/// </summary>
internal static class OutputFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Finds out whether the file can be written while nothing else has been done yet.</summary>
    /// <exception cref="IOException">It cannot.</exception>
    public static void Prepare(FileInfo? file)
    {
        if (file is not null && !IsDevice(file))
        {
            file.Directory?.Create();
            Begin(file).Dispose();
            File.Delete(Unfinished(file));
        }
    }

    public static void Write(FileInfo? file, string text) => Write(file, stream => stream.Write(Utf8.GetBytes(text)));

    /// <param name="text">Made only where it is wanted.</param>
    public static void Write(FileInfo? file, Func<string> text)
    {
        if (file is not null)
        {
            Write(file, text());
        }
    }

    /// <summary>For what is too large to be in memory as text.</summary>
    public static void Write(FileInfo? file, Action<Stream> write)
    {
        if (file is null)
        {
            return;
        }

        if (IsDevice(file))
        {
            using var device = new FileStream(file.FullName, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            write(device);
            return;
        }

        file.Directory?.Create();
        using (var stream = Begin(file))
        {
            write(stream);
        }

        File.Move(Unfinished(file), file.FullName, overwrite: true);
    }

    /// <summary>Removes what an earlier run left, so that it is not taken for the result of this one.</summary>
    /// <exception cref="IOException">It cannot be removed, and so it could not be replaced either.</exception>
    public static void RemoveEarlier(FileInfo file)
    {
        // Asked anew: the argument may remember what was there before.
        var there = new FileInfo(file.FullName);
        if (!IsDevice(file) && !Directory.Exists(file.FullName) && (there.Exists || there.LinkTarget is not null))
        {
            File.Delete(file.FullName);
        }
    }

    /// <summary>Whether a path is written to and not replaced. Below <c>/dev/shm</c> are files.</summary>
    public static bool IsDevice(FileInfo file) => !OperatingSystem.IsWindows()
        && !file.FullName.StartsWith("/dev/shm/", StringComparison.Ordinal)
        && (file.FullName.StartsWith("/dev/", StringComparison.Ordinal) || file.FullName.StartsWith("/proc/", StringComparison.Ordinal));

    /// <summary>A new file: a link that stands in its place is removed and not followed.</summary>
    private static FileStream Begin(FileInfo file)
    {
        File.Delete(Unfinished(file));
        return new FileStream(Unfinished(file), FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }

    private static string Unfinished(FileInfo file) => file.FullName + ".tmp";
}
