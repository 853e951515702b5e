using CsCheck;
using GenesysScimState.Config;
using Xunit;

namespace GenesysScimState.Tests.Config;

public sealed class CoreSchemaKinds
{
    [Theory]
    [InlineData("", ScalarKind.Null)]
    [InlineData("~", ScalarKind.Null)]
    [InlineData("NULL", ScalarKind.Null)]
    [InlineData("nULL", ScalarKind.Text)]
    [InlineData("True", ScalarKind.Boolean)]
    [InlineData("tRUE", ScalarKind.Text)]
    [InlineData("yes", ScalarKind.Text)]
    [InlineData("no", ScalarKind.Text)]
    [InlineData("012", ScalarKind.Integer)]
    [InlineData("+13175550100", ScalarKind.Integer)]
    [InlineData("-0", ScalarKind.Integer)]
    [InlineData("0x1F", ScalarKind.Integer)]
    [InlineData("0o17", ScalarKind.Integer)]
    [InlineData("0o8", ScalarKind.Text)]
    [InlineData("0b1", ScalarKind.Text)]
    [InlineData("1_000", ScalarKind.Text)]
    [InlineData("12:30:45", ScalarKind.Text)]
    [InlineData("2024-05-01", ScalarKind.Text)]
    [InlineData("1.", ScalarKind.Float)]
    [InlineData(".5", ScalarKind.Float)]
    [InlineData(".", ScalarKind.Text)]
    [InlineData("+", ScalarKind.Text)]
    [InlineData("-.5e+10", ScalarKind.Float)]
    [InlineData("1e", ScalarKind.Text)]
    [InlineData("1e5x", ScalarKind.Text)]
    [InlineData("1.2.3", ScalarKind.Text)]
    [InlineData("-.inf", ScalarKind.Float)]
    [InlineData(".nan", ScalarKind.Float)]
    public void Are_those_of_YAML_1_2(string text, object expected) => Assert.Equal(expected, CoreSchema.KindOf(text));

    [Theory]
    [InlineData("0x1F", 31.0)]
    [InlineData("0o17", 15.0)]
    [InlineData("012", 12.0)]
    [InlineData("+3.50", 3.5)]
    [InlineData("1e400", null)]
    [InlineData(".inf", null)]
    [InlineData("x", null)]
    public void Give_numbers_their_value(string text, double? expected) =>
        Assert.Equal(expected, CoreSchema.NumberOf(new(default, text, isPlain: true)));

    [Fact]
    public void Are_text_in_quotes() => Assert.Equal(ScalarKind.Text, new YamlScalar(default, "12", isPlain: false).Kind);

    [Fact]
    public void Are_known_for_any_text() =>
        Gen.String[Gen.Char["0123456789+-.eEoxabfinNaA_ "], 0, 12].Sample(text => Enum.IsDefined(CoreSchema.KindOf(text)));
}
