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

    /// <summary>Words that stand for a value that is still to be written, in upper case.</summary>
    private static readonly HashSet<string> Blanks = new(StringComparer.Ordinal)
    {
        "WHO", "WHY", "TO" + "DO", "TBD", "FIX" + "ME", "XXX", "NAME", "YOUR NAME", "YOUR_NAME", "YOU", "ME", "APPROVER",
        "EMAIL", "E-MAIL", "NULL", "NONE", "N/A", "NA", "UNKNOWN", "PLACEHOLDER", "CHANGEME", "CHANGE ME", "TEXT", "TICKET",
    };

    /// <param name="directory">Where the configuration is, absolute.</param>
    /// <param name="given">The file from the command line; null when none was named.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<Checked<IReadOnlyList<Approval>>> ReadAsync(
        string directory, FileInfo? given, CancellationToken cancellationToken)
    {
        var folder = new FolderFiles(directory);
        var approvals = new List<Approval>();
        var findings = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var (name, path) in Files(folder, given, findings))
        {
            if (await ReadAsync(folder, name, path, findings, cancellationToken) is not { } bytes)
            {
                continue;
            }

            var file = YamlFile.Parse(name, bytes, EmbeddedFiles.Schema("approval"), FileDiagnostics.EmptyFile);
            ImmutableArray<Diagnostic> blank = file.Value is { } read ? [.. Placeholders(read)] : [];
            // What is not filled in has no value of the right kind either; it is reported once.
            findings.AddRange(file.Diagnostics.Where(finding => !blank.Any(each => each.At?.Line == finding.At?.Line)));
            findings.AddRange(blank);
            if (file.Value is { } yaml && !file.HasErrors && blank.IsEmpty)
            {
                approvals.Add(Bind(yaml));
            }
        }

        return new(approvals, findings.ToImmutable());
    }

    /// <summary>An approval that is copied from a plan and not filled in approves nothing.</summary>
    private static IEnumerable<Diagnostic> Placeholders(YamlFile file)
    {
        foreach (var key in (string[])["by", "reason"])
        {
            if (file.Root[key] is YamlScalar scalar && IsPlaceholder(key, scalar.Text))
            {
                yield return CommandDiagnostics.ApprovalPlaceholder(key, string.IsNullOrWhiteSpace(scalar.Text) ? null : scalar.Text, scalar.At);
            }
        }
    }

    private static bool IsPlaceholder(string key, string text)
    {
        var word = text.Trim().Trim('<', '>', '[', ']', '{', '}', '(', ')', '.', '…', '?', '!', '_', '-', '*', '"', '\'', ' ').ToUpperInvariant();
        return word.Length == 0 || string.Equals(word, key, StringComparison.OrdinalIgnoreCase) || Blanks.Contains(word) || (text.Trim() is ['<', .., '>']);
    }

    /// <summary>Names for findings, and absolute paths. A folder that is a link may lead anywhere and is not read.</summary>
    private static IEnumerable<(string Name, string Path)> Files(
        FolderFiles folder, FileInfo? given, ImmutableArray<Diagnostic>.Builder findings)
    {
        var path = folder.Absolute(Folder);
        var files = Directory.Exists(path)
            ? Directory.GetFiles(path).Where(file => IsYaml(file) && file != given?.FullName).Order(StringComparer.Ordinal).ToArray()
            : [];
        if (new DirectoryInfo(path).LinkTarget is not null)
        {
            findings.Add(FileDiagnostics.SymbolicLink(new(Folder, 1, 1)));
            files = [];
        }

        var named = files.Select(file => ($"{Folder}/{Path.GetFileName(file)}", file));
        return given is null ? named : named.Append((given.ToString(), given.FullName));
    }

    /// <summary>In the folder the rules of state files hold; a file elsewhere that the command line names may be a link.</summary>
    private static async Task<byte[]?> ReadAsync(
        FolderFiles folder, string name, string path, ImmutableArray<Diagnostic>.Builder findings, CancellationToken cancellationToken)
    {
        try
        {
            var inside = FolderFiles.Inside(Path.GetRelativePath(folder.Path, path).Replace(Path.DirectorySeparatorChar, '/'));
            var refused = inside is not null ? folder.Refused(inside, name)
                : !RegularFile.IsFromShell(path) && RegularFile.OtherKind(path) is { } kind ? FileDiagnostics.NotRegular(kind, new(name, 1, 1))
                : null;
            if (refused is null)
            {
                return await File.ReadAllBytesAsync(path, cancellationToken);
            }

            findings.Add(refused);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            findings.Add(FileDiagnostics.Unreadable(IoProblem.Of(exception), new SourceSpan(name, 1, 1)));
        }

        return null;
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
