using GenesysScimState.Scim;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Scim;

public sealed class WhatIsToldOfWaiting
{
    private readonly ImpatientTime _time = new();
    private readonly List<string> _told = [];

    [Fact]
    public void What_several_requests_wait_for_is_told_once()
    {
        var waiting = new Waiting(_time, _told.Add);

        foreach (var seconds in new[] { 40.9, 41, 40.7, 40.8 })
        {
            waiting.Tell("The API's quota is used up; going on", TimeSpan.FromSeconds(seconds));
            _time.Advance(TimeSpan.FromMilliseconds(50));
        }

        Assert.Equal(["The API's quota is used up; going on in 41 s."], _told);
    }

    [Fact]
    public void A_wait_that_takes_longer_than_was_told_is_told_and_so_is_the_next_one()
    {
        var waiting = new Waiting(_time, _told.Add);

        waiting.Tell("Asking again", TimeSpan.FromSeconds(4));
        waiting.Tell("Asking again", TimeSpan.FromSeconds(8));
        _time.Advance(TimeSpan.FromSeconds(8));
        waiting.Tell("Asking again", TimeSpan.FromSeconds(15));

        Assert.Equal(["Asking again in 4 s.", "Asking again in 8 s.", "Asking again in 15 s."], _told);
    }

    [Fact]
    public void A_wait_that_nobody_notices_is_not_told()
    {
        var waiting = new Waiting(_time, _told.Add);

        waiting.Tell("Asking again", ScimLimits.NoticedWait - TimeSpan.FromMilliseconds(1));

        Assert.Empty(_told);
    }
}
