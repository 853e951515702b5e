using System.Text;

namespace GenesysScimState.Commands;

/// <summary>Files that a command was asked to write: whole or not at all.</summary>
internal static class OutputFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static async Task WriteAsync(FileInfo? file, string text, CancellationToken cancellationToken)
    {
        if (file is null)
        {
            return;
        }

        file.Directory?.Create();
        var unfinished = file.FullName + ".tmp";
        await File.WriteAllTextAsync(unfinished, text, Utf8, cancellationToken);
        File.Move(unfinished, file.FullName, overwrite: true);
    }
}
