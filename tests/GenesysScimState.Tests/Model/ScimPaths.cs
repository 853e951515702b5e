using GenesysScimState.Core.Model;
using Xunit;

namespace GenesysScimState.Tests.Model;

public sealed class ScimPaths
{
    [Theory]
    [InlineData("title", null, "title", null, null, null)]
    [InlineData("name.givenName", null, "name", null, null, "givenName")]
    [InlineData("urn:a:2.0:User:manager.value", "urn:a:2.0:User", "manager", null, null, "value")]
    [InlineData("emails[type eq \"work\"].value", null, "emails", "type", "work", "value")]
    [InlineData("urn:a:2.0:User:ids[authority eq \"{key}\"]", "urn:a:2.0:User", "ids", "authority", "{key}", null)]
    public void A_path_is_taken_apart_and_put_together(
        string text, string? schema, string attribute, string? filterBy, string? filterValue, string? subAttribute)
    {
        var path = ScimPath.Parse(text);

        Assert.Equal(new ScimPath(schema, attribute, filterBy, filterValue, subAttribute), path);
        Assert.Equal(text, path.ToString());
    }

    [Theory]
    [InlineData("emails[primary eq true].value", "true")]
    [InlineData("emails[primary eq false].value", "false")]
    public void Filter_may_compare_with_a_boolean(string text, string value)
    {
        var path = ScimPath.Parse(text);

        Assert.Equal(new ScimPath(null, "emails", "primary", value, "value") { FiltersByBoolean = true }, path);
        Assert.Equal(text, path.ToString());
        Assert.NotEqual(ScimPath.Parse($"emails[primary eq \"{value}\"].value"), path);
    }

    [Theory]
    [InlineData("a[b eq True]")]
    [InlineData("a[b eq 1]")]
    [InlineData("a[ eq true]")]
    [InlineData("a[b eq \"]")]
    [InlineData("")]
    [InlineData("urn:a:")]
    [InlineData("a.")]
    [InlineData("a[b]")]
    [InlineData("a[b eq c]")]
    [InlineData("a[b eq \"c\"")]
    [InlineData("a[b eq \"c\"]d")]
    [InlineData("a]b[")]
    public void What_is_no_path_is_named(string text)
    {
        var exception = Assert.Throws<FormatException>(() => ScimPath.Parse(text));
        Assert.Contains($"\"{text}\"", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_cannot_leave_its_quotes() =>
        Assert.Equal(
            "ids[authority eq \"a\\\"] or x[\\\\\"].value",
            ScimPath.Parse("ids[authority eq \"{key}\"].value").Value("a\"] or x[\\"));
}
