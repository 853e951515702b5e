using System.Text.RegularExpressions;
using CsCheck;
using GenesysScimState.Rendering;
using Xunit;

namespace GenesysScimState.Tests.Rendering;

/// <summary>Colour is laid over finished text and changes none of it.</summary>
public sealed partial class Painting
{
    [Fact]
    public void Without_the_colours_the_text_is_what_it_was() => Gen
        .OneOf("  + user/a  create", "  - user/b", "~ x", "! y", "Plan: 1 to add", "", "a.yaml:1:1: error GSS101: x", "warning GSS1", "  plain")
        .Array[0, 6]
        .Sample(lines =>
        {
            var text = string.Join('\n', lines);
            Assert.Equal(text, Colours().Replace(Paint.Lines(text), ""));
        });

    [Theory]
    [InlineData("  + user/a  create", "32")]
    [InlineData("  ~ user/a  update", "33")]
    [InlineData("  - user/a  delete", "31")]
    [InlineData("  ! user/a  delete", "35")]
    [InlineData("Plan: 0 to add, 0 to change, 0 to destroy.", "1")]
    [InlineData("a.yaml:1:1: error GSS101: x", "31")]
    [InlineData("a.yaml:1:1: warning GSS101: x", "33")]
    public void A_line_has_the_colour_of_its_symbol(string line, string colour) =>
        Assert.Equal($"\u001b[{colour}m{line}\u001b[0m", Paint.Lines(line));

    [Theory]
    [InlineData("      title  \"Agent\" -> \"Boss\"")]
    [InlineData("Members: 0 to add, 0 to remove.")]
    [InlineData("+user")]
    public void Any_other_line_has_none(string line) => Assert.Equal(line, Paint.Lines(line));

    [GeneratedRegex("\u001b\\[[0-9]+m", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Colours();
}
