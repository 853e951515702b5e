using System.Security.Cryptography;

namespace GenesysScimState.Config;

/// <summary>What a file that was read is for.</summary>
internal enum SourceRole
{
    State,
    Config,
    Dialect,
}

/// <summary>A file of a folder as it was read. Its bytes are not kept: they would be as much as all that is made of them.</summary>
/// <param name="Path">From the configuration's folder, with forward slashes.</param>
/// <param name="Digest">SHA-256 in 64 hexadecimal digits.</param>
internal sealed record WorkspaceFile(string Path, SourceRole Role, string Digest)
{
    public static WorkspaceFile Of(string path, SourceRole role, ReadOnlyMemory<byte> bytes) => new(path, role, DigestOf(bytes.Span));

    /// <summary>Git may check files out with other line endings than they were committed with: those do not count.</summary>
    public static string DigestOf(ReadOnlySpan<byte> bytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var end = bytes.IndexOf("\r\n"u8); end >= 0; end = bytes.IndexOf("\r\n"u8))
        {
            hash.AppendData(bytes[..end]);
            bytes = bytes[(end + 1)..];
        }

        hash.AppendData(bytes);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
