using System.Collections.Immutable;
using GenesysScimState.Core.Diagnostics;

namespace GenesysScimState.Core.Planning;

/// <summary>
/// The names the organization has for an attribute such as roles, all of them, from a read that was proved complete; or
/// why the client may not see them.
/// </summary>
/// <param name="Names">Upper and lower case matter.</param>
public sealed record NameList(ImmutableHashSet<string> Names)
{
    /// <summary>The answer to a client that lacks a permission, and then there are no names; null when it may list them.</summary>
    public ApiRefusal? Refusal { get; init; }

    /// <summary>Requests sent for this list, or for one that was read at the same time and did not tell of them; reported, and never part of a decision.</summary>
    public int Requests { get; init; }

    public static NameList Refused(ApiRefusal refusal) => new([]) { Refusal = refusal };
}
