using System.Text;
using CsCheck;
using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Model;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Config;

/// <summary>Whatever is in a file, reading it ends, with a value or with findings that stand inside it.</summary>
public sealed class AnyText
{
    private const string Special = "[]{},:-?&*!|>'\"%@`#~<= \t\n\r\0\u0085\uFEFFab01.";

    private static readonly string Valid =
        File.ReadAllText(Path.Combine(Repository.Tests, "Config", "Documents", "state", "valid-full.yaml"));

    private static readonly Schema Schema = EmbeddedFiles.Schema("state");

    private static readonly Dialect Dialect = DialectReader.Embedded("genesys-cloud", default).Value!;

    [Fact]
    public void That_was_valid_before_it_was_changed_is_read() =>
        Gen.Select(Gen.Int[0, Valid.Length - 1], Gen.Int[0, 20], Gen.String[Gen.Char[Special], 0, 4])
            .Array[1, 4]
            .Sample(edits => Reads(Encoding.UTF8.GetBytes(edits.Aggregate(Valid, Edited))), iter: 1_000);

    [Fact]
    public void Of_special_characters_is_read() =>
        Gen.String[Gen.Char[Special], 0, 60].Sample(text => Reads(Encoding.UTF8.GetBytes(text)), iter: 5_000);

    [Fact]
    public void Of_any_bytes_is_read() => Gen.Byte.Array[0, 60].Sample(bytes => Reads(bytes), iter: 5_000);

    private static string Edited(string text, (int At, int Removed, string Added) edit)
    {
        var at = Math.Min(edit.At, text.Length);
        return text.Remove(at, Math.Min(edit.Removed, text.Length - at)).Insert(at, edit.Added);
    }

    private static bool Reads(byte[] bytes)
    {
        var file = FileDraft.Bind(YamlFile.Parse("a.yaml", bytes, Schema, FileDiagnostics.EmptyStateFile), Dialect);
        var state = file.Value is null ? null : StateBinder.Bind([file.Value], Dialect, isComplete: true);
        var findings = state is null ? file.Diagnostics : file.Diagnostics.AddRange(state.Diagnostics);
        return (file.Value is not null || file.HasErrors)
            && findings.All(finding => finding.At is { Line: >= 1, Column: >= 1, File: "a.yaml" });
    }
}
