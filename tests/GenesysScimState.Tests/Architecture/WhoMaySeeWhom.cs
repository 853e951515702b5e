using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using GenesysScimState.Core.Planning;
using GenesysScimState.Emulator;
using Xunit;

namespace GenesysScimState.Tests.Architecture;

/// <summary>What the parts may know of each other and of the world.</summary>
public sealed class WhoMaySeeWhom
{
    /// <summary>Types whose every use is the world; and members where the rest of the type is harmless.</summary>
    private static readonly ImmutableArray<string> World =
    [
        "System.IO.File", "System.IO.FileInfo", "System.IO.Directory", "System.IO.DirectoryInfo", "System.IO.FileStream",
        "System.Console", "System.Net.Http.HttpClient", "System.Environment", "System.Random",
        "System.Diagnostics.Stopwatch", "System.Diagnostics.Process",
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today",
        "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow",
        "System.Guid.NewGuid", "System.Guid.CreateVersion7", "System.TimeProvider.get_System",
    ];

    /// <summary>What the compiler writes for <c>yield return</c>.</summary>
    private const string IteratorsOwn = "System.Environment.get_CurrentManagedThreadId";

    [Fact]
    public void The_core_has_no_packages() => Assert.All(
        typeof(Planner).Assembly.GetReferencedAssemblies(),
        reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal));

    [Fact]
    public void The_core_touches_neither_files_nor_network_nor_clock_nor_chance()
    {
        var members = MembersUsedBy(typeof(Planner).Assembly.Location);

        Assert.Contains("System.String.Split", members);
        None(members.Where(member => member != IteratorsOwn
            && World.Any(part => member == part || member.StartsWith($"{part}.", StringComparison.Ordinal))));
    }

    [Fact]
    public void The_emulator_knows_neither_the_core_nor_the_program() => Assert.DoesNotContain(
        typeof(ScimEmulator).Assembly.GetReferencedAssemblies(),
        reference => reference.Name is "scimstate" or "GenesysScimState.Core");

    [Theory]
    [InlineData("Config", "Scim", "Rendering", "Auditing", "Commands", "Emulator")]
    [InlineData("Scim", "Config", "Rendering", "Auditing", "Commands", "Emulator")]
    [InlineData("Rendering", "Config", "Scim", "Auditing", "Commands", "Emulator", "GitHub")]
    [InlineData("Editing", "Scim", "Rendering", "Auditing", "Commands", "Emulator", "GitHub")]
    [InlineData("Auditing", "Scim", "Commands", "Emulator")]
    [InlineData("Commands", "Scim")]
    [InlineData("GitHub", "Scim", "Commands", "Emulator")]
    public void Folders_of_the_program_do_not_see(string folder, params string[] others) => None(SourceFiles.Program
        .Where(file => file.Folder == folder)
        .SelectMany(file => others.Where(other => file.Sees($"GenesysScimState.{other}")).Select(other => $"{file.Path} sees {other}")));

    [Theory]
    [InlineData("YamlDotNet", "src/GenesysScimState/Config/")]
    [InlineData("Polly", "src/GenesysScimState/Scim/")]
    [InlineData("System.CommandLine", "src/GenesysScimState/App.cs", "src/GenesysScimState/CommandLine.cs", "src/GenesysScimState/AuditCommandLine.cs", "src/GenesysScimState/EditingCommandLine.cs", "src/GenesysScimState/EmulatorCommandLine.cs", "src/GenesysScimState/GitHubCommandLine.cs", "src/GenesysScimState/HelpWithExamples.cs", "src/GenesysScimState/Misuse.cs", "src/GenesysScimState/OutputOption.cs")]
    [InlineData("GenesysScimState.Scim", "src/GenesysScimState/Scim/", "src/GenesysScimState/Connections.cs")]
    public void A_package_is_used_in_one_place(string name, params string[] places) => None(SourceFiles.Sources
        .Where(file => file.Sees(name) && !places.Any(place => file.Path.StartsWith(place, StringComparison.Ordinal)))
        .Select(file => $"{file.Path} sees {name}"));

    /// <summary>Fails with all offenders, one a line.</summary>
    internal static void None(IEnumerable<string> offenders)
    {
        var list = string.Join('\n', offenders);
        Assert.True(list.Length == 0, list);
    }

    private static HashSet<string> MembersUsedBy(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        return metadata.MemberReferences
            .Select(metadata.GetMemberReference)
            .Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Select(member =>
            {
                var type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
                return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}.{metadata.GetString(member.Name)}";
            })
            .ToHashSet(StringComparer.Ordinal);
    }
}
