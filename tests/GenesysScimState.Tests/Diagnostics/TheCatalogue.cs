using System.Collections;
using System.Reflection;
using System.Text.RegularExpressions;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Diagnostics;

public sealed class TheCatalogue
{
    private static readonly Regex Code = new("^GSS[0-9]{3}$", RegexOptions.None, TimeSpan.FromSeconds(1));

    [Fact]
    public void Has_a_code_of_its_own_for_each_finding()
    {
        var codes = Findings().Select(finding => finding.Code).ToList();

        Assert.All(codes, code => Assert.Matches(Code, code));
        Assert.Equal(codes.Distinct(), codes);
    }

    [Fact]
    public void Says_something_in_one_line() => Assert.All(Findings(), finding =>
    {
        Assert.NotEqual("", finding.Message);
        Assert.DoesNotContain('\n', finding.Message);
    });

    [Fact]
    public void Has_a_test_for_every_code_of_files_and_state()
    {
        var tests = string.Concat(new[] { "Config", "Commands", "Planning" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Tests, folder), "*.cs")).Select(File.ReadAllText));

        Assert.All(
            Findings().Select(finding => finding.Code).Where(code => code[3] is '1' or '2'),
            code => Assert.Contains(code, tests, StringComparison.Ordinal));
    }

    /// <summary>
    /// Each factory method whose arguments can be made up: those of the files. What plans, guards and commands say is in
    /// the scenarios' verified files.
    /// </summary>
    private static IEnumerable<Diagnostic> Findings() => typeof(Diagnostic).Assembly.GetTypes()
        .Where(type => type is { IsAbstract: true, IsSealed: true } && type.Namespace == typeof(Diagnostic).Namespace)
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(method => method.ReturnType == typeof(Diagnostic))
        .Where(method => method.GetParameters().All(parameter => MadeUp(parameter) is not null || parameter.ParameterType == typeof(string)))
        .Select(method => (Diagnostic)method.Invoke(null, [.. method.GetParameters().Select(MadeUp)])!);

    private static object? MadeUp(ParameterInfo parameter) => parameter.ParameterType switch
    {
        var type when type == typeof(string) => "x",
        { IsGenericType: true, IsValueType: true } => null,
        var type when type == typeof(int) => 7,
        var type when type.IsValueType => Activator.CreateInstance(type),
        var type when type.IsAssignableFrom(typeof(string[])) && type.IsAssignableTo(typeof(IEnumerable)) => (string[])["x", "y", "z"],
        _ => null,
    };
}
