using System.IO.Enumeration;

namespace GenesysScimState.Config;

/// <summary>
/// A pattern of file paths: <c>*</c> and <c>?</c> within a name, <c>**</c> for any folders. Upper and lower case differ
/// on every system; names that begin with a dot are only matched by a part that does so too.
/// </summary>
internal sealed class FilePattern
{
    private const string AnyFolders = "**";

    private readonly string[] _parts;

    private FilePattern(string[] parts) => _parts = parts;

    /// <summary>Null when it leads out of the folder it starts at.</summary>
    public static FilePattern? Parse(string text)
    {
        if (text.StartsWith('/') || text.AsSpan().ContainsAny('\\', ':', '\0'))
        {
            return null;
        }

        var parts = new List<string>();
        foreach (var part in text.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..")
            {
                return null;
            }

            if (part != "." && !(part == AnyFolders && parts is [.., AnyFolders]))
            {
                parts.Add(part);
            }
        }

        if (parts is [.., AnyFolders])
        {
            parts.Add("*");
        }

        return parts.Count == 0 ? null : new([.. parts]);
    }

    /// <summary>
    /// Adds the paths of matching files below <paramref name="root"/>, with forward slashes. Links are not followed:
    /// they are added to <paramref name="links"/> where the pattern meets them.
    /// </summary>
    public void Find(DirectoryInfo root, ISet<string> found, ISet<string> links) => Walk(root, "", 0, found, links);

    private void Walk(DirectoryInfo folder, string path, int index, ISet<string> found, ISet<string> links)
    {
        var part = _parts[index];
        if (part == AnyFolders)
        {
            Walk(folder, path, index + 1, found, links);
        }

        var isLast = index == _parts.Length - 1;
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo == isLast || !IsMatch(part, entry.Name))
            {
                continue;
            }

            var name = path + entry.Name;
            if (entry.LinkTarget is not null)
            {
                links.Add(name);
            }
            else if (entry is DirectoryInfo subfolder)
            {
                Walk(subfolder, $"{name}/", part == AnyFolders ? index : index + 1, found, links);
            }
            else
            {
                found.Add(name);
            }
        }
    }

    /// <summary>Whether a path, with forward slashes, is one that <see cref="Find"/> would find.</summary>
    public bool IsMatch(string path) => IsMatch(path.Split('/'), 0, 0);

    private bool IsMatch(string[] names, int name, int part) => part == _parts.Length
        ? name == names.Length
        : _parts[part] == AnyFolders
            ? IsMatch(names, name, part + 1) || (name < names.Length - 1 && IsMatch("*", names[name]) && IsMatch(names, name + 1, part))
            : name < names.Length && IsMatch(_parts[part], names[name]) && IsMatch(names, name + 1, part + 1);

    private static bool IsMatch(string part, string name) =>
        (name[0] != '.' || part[0] == '.') && FileSystemName.MatchesSimpleExpression(part, name, ignoreCase: false);
}
