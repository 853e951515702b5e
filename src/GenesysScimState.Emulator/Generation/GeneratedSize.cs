namespace GenesysScimState.Emulator.Generation;

/// <summary>How large a made-up organization is. The same three numbers always give the same organization.</summary>
/// <param name="Users">0 to <see cref="UsersMax"/>.</param>
/// <param name="Groups">0 to <see cref="GroupsMax"/>.</param>
/// <param name="Seed">Another seed gives other people.</param>
public sealed record GeneratedSize(int Users, int Groups, int Seed)
{
    /// <summary>What has been tried; ours, no server has said so.</summary>
    public const int UsersMax = 200_000;

    public const int GroupsMax = 20_000;
}
