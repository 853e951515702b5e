using CsCheck;
using GenesysScimState.Core.Diagnostics;
using Xunit;

namespace GenesysScimState.Tests.Diagnostics;

public sealed class Suggestions
{
    private static readonly string[] Names = ["title", "department", "division", "manager", "Support Agents"];

    [Theory]
    [InlineData("titel", "title")]
    [InlineData("titl", "title")]
    [InlineData("Title", "title")]
    [InlineData("divison", "division")]
    [InlineData("Suport Agent", "Support Agents")]
    [InlineData("xyz", null)]
    [InlineData("", null)]
    [InlineData("t", null)]
    public void Are_close_to_what_was_written(string text, string? expected) => Assert.Equal(expected, Suggestion.For(text, Names));

    [Fact]
    public void Are_the_same_whatever_the_order()
    {
        Assert.Equal("ca", Suggestion.For("cx", ["cb", "ca"]));
        Assert.Equal("ca", Suggestion.For("cx", ["ca", "cb"]));
    }

    [Fact]
    public void Are_the_closest() => Assert.Equal("abcdef", Suggestion.For("abcdeg", ["abcdxx", "abcdef", "abcdxg"]));

    [Fact]
    public void Take_any_text() =>
        Gen.Select(Gen.String, Gen.String.Array[0, 5]).Sample((text, names) =>
            Suggestion.For(text, names) is not { } found || names.Contains(found));

    [Fact]
    public void Leave_long_texts_alone() => Assert.Null(Suggestion.For(new string('a', 101), [new string('a', 101)]));
}
