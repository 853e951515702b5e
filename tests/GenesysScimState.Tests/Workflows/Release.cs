using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace GenesysScimState.Tests.Workflows;

/// <summary>A release over HTTP whose binary runs the program of this build.</summary>
internal sealed class Release : IDisposable
{
    private readonly WireMockServer _server = WireMockServer.Start();

    public Release(string version, bool isTampered = false)
    {
        var archive = Archive();
        var sum = Convert.ToHexStringLower(SHA256.HashData(archive));
        Serve($"/v{version}/scimstate-linux-x64.tar.gz", isTampered ? [.. archive, 0] : archive);
        Serve($"/v{version}/SHA256SUMS", System.Text.Encoding.UTF8.GetBytes($"0000  scimstate-win-x64.tar.gz\n{sum}  scimstate-linux-x64.tar.gz\n"));
    }

    public string Url => _server.Url!;

    public string[] Requests => [.. _server.LogEntries.Select(entry => entry.RequestMessage!.Path)];

    public void Dispose() => _server.Dispose();

    private void Serve(string path, byte[] body) =>
        _server.Given(Request.Create().WithPath(path)).RespondWith(Response.Create().WithStatusCode(200).WithBody(body));

    private static byte[] Archive()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "scimstate.dll");
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(zip))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "scimstate")
            {
                Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                DataStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes($"#!/usr/bin/env bash\nexec dotnet '{program}' \"$@\"\n")),
            });
        }

        return bytes.ToArray();
    }
}
