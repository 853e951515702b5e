using CsCheck;
using GenesysScimState.Core.Model;
using Xunit;

namespace GenesysScimState.Tests.Model;

public sealed class CanonicalForms
{
    [Theory]
    [InlineData(" Ann@Example.COM", "ann@example.com")]
    [InlineData("no address", "no address")]
    public void An_address_has_no_case(string text, string expected) => Assert.Equal(expected, Of(AttributeType.Email, text));

    [Theory]
    [InlineData("+13175550100", "+13175550100")]
    [InlineData("+1 (317) 555-01.00", "+13175550100")]
    [InlineData("tel:+13175550100", "+13175550100")]
    [InlineData("TEL:+1-317-555-0100;EXT=12", "tel:+13175550100;ext=12")]
    [InlineData("tel:+13175550100; ext=1 2", "tel:+13175550100;ext=12")]
    [InlineData("+13175550100;ext=12", "tel:+13175550100;ext=12")]
    [InlineData("3175550100", "3175550100")]
    [InlineData("tel:+1317;phone-context=x", "tel:+1317;phone-context=x")]
    [InlineData("+1317CALLME", "+1317CALLME")]
    [InlineData("+", "+")]
    [InlineData("tel:", "tel:")]
    [InlineData("ext. 12", "ext. 12")]
    public void A_phone_number_has_one_form(string text, string expected) => Assert.Equal(expected, Of(AttributeType.Phone, text));

    [Theory]
    [InlineData("2024-05-01", "2024-05-01")]
    [InlineData("2024-05-01T23:59:59+14:00", "2024-05-01")]
    [InlineData("2024-05-01 00:00", "2024-05-01")]
    [InlineData("2024-05-011", "2024-05-011")]
    [InlineData("2024-02-30", "2024-02-30")]
    [InlineData("05/01/2024", "05/01/2024")]
    public void A_date_is_the_day_it_names(string text, string expected) => Assert.Equal(expected, Of(AttributeType.Date, text));

    [Theory]
    [InlineData("True", "true")]
    [InlineData("perhaps", "perhaps")]
    public void A_truth_value_is_in_lower_case(string text, string expected) => Assert.Equal(expected, Of(AttributeType.Boolean, text));

    [Fact]
    public void A_rating_is_the_shortest_decimal()
    {
        var value = AttributeValue.Of([new Entry("A", "4.0"), new Entry("B", "3.50"), new Entry("C", "high"), new Entry("D")]);

        Assert.Equal("A: 4, B: 3.5, C: high, D", Canonical.Of(Row(AttributeType.Ratings), value).ToString());
    }

    [Fact]
    public void Case_matters_unless_the_row_says_otherwise()
    {
        var value = AttributeValue.Of([new Entry("B"), new Entry("a"), new Entry("b")]);

        Assert.Equal(value, Canonical.Of(Row(AttributeType.Names), value));
        Assert.Equal("a, b", Canonical.Of(Row(AttributeType.Names) with { CaseExact = false }, value).ToString());
        Assert.Equal(
            "a: 1", Canonical.Of(Row(AttributeType.Ratings) with { CaseExact = false }, AttributeValue.Of([new Entry("A", "1.0")])).ToString());
    }

    [Fact]
    public void Any_text_has_a_canonical_form_that_is_its_own()
    {
        var texts = Gen.OneOf(Gen.String, Gen.String[Gen.Char["+0123456789 ().-;=extl:T"], 0, 30]);
        Gen.Select(Gen.Enum<AttributeType>(), texts, Gen.Bool).Sample((type, text, caseExact) =>
        {
            var row = Row(type) with { CaseExact = caseExact };
            var once = Canonical.Of(row, AttributeValue.Of([new Entry(text, text)]));
            return once.Equals(Canonical.Of(row, once));
        });
    }

    private static string? Of(AttributeType type, string text) => Canonical.Of(Row(type), AttributeValue.Of(text)).Text;

    private static AttributeRow Row(AttributeType type) => new("x", ScimPath.Parse("x"), type);
}
