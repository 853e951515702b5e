using GenesysScimState.Config;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Rendering;

namespace GenesysScimState.Benchmarks;

/// <summary>A folder of state files, and the work on them that needs no organization.</summary>
internal sealed class LocalFiles : IDisposable
{
    /// <summary>At most, and one for each division where there are fewer: a group is declared in one file.</summary>
    private const int FilesMax = 10;

    public LocalFiles(int users)
    {
        Folder = Directory.CreateTempSubdirectory("scimstate-bench-").FullName;
        Configure("kind: emulator");
        Directory.CreateDirectory(Path.Combine(Folder, "state"));
        var files = Math.Min(FilesMax, users / Company.DivisionSize);
        for (var file = 0; file < files; file++)
        {
            File.WriteAllText(Path.Combine(Folder, "state", $"{file}.yaml"), Company.State(users / files, _ => "Agent", file * (users / files)));
        }
    }

    public string Folder { get; }

    public IEnumerable<string> State => Directory.EnumerateFiles(Path.Combine(Folder, "state"));

    public long Bytes => State.Sum(file => new FileInfo(file).Length);

    /// <summary>Where their organization is served.</summary>
    public void PointAt(Uri server) => Configure($"kind: genesys-cloud, apiUrl: \"{server.GetLeftPart(UriPartial.Authority)}\", tokenUrl: \"{server}oauth/token\"");

    public async Task<Workspace> ReadAsync() =>
        (await WorkspaceReader.ReadAsync(Folder, CancellationToken.None)).Value ?? throw new InvalidOperationException("the files do not hold");

    /// <summary>Against an organization where nobody is there yet, which is the most there can be to do; printed as plan does.</summary>
    public static void Plan(Workspace workspace)
    {
        var groups = workspace.Desired.Groups.Select(group => new ActualGroup(group.DisplayName, "1", group.DisplayName, [])).ToArray();
        var planned = Planner.Plan(
            workspace.Desired,
            new ActualState([], [.. groups]),
            new PlanOptions(workspace.Dialect, workspace.Configuration.Policy, new DateOnly(2026, 1, 1)));
        var document = new PlanDocument("bench", "bench", planned.Value ?? throw new InvalidOperationException(planned.Diagnostics[0].Message));
        foreach (var part in PlanText.Parts(document, isWhole: false))
        {
            TextWriter.Null.Write(part);
        }
    }

    private void Configure(string target) => File.WriteAllText(
        Path.Combine(Folder, "scimstate.yaml"), $"organization: bench\ntarget: {{{target}}}\nstate: [state/*.yaml]\n");

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
