using CsCheck;
using GenesysScimState.Core.Model;
using Xunit;

namespace GenesysScimState.Tests.Model;

public sealed class AttributeValues
{
    [Fact]
    public void Nothing_is_empty()
    {
        Assert.Equal(AttributeValue.Empty, AttributeValue.Of((string?)null));
        Assert.Equal(AttributeValue.Empty, AttributeValue.Of(""));
        Assert.Equal(AttributeValue.Empty, AttributeValue.Of([]));
        Assert.Null(AttributeValue.Empty.Text);
        Assert.Equal("", AttributeValue.Empty.ToString());
    }

    [Fact]
    public void The_last_rating_of_a_name_counts() =>
        Assert.Equal("A: 2, B", AttributeValue.Of([new Entry("A", "1"), new Entry("B"), new Entry("A", "2")]).ToString());

    [Fact]
    public void Order_makes_no_difference() =>
        Gen.Select(Gen.String, Gen.String).Select((name, rating) => new Entry(name, rating)).Array[0, 8].Sample(entries =>
        {
            var value = AttributeValue.Of(entries);
            var again = AttributeValue.Of(value.Entries.Reverse());
            return value.Equals(again) && value.GetHashCode() == again.GetHashCode();
        });

    [Fact]
    public void Values_with_other_entries_differ()
    {
        Assert.NotEqual(AttributeValue.Of("a"), AttributeValue.Of("b"));
        Assert.NotEqual(AttributeValue.Of([new Entry("a", "1")]), AttributeValue.Of([new Entry("a", "2")]));
        Assert.NotEqual(AttributeValue.Of("a"), AttributeValue.Of([new Entry("a"), new Entry("b")]));
        Assert.False(AttributeValue.Empty.Equals((object?)"a"));
    }

    [Fact]
    public void Names_that_become_one_are_one() =>
        Assert.Equal("x", AttributeValue.Of([new Entry("a"), new Entry("b")]).Map(_ => "x").ToString());
}
