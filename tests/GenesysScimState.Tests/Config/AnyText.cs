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

    [Theory]
    [InlineData("users:\n- {userName: a@x.test}\ndefaults: {title: Agent}\n", "Agent")]
    [InlineData("defaults: {title: Agent}\nusers:\n- {userName: a@x.test}\n", "Agent")]
    [InlineData("users:\n- {userName: a@x.test, title: Own}\nusers:\n- {userName: b@x.test}\n", "Own")]
    [InlineData("users: &all\n- {userName: a@x.test, title: Own}\n", "Own")]
    public void Is_read_the_same_wherever_its_parts_stand(string text, string title)
    {
        var source = new SourceFile("a.yaml", Encoding.UTF8.GetBytes(text));
        Assert.True(Reads(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(title, Assert.Single(FileDraft.Read(source, Schema, Dialect).Value!.Users).Bound!.Attributes["title"].Value.Text);
    }

    [Fact]
    public void That_is_not_yaml_to_the_end_says_nothing_of_its_users()
    {
        var file = FileDraft.Read(new("a.yaml", "users:\n- {userName: nobody}\n- [\n"u8.ToArray()), Schema, Dialect);
        Assert.Null(file.Value);
        Assert.StartsWith("GSS1", Assert.Single(file.Diagnostics).Code, StringComparison.Ordinal);
    }

    [Fact]
    public void With_a_long_value_that_has_a_form_is_read_at_once()
    {
        var text = $"users:\n- userName: \"a@{new string('.', 1_000_000)} \"\n";
        Assert.Equal("GSS134", FileDraft.Read(new("a.yaml", Encoding.UTF8.GetBytes(text)), Schema, Dialect).Diagnostics[0].Code);
    }

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

    /// <summary>User by user or as a whole, a file says the same.</summary>
    private static IEnumerable<string> Said(Checked<FileDraft> file) =>
        file.Diagnostics.Select(finding => finding.ToString()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Concat(file.Value is null ? ["nothing"] : file.Value.Users.Select(user => Shown(user.Bound) ?? $"{user.Written?.At}"))
            .Concat(file.Value?.Groups.Select(group => $"{group.At} {group.Size}") ?? []);

    private static string? Shown(UserDraft? user) => user is null ? null
        : $"{user.At} {string.Join(", ", user.Attributes.Select(pair => $"{pair.Key}={pair.Value}"))} {string.Join(", ", user.Groups)} {user.Until}";

    private static bool Reads(byte[] bytes)
    {
        var source = new SourceFile("a.yaml", bytes);
        var file = FileDraft.Read(source, Schema, Dialect);
        var whole = new FileBinder(Schema, Dialect).Read(source, takesItems: false)!;
        // A value that an alias repeats where it is wrong is wrong for the whole; a user before that has it nevertheless.
        if (!bytes.Contains((byte)'*') && !Said(file).SequenceEqual(Said(whole), StringComparer.Ordinal))
        {
            return false;
        }

        var state = file.Value is null ? null : StateBinder.Bind([file.Value], Dialect, isComplete: true);
        var findings = state is null ? file.Diagnostics : file.Diagnostics.AddRange(state.Diagnostics);
        return (file.Value is not null || file.HasErrors)
            && findings.All(finding => finding.At is { Line: >= 1, Column: >= 1, File: "a.yaml" });
    }
}
