using System.Text;
using GenesysScimState.Config;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Config;

public sealed class YamlThatIsRefused
{
    private const string User = "userName: a@example.com";

    [Theory]
    [InlineData("users: [1, 2\ngroups: c\n", "1:8: error GSS112: this \"[\" is not closed")]
    [InlineData("users: [\n", "1:8: error GSS112: ")]
    [InlineData("users:\n  - {userName: a@example.com, roles: [x, y}\n", "2:38: error GSS112: ")]
    [InlineData("users:\n  - {userName: a@example.com\n", "2:5: error GSS112: this \"{\" is not closed")]
    [InlineData("users: \"open\ngroups: []", "1:8: error GSS110: this is not YAML: the quotes opened here")]
    [InlineData("users: 'open", "1:8: error GSS110: this is not YAML: the quotes opened here")]
    [InlineData("users: a: b\n", "1:9: error GSS110: ")]
    [InlineData("users: @a\n", "1:8: error GSS110: this is not YAML: a value cannot begin")]
    [InlineData("users: ]\n", "1:8: error GSS110: this is not YAML: a value is expected")]
    [InlineData("- a\nb: c\n", "2:1: error GSS110: this is not YAML: the list is left")]
    public async Task Text_that_is_not_YAML_has_a_place(string text, string expected) =>
        Reading.Shows(await Reading.StateAsync(text), $"state/a.yaml:{expected}");

    [Theory]
    [InlineData("users:\n\t- userName: a@example.com\n", "2:1")]
    [InlineData("# first\nusers:\n  - userName: a@example.com\n  \t  title: x\n", "4:3")]
    public async Task A_tab_is_found_where_it_is(string text, string place) =>
        Reading.Shows(await Reading.StateAsync(text), $"state/a.yaml:{place}: error GSS111: a tab");

    [Fact]
    public async Task A_key_may_stand_once() =>
        Reading.Shows(
            await Reading.StateAsync($"users:\n  - {User}\n    title: x\n    title: y\nusers: []\n"),
            "state/a.yaml:4:5: error GSS113: the key \"title\" is already in this mapping, at state/a.yaml:3:5",
            "state/a.yaml:5:1: error GSS113: the key \"users\" is already in this mapping, at state/a.yaml:1:1");

    [Fact]
    public async Task A_repeated_key_among_many_is_found()
    {
        var skills = new StringBuilder();
        for (var i = 0; i < 20; i++)
        {
            skills.Append(System.Globalization.CultureInfo.InvariantCulture, $"      s{i}: 1\n");
        }

        Reading.Shows(
            await Reading.StateAsync($"users:\n  - {User}\n    routingSkills:\n{skills}      s19: 2\n      s3: 2\n"),
            "state/a.yaml:24:7: error GSS113: …state/a.yaml:23:7",
            "state/a.yaml:25:7: error GSS113: …state/a.yaml:7:7");
    }

    [Fact]
    public async Task A_key_must_be_text() =>
        Reading.Shows(await Reading.StateAsync("? [a]\n: b\nusers: []\n"), "state/a.yaml:1:3: error GSS114: ");

    [Fact]
    public async Task A_tag_is_refused_and_the_value_looked_at() =>
        Reading.Shows(
            await Reading.StateAsync("users:\n  - userName: !secret nobody\n"),
            "state/a.yaml:2:15: error GSS115: the tag \"!secret\"",
            "state/a.yaml:2:15: error GSS134: \"nobody\" is not an e-mail address");

    [Fact]
    public async Task A_merge_key_is_refused() =>
        Reading.Shows(
            await Reading.StateAsync($"users:\n  - &a {{{User}}}\n  - <<: *a\n    userName: b@example.com\n"),
            "state/a.yaml:3:5: error GSS116: merge keys");

    [Fact]
    public async Task A_second_document_is_refused() =>
        Reading.Shows(await Reading.StateAsync("users: []\n---\nusers: []\n"), "state/a.yaml:2:1: error GSS117: ");

    [Theory]
    [InlineData("users: *nobody\n", "1:8")]
    [InlineData("users: &a [*a]\n", "1:12")]
    public async Task An_alias_needs_an_anchor_before_it(string text, string place) =>
        Reading.Shows(await Reading.StateAsync(text), $"state/a.yaml:{place}: error GSS118: ");

    [Fact]
    public async Task An_alias_is_taken_for_its_value()
    {
        var state = await Reading.DesiredAsync(
            $"users:\n  - {User}\n    roles: &all [x, y]\n  - userName: b@example.com\n    roles: *all\n");

        Assert.Equal(state.Users[0].Attributes["roles"].Value, state.Users[1].Attributes["roles"].Value);
    }

    [Fact]
    public async Task Aliases_that_unfold_without_bounds_are_refused()
    {
        var text = new StringBuilder("users:\n  - &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 10; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"  - &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }

        Reading.Shows(await Reading.StateAsync(text.ToString()), "state/a.yaml:5:…: error GSS119: ");
    }

    [Theory]
    [InlineData(65)]
    [InlineData(100_000)]
    public async Task Values_nested_without_bounds_are_refused(int depth) =>
        Reading.Shows(await Reading.StateAsync($"users: {new string('[', depth)}"), "state/a.yaml:1:71: error GSS120: ");

    [Theory]
    [InlineData("")]
    [InlineData("# nobody yet\n")]
    [InlineData("---\n...\n")]
    public async Task A_file_without_content_says_what_to_do(string text) =>
        Reading.Shows(await Reading.StateAsync(text), "state/a.yaml:1:1: error GSS107: the file is empty; declare");

    [Theory]
    [InlineData(new byte[] { (byte)'a', (byte)':', (byte)'\n', 0xE4, (byte)'b' }, "2:1: error GSS106: the file is not UTF-8: byte 0xe4 at offset 3")]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, (byte)'a', 0xC3 }, "1:2: error GSS106: the file is not UTF-8: byte 0xc3 at offset 4")]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'a', 0 }, "1:1: error GSS106: the file is not UTF-8: byte 0xff at offset 0")]
    public async Task Bytes_that_are_not_UTF_8_are_refused(byte[] bytes, string expected)
    {
        using var folder = new TempFolder();
        folder.Write(WorkspaceReader.ConfigFile, Reading.Config);
        await File.WriteAllBytesAsync(folder.Write("state/a.yaml", ""), bytes, TestContext.Current.CancellationToken);

        Reading.Shows(
            await WorkspaceReader.ReadAsync(folder.Path, TestContext.Current.CancellationToken), $"state/a.yaml:{expected}");
    }

    [Fact]
    public async Task A_byte_order_mark_is_no_part_of_the_text() =>
        Reading.Shows(
            await Reading.StateAsync("\uFEFFusers:\n  - name: {}\n    userName: a@example.com"),
            "state/a.yaml:2:11: error GSS136: \"name\" has 0 entries");
}
