using System.Text;
using Xunit;

namespace GenesysScimState.Tests.Support;

/// <summary>
/// Compares text with a <c>*.verified.*</c> file beside the test and leaves a <c>*.received.*</c> file when they differ.
/// Names and manners follow Verify, so that its editor plug-ins work. <c>UPDATE_SNAPSHOTS=true</c> accepts what came;
/// it is ignored when <c>CI=true</c>.
/// </summary>
internal static class Snapshot
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <param name="path">Absolute, without <c>.verified</c>: <c>…/plan.txt</c> is held to <c>…/plan.verified.txt</c>.</param>
    public static void Verify(string path, string actual)
    {
        var verified = Named(path, "verified");
        var received = Named(path, "received");
        var text = actual.ReplaceLineEndings("\n");
        var expected = File.Exists(verified) ? File.ReadAllText(verified).ReplaceLineEndings("\n") : null;

        if (text == expected)
        {
            File.Delete(received);
            return;
        }

        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "true"
            && Environment.GetEnvironmentVariable("CI") != "true")
        {
            File.WriteAllText(verified, text, Utf8);
            return;
        }

        File.WriteAllText(received, text, Utf8);
        Assert.Fail($"{Path.GetRelativePath(Repository.Root, verified)} {(expected is null ? "does not exist" : "differs")}. "
            + $"Compare it with the .received. file beside it; UPDATE_SNAPSHOTS=true accepts.\n\nexpected:\n{expected}\n\nreceived:\n{text}");
    }

    private static string Named(string path, string kind) =>
        Path.Combine(Path.GetDirectoryName(path)!, $"{Path.GetFileNameWithoutExtension(path)}.{kind}{Path.GetExtension(path)}");
}
