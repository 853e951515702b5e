using System.Text;

namespace GenesysScimState.Commands;

/// <summary>Files that a command was asked to write: whole or not at all.</summary>
internal static class OutputFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Finds out whether the file can be written while nothing else has been done yet.</summary>
    /// <exception cref="IOException">It cannot.</exception>
    public static void Prepare(FileInfo? file)
    {
        if (file is not null)
        {
            file.Directory?.Create();
            File.WriteAllText(Unfinished(file), "");
            File.Delete(Unfinished(file));
        }
    }

    public static async Task WriteAsync(FileInfo? file, string text, CancellationToken cancellationToken)
    {
        if (file is null)
        {
            return;
        }

        file.Directory?.Create();
        await File.WriteAllTextAsync(Unfinished(file), text, Utf8, cancellationToken);
        File.Move(Unfinished(file), file.FullName, overwrite: true);
    }

    /// <param name="text">Made only where it is wanted.</param>
    public static Task WriteAsync(FileInfo? file, Func<string> text, CancellationToken cancellationToken) =>
        file is null ? Task.CompletedTask : WriteAsync(file, text(), cancellationToken);

    /// <summary>For what is too large to be in memory as text.</summary>
    public static void Write(FileInfo? file, Action<Stream> write)
    {
        if (file is null)
        {
            return;
        }

        file.Directory?.Create();
        using (var stream = File.Create(Unfinished(file)))
        {
            write(stream);
        }

        File.Move(Unfinished(file), file.FullName, overwrite: true);
    }

    private static string Unfinished(FileInfo file) => file.FullName + ".tmp";
}
