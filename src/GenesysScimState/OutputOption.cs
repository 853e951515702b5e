using System.CommandLine;

namespace GenesysScimState;

/// <summary>An option that names a file which the command writes. <see cref="Commands.Outputs"/> checks all of them before a command runs.</summary>
internal sealed class OutputOption : Option<FileInfo?>
{
    public OutputOption(string name, string description, params string[] aliases)
        : base(name, aliases)
    {
        Description = description;
        HelpName = "FILE";
    }

    /// <summary>Whether a file of an earlier run stays until it is replaced; false by default.</summary>
    public bool KeepsEarlier { get; init; }
}
