using GenesysScimState.Core.Model;
using Xunit;

namespace GenesysScimState.Tests.Model;

public sealed class UntrustedText
{
    [Theory]
    [InlineData("Zoë Müller 👩‍🚀", "Zoë Müller 👩‍🚀")]
    [InlineData("a\r\nb\tc", "a\\u{d}\\u{a}b\\u{9}c")]
    [InlineData("\u001b[31mred", "\\u{1b}[31mred")]
    [InlineData("abc\u202Egnp", "abc\\u{202e}gnp")]
    [InlineData("zero\u200Bwidth", "zero\\u{200b}width")]
    [InlineData("a\u2028b", "a\\u{2028}b")]
    public void Shows_what_would_be_invisible(string text, string expected) => Assert.Equal(expected, Untrusted.Show(text));

    [Fact]
    public void Shows_half_a_character_as_what_it_is() => Assert.Equal("a\\u{fffd}b", Untrusted.Show("a\uD800b"));
}
