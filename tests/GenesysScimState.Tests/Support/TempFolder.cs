using System.Runtime.CompilerServices;

namespace GenesysScimState.Tests.Support;

/// <summary>A folder of the test's own, named after it, empty at the start and gone at the end.</summary>
internal sealed class TempFolder : IDisposable
{
    public TempFolder([CallerMemberName] string test = "")
    {
        Path = Directory.CreateTempSubdirectory($"scimstate-{test[..Math.Min(test.Length, 60)]}-").FullName;
    }

    public string Path { get; }

    /// <summary>Writes a file, making its folders, and gives its absolute path.</summary>
    public string Write(string name, string text)
    {
        var path = At(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public string At(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
