using System.Collections.Immutable;
using System.Text;
using GenesysScimState.Commands;
using GenesysScimState.Config;
using GenesysScimState.Core.Diagnostics;
using GenesysScimState.Core.Planning;
using GenesysScimState.Rendering;

namespace GenesysScimState;

/// <summary>The options that every command takes.</summary>
/// <param name="Folder">Where <c>scimstate.yaml</c> is, as given on the command line.</param>
internal sealed record GlobalOptions(string Folder, bool Json, bool NoColor, bool Quiet, bool Verbose);

/// <summary>The two streams and how this run writes to them: results to one, everything else to the other.</summary>
internal sealed class Terminal(Host host, GlobalOptions options)
{
    private readonly List<Diagnostic> _annotated = [];

    public Host Host => host;

    public GlobalOptions Options => options;

    /// <summary>The configuration's folder, absolute.</summary>
    public string Folder { get; } = Path.GetFullPath(options.Folder);

    /// <summary>The day in UTC.</summary>
    public DateOnly Today => DateOnly.FromDateTime(host.Time.GetUtcNow().UtcDateTime);

    private bool Colour => !options.NoColor
        && host.Environment("NO_COLOR") is null
        && host.Environment("TERM") is not "dumb";

    public void Result(string text) => host.Out.Write(Colour && host.OutIsTerminal && !options.Json ? Paint.Lines(text) : text);

    /// <summary>A plan, written as it is made: the whole text of a large one would take more memory than the plan.</summary>
    /// <param name="isWhole">Whether all of a large plan is shown; as JSON it always is.</param>
    public void Result(PlanDocument plan, bool isWhole)
    {
        const int PieceLength = 65_536;
        if (options.Json)
        {
            PlanJson.Write(host.Out, plan);
            return;
        }

        var piece = new StringBuilder();
        foreach (var part in PlanText.Parts(plan, isWhole))
        {
            if (piece.Append(part).Length >= PieceLength)
            {
                Result(piece.ToString());
                piece.Clear();
            }
        }

        Result(piece.ToString());
    }

    /// <summary>Something worth knowing that is not the result; <c>--quiet</c> leaves it out.</summary>
    public void Note(string line)
    {
        if (!options.Quiet)
        {
            host.Error.WriteLine(line);
        }
    }

    public void Report(ImmutableArray<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics.Where(diagnostic => diagnostic.Severity != Severity.Note || !options.Quiet))
        {
            var line = DiagnosticText.Line(diagnostic);
            host.Error.WriteLine(Colour && host.ErrorIsTerminal ? Paint.Lines(line) : line);
        }

        Annotate(diagnostics);
    }

    /// <summary>On GitHub Actions, on the lines themselves; what is shown elsewhere already. Written by <see cref="FinishAsync"/>.</summary>
    public void Annotate(ImmutableArray<Diagnostic> diagnostics)
    {
        if (host.Environment("GITHUB_ACTIONS") is "true")
        {
            _annotated.AddRange(diagnostics);
        }
    }

    /// <summary>At the end of a command: the annotations, chosen among all there were. They are shown beside pull requests, and
    /// keep to what the configuration lets those show of people.</summary>
    public async Task FinishAsync()
    {
        if (_annotated.Count == 0)
        {
            return;
        }

        var configuration = await WorkspaceReader.ReadConfigurationWithErrorsAsync(Folder, CancellationToken.None);
        foreach (var annotation in DiagnosticText.Annotations(_annotated, FolderInRepository(), PublishedAs.IsDeclaredOnly(configuration)))
        {
            host.Error.WriteLine(annotation);
        }

        _annotated.Clear();
    }

    /// <summary>Reports, and with <c>--json</c> gives the same as the result, so that stdout always is one document.</summary>
    public ExitCode Stop(ImmutableArray<Diagnostic> diagnostics, ExitCode exit)
    {
        Report(diagnostics);
        if (options.Json)
        {
            try
            {
                Result(DiagnosticJson.Render(diagnostics));
            }
            catch (IOException)
            {
                // It may be stdout itself that cannot be written. It has been said on stderr.
            }
        }

        return exit;
    }

    /// <summary>What keeps a command from its organization: with a place it is an error in the files.</summary>
    public ExitCode Stop(ImmutableArray<Diagnostic> diagnostics) =>
        Stop(diagnostics, diagnostics.Any(diagnostic => diagnostic.At is not null) ? ExitCode.Invalid : ExitCode.Failed);

    private string FolderInRepository()
    {
        var root = host.Environment("GITHUB_WORKSPACE") ?? Path.GetFullPath(".");
        var folder = Path.GetRelativePath(root, Folder).Replace('\\', '/');
        return folder is "." ? "" : folder + "/";
    }
}
