using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using static GenesysScimState.Core.Model.Untrusted;

namespace GenesysScimState.Core.Diagnostics;

/// <summary>GSS6xx: changes that were not carried out, though the organization did not refuse them.</summary>
internal static class ApplyDiagnostics
{
    public static Diagnostic DependencyFailed(Change change, IReadOnlyCollection<Address> failed) => new(
        "GSS601", Severity.Error,
        $"{(change.IsMembership ? "not everybody was added" : "skipped")}, because this failed: {string.Join(", ", failed.Select(address => Show(address.ToString())))}; correct that and apply again",
        change.At, change.Address);

    public static Diagnostic Interrupted(Change change) => new(
        "GSS602", Severity.Warning, "not attempted, because the run was interrupted; apply again to go on", change.At, change.Address);
}
