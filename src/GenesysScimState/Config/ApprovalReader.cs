using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Config;

/// <summary>
/// Approvals: files in <c>approvals/</c> beside the configuration, so that a pull request can carry them, and one that
/// was named on the command line.
/// </summary>
internal static class ApprovalReader
{
    private const string Folder = "approvals";

    /// <param name="directory">Where the configuration is, absolute.</param>
    /// <param name="given">The file from the command line; null when none was named.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<Checked<IReadOnlyList<Approval>>> ReadAsync(
        string directory, FileInfo? given, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(directory, Folder);
        var files = Directory.Exists(folder)
            ? Directory.GetFiles(folder).Where(IsYaml).Order(StringComparer.Ordinal).Select(path => ($"{Folder}/{Path.GetFileName(path)}", path))
            : [];
        var approvals = new List<Approval>();
        var findings = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var (name, path) in given is null ? files : files.Append((given.ToString(), given.FullName)))
        {
            if (await ReadAsync(name, path, findings, cancellationToken) is not { } bytes)
            {
                continue;
            }

            var file = YamlFile.Parse(name, bytes, EmbeddedFiles.Schema("approval"), FileDiagnostics.EmptyFile);
            findings.AddRange(file.Diagnostics);
            if (file.Value is { } yaml && !file.HasErrors)
            {
                approvals.Add(Bind(yaml));
            }
        }

        return new(approvals, findings.ToImmutable());
    }

    private static async Task<byte[]?> ReadAsync(
        string name, string path, ImmutableArray<Diagnostic>.Builder findings, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            findings.Add(FileDiagnostics.Unreadable(exception.Message, new SourceSpan(name, 1, 1)));
            return null;
        }
    }

    private static bool IsYaml(string path) => Path.GetExtension(path) is ".yaml" or ".yml";

    private static Approval Bind(YamlFile file)
    {
        var (root, values) = (file.Root, file.Values);
        return new Approval(
            values.Text(root, "plan")!,
            [.. values.Scalars(root, "allow").Select(guard => guard.Text)],
            values.Text(root, "by")!,
            values.Text(root, "reason")!,
            TextForms.DateOf(values.Text(root, "until")!) ?? DateOnly.MinValue,
            root.At);
    }
}
