using System.Collections.Immutable;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;

namespace GenesysScimState.Config;

/// <summary>What kind of server a configuration points at.</summary>
internal enum TargetKind
{
    GenesysCloud,

    /// <summary>The embedded emulator, in process, its data in a file.</summary>
    Emulator,

    /// <summary>Any SCIM 2.0 server.</summary>
    Scim,
}

/// <summary>Where the organization is. Credentials are not part of it: they come from the environment only.</summary>
internal sealed record Target(TargetKind Kind)
{
    /// <summary>As written: an AWS key or a domain. Null: from the environment.</summary>
    public string? Region { get; init; }

    /// <summary>Instead of a region: scheme, host and port of the API, without a path for Genesys Cloud.</summary>
    public Uri? ApiUrl { get; init; }

    /// <summary>With <see cref="ApiUrl"/>: the whole URL of the token endpoint.</summary>
    public Uri? TokenUrl { get; init; }

    /// <summary>The emulator's data file, absolute.</summary>
    public string? Data { get; init; }

    /// <summary>Read when the data file does not exist yet, absolute.</summary>
    public string? Seed { get; init; }

    /// <summary>What the emulator is to get wrong: an absolute path; null: nothing.</summary>
    public string? Faults { get; init; }
}

/// <summary>How much of a person the audit log shows.</summary>
internal enum PersonalData
{
    Full,
    Hashed,
}

internal sealed record AuditSettings
{
    /// <summary>Absolute.</summary>
    public required string Path { get; init; }

    /// <summary>Bytes after which the file is rotated; 10 000 000 unless set.</summary>
    public long MaxBytes { get; init; } = 10_000_000;

    /// <summary>Rotated files kept beside the current one; 5 unless set.</summary>
    public int MaxFiles { get; init; } = 5;

    public PersonalData PersonalData { get; init; } = PersonalData.Full;
}

/// <summary><c>scimstate.yaml</c>, checked, with its defaults filled in.</summary>
internal sealed record Configuration
{
    /// <summary>The label in every output, comment marker, lock and audit record.</summary>
    public required string Organization { get; init; }

    public required Target Target { get; init; }

    /// <summary>Glob patterns relative to the configuration's folder.</summary>
    public required ImmutableArray<string> State { get; init; }

    public required Policy Policy { get; init; }

    /// <summary>Percent of the observed quota to use, 1 to 100.</summary>
    public int RateShare { get; init; } = 100;

    /// <summary>Requests at a time, 1 to 16 (<c>rate.concurrency</c>); null: the dialect's, or 4.</summary>
    public int? Concurrency { get; init; }

    public required AuditSettings Audit { get; init; }

    /// <summary>Whether comments, issues and job summaries on GitHub show only names that the files declare, and no values.</summary>
    public bool IsGitHubDeclaredOnly { get; init; }
}

/// <summary>A file with its bytes: its path from the configuration's folder, with forward slashes.</summary>
internal sealed record SourceFile(string Path, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Of a file that is known to be UTF-8.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Bytes.Span);
}

/// <summary>A folder with a configuration and its state files, read and checked as a whole.</summary>
/// <param name="Files">
/// State files, <c>scimstate.yaml</c> and a dialect file of one's own, by path in ordinal order.
/// </param>
internal sealed record Workspace(
    Configuration Configuration,
    Dialect Dialect,
    DesiredState Desired,
    ImmutableArray<WorkspaceFile> Files)
{
    /// <summary>Requests at a time that the files set; null when they leave it open.</summary>
    public int? Concurrency => Configuration.Concurrency ?? Dialect.Capabilities.Concurrency;

    public IEnumerable<WorkspaceFile> StateFiles => Files.Where(file => file.Role == SourceRole.State);
}
