namespace GenesysScimState.Scim;

/// <summary>
/// Tells that requests wait. Those under way at once mostly wait for one thing, so it is told once: again only when it is
/// going to take noticeably longer than was told.
/// </summary>
internal sealed class Waiting(TimeProvider time, Action<string> tell)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _told = DateTimeOffset.MinValue;

    /// <param name="what">Why, and what comes then: the beginning of the sentence that ends with the seconds.</param>
    /// <param name="wait">Not told below <see cref="ScimLimits.NoticedWait"/>.</param>
    public void Tell(string what, TimeSpan wait)
    {
        lock (_lock)
        {
            var until = time.GetUtcNow() + wait;
            if (wait < ScimLimits.NoticedWait || until - ScimLimits.NoticedWait < _told)
            {
                return;
            }

            _told = until;
        }

        tell($"{what} in {Math.Ceiling(wait.TotalSeconds)} s.");
    }
}
