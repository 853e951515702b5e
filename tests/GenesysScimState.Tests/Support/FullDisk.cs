using System.Text;

namespace GenesysScimState.Tests.Support;

/// <summary>A stream that was redirected to a file on a disk that is full.</summary>
internal sealed class FullDisk : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => throw new IOException("No space left on device", 28);
}
