using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Rendering;

namespace GenesysScimState.GitHub;

/// <summary>One thing in which the organization is not as declared: an attribute of a user, a member of a group, a user. Users in no state file are none.</summary>
/// <param name="Address">Whose difference it is.</param>
/// <param name="Aspect">An attribute, a member's userName, or the operation that would settle it.</param>
/// <param name="IsDeclared">Whether the state files name everybody whom this names.</param>
internal sealed record Difference(Address Address, string Aspect, bool IsDeclared)
{
    /// <summary>What is declared and what was found, in words.</summary>
    public string Detail { get; init; } = "";

    /// <summary>The change that would settle it.</summary>
    public required Change Change { get; init; }

    public bool IsAttribute => Change is { Operation: Operation.Update };

    /// <summary>Names the difference in the issue from night to night, without naming anybody.</summary>
    public string Key(string organization) => Convert.ToHexStringLower(HMACSHA256.HashData(
        Encoding.UTF8.GetBytes(organization), Encoding.UTF8.GetBytes($"{Address}\n{Change.Operation}\n{Aspect}")))[..16];

    public static ImmutableArray<Difference> Of(Plan plan) =>
        [.. plan.Differences.SelectMany(Of)];

    private static IEnumerable<Difference> Of(Change change) => change switch
    {
        { IsMembership: true } => change.People.Select(person => new Difference(change.Address, person.UserName, IsDeclared: change.Operation == Operation.AddMembers)
        {
            Change = change,
            Detail = change.Operation == Operation.AddMembers ? "declared as member, and is not" : "member that no file declares",
        }),
        { Operation: Operation.Update } => change.Attributes.Select(attribute => new Difference(change.Address, attribute.Name, change.At is not null)
        {
            Change = change,
            Detail = $"declared {DriftText.Value(attribute.Type, attribute.After)}, found {DriftText.Value(attribute.Type, attribute.Before)}",
        }),
        _ => [new Difference(change.Address, Words.Of(change.Operation), change.At is not null) { Change = change, Detail = DriftText.Phrase(change) }],
    };
}
