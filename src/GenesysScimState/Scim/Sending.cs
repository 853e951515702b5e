namespace GenesysScimState.Scim;

/// <summary>How one request may be sent, and what became of its tries; travels with the request through the handlers.</summary>
internal sealed class Sending
{
    public static readonly HttpRequestOptionsKey<Sending> Key = new("scimstate.sending");

    /// <summary>Whether sending it twice is the same as sending it once.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>A write on its way is waited for, even when the run is cancelled.</summary>
    public bool IsWrite { get; init; }

    /// <summary>Tries that left for the server.</summary>
    public int Sent { get; set; }

    /// <summary>Whether another request was under way during one of the tries.</summary>
    public bool WasParallel { get; set; }

    /// <summary>A try ended without an answer that says whether the server did it.</summary>
    public bool IsAmbiguous { get; set; }

    public static Sending Of(HttpRequestMessage request) => request.Options.TryGetValue(Key, out var sending)
        ? sending : new Sending { IsRepeatable = request.Method == HttpMethod.Get };
}
