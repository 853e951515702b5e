using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using static GenesysScimState.Core.Model.Untrusted;

namespace GenesysScimState.Core.Diagnostics;

/// <summary>GSS6xx: changes that were not carried out, though the organization did not refuse them.</summary>
internal static class ApplyDiagnostics
{
    /// <param name="change">What was not done, or not for everybody.</param>
    /// <param name="failed">The users it needed.</param>
    /// <param name="isPartial">Of a membership: the others were added.</param>
    public static Diagnostic DependencyFailed(Change change, IReadOnlyCollection<Address> failed, bool isPartial) => new(
        "GSS601", Severity.Error,
        $"{(isPartial ? "not everybody was added" : "skipped")}, because this failed: {string.Join(", ", failed.Select(address => Show(address.ToString())))}; correct that and apply again",
        change.At, change.Address);

    public static Diagnostic Interrupted(Change change) => new(
        "GSS602", Severity.Warning, "not attempted, because the run was interrupted; apply again to go on", change.At, change.Address);
}
