using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace GenesysScimState.Tests.Simulation;

/// <summary>
/// Each thing that must always hold is broken on purpose, by a program or a world that is wrong in this one way. A life
/// in which that goes unnoticed would prove nothing.
/// </summary>
public sealed class TheCheckerIsAwake
{
    /// <summary>Lives that are tried until one has what it takes to go wrong in this way.</summary>
    private const int Lives = 60;

    [Fact]
    public Task A_value_that_the_plan_did_not_show() => NoticesAsync("is sent and not in the plan that was shown", new()
    {
        Sends = (_, arrival) => WithBody(arrival, "canary boss", "canary king"),
    });

    [Fact]
    public Task A_change_that_is_made_to_somebody_else() => NoticesAsync("without an intent", new()
    {
        Sends = (session, arrival) => arrival.Method == "PATCH" && arrival.Resource.StartsWith("Users/", StringComparison.Ordinal)
            ? To(arrival, $"Users/{session.Census.Users.Keys.First(id => id != arrival.Id)}") : arrival,
    });

    [Fact]
    public Task A_write_that_is_carried_out_twice() => NoticesAsync("done twice", new()
    {
        Handles = (run, arrival, server) =>
        {
            var answer = server();
            if (arrival.Method == "PATCH" && answer.IsSuccessStatusCode && arrival.Resource.StartsWith("Users/", StringComparison.Ordinal))
            {
                var between = run.Session.Census;
                run.Session.Act(stranger => stranger.Number(arrival.Id));
                run.Happened(arrival, between);
            }

            return answer;
        },
    });

    [Fact]
    public Task Work_that_is_left_after_success() => NoticesAsync("a second apply writes", new()
    {
        Before = (session, step) => Do(session, step == "the second apply", stranger => stranger.Retitle()),
    });

    [Fact]
    public Task A_write_after_a_listing_that_contradicts_itself() => NoticesAsync("after a listing that contradicts itself", new()
    {
        Handles = (run, arrival, server) =>
        {
            var answer = server();
            if (arrival.IsWrite)
            {
                return answer;
            }

            run.Listed(arrival, contradicts: arrival.Resource == "Groups");
            return answer;
        },
    });

    [Fact]
    public Task A_protected_user_who_is_touched() => NoticesAsync("the protected user was touched", new()
    {
        Handles = (run, arrival, server) =>
        {
            var before = run.Session.Census;
            var answer = server();
            if (arrival.IsWrite && answer.IsSuccessStatusCode)
            {
                run.Session.Act(stranger => stranger.Number("u-admin"));
                run.Happened(arrival, before);
            }

            return answer;
        },
    });

    [Theory]
    [InlineData("create")]
    [InlineData("update")]
    [InlineData("activate")]
    [InlineData("deactivate")]
    [InlineData("delete")]
    [InlineData("roles")]
    [InlineData("removeMembers")]
    public Task A_limit_that_is_exceeded(string limit) => NoticesAsync($"times {limit}, and 0 may be", new() { Limit = limit });

    [Fact]
    public Task Something_done_that_the_log_does_not_tell() => NoticesAsync("without an intent", new()
    {
        Sends = (session, arrival) =>
        {
            // As if the program had not written it down: the record is taken out of the file before anybody looks.
            var log = session.Here.Audit.Path;
            if (arrival.IsWrite && File.Exists(log))
            {
                var lines = File.ReadAllLines(log);
                using var file = new FileStream(log, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
                file.SetLength(Encoding.UTF8.GetByteCount(string.Concat(lines.SkipLast(1).Select(line => line + "\n"))));
            }

            return arrival;
        },
    });

    [Fact]
    public Task Something_in_the_log_that_was_not_done() => NoticesAsync("the log says done, and nothing was", new()
    {
        // The program is not taken in by a server that only says so; so it is done, and the checker not told.
        Handles = (run, arrival, server) => arrival.Method == "PATCH" ? run.Session.Send(arrival.Message, mayChange: true) : server(),
    });

    [Fact]
    public Task Another_end_than_without_trouble() => NoticesAsync("another end than without trouble", new()
    {
        Before = (session, step) => Do(session, step == "the end", stranger => stranger.Number("u-admin")),
    });

    [Fact]
    public Task Somebody_elses_edit_that_is_overwritten() => NoticesAsync("was taken away, and the plan does not show it", new()
    {
        Sends = (session, arrival) =>
        {
            if (arrival.Method == "PATCH" && Encoding.UTF8.GetString(arrival.Body).Contains("\"title\"", StringComparison.Ordinal)
                && session.Census.Users.ContainsKey(arrival.Id))
            {
                session.Act(stranger => stranger.Retitle(arrival.Id));
                arrival.Message.Headers.Remove("If-Match");
            }

            return arrival;
        },
    });

    [Fact]
    public Task A_membership_that_a_whole_user_loses() => NoticesAsync(", and the plan does not show it", new()
    {
        Sends = (session, arrival) => Whole(session, arrival, whole => whole["members"] is JsonArray { Count: > 0 } members && members.Remove(members[^1])),
    }, SpokenDialect.Nested);

    [Fact]
    public Task Somebody_elses_edit_that_a_whole_user_overwrites() => NoticesAsync("was taken away, and the plan does not show it", new()
    {
        Sends = (session, arrival) => Whole(session, arrival, whole =>
        {
            session.Act(stranger => stranger.Number(arrival.Id));
            arrival.Message.Headers.Remove("If-Match");
            return true;
        }),
    }, SpokenDialect.Nested);

    [Fact]
    public Task A_request_before_the_time_that_was_asked_for() => NoticesAsync("until when a 429 asked to wait", new()
    {
        Handles = (_, arrival, server) =>
        {
            if (arrival.IsToken)
            {
                return server();
            }

            var answer = Answers.With(new HttpResponseMessage(System.Net.HttpStatusCode.TooManyRequests), []);
            answer.Headers.TryAddWithoutValidation("Retry-After", "60");
            return answer;
        },
        Receives = answer =>
        {
            answer.Headers.Remove("Retry-After");
            return answer;
        },
    });

    [Fact]
    public Task Two_plans_of_the_same_that_differ() => NoticesAsync("two plans of the same are not the same", new()
    {
        Before = (session, step) => Do(session, step == "the second plan", stranger => stranger.Create()),
    });

    [Fact]
    public Task A_secret_in_an_output() => NoticesAsync("holds the secret", new()
    {
        Before = (session, _) => session.Secrets.Add("team.state.yaml"),
        Sends = (session, arrival) =>
        {
            session.Secrets.Add("organization");
            return arrival;
        },
    });

    [Fact]
    public Task A_log_that_was_edited() => NoticesAsync("is no link of the chain", new()
    {
        Before = (session, step) =>
        {
            var log = session.Here.Audit.Path;
            if (step == "the end" && File.Exists(log))
            {
                File.WriteAllText(log, File.ReadAllText(log).Replace("\"actor\":\"", "\"actor\":\"x", StringComparison.Ordinal));
            }
        },
    });

    private static async Task NoticesAsync(string what, Sabotage sabotage, SpokenDialect? dialect = null)
    {
        dialect ??= SpokenDialect.GenesysCloud;
        for (var seed = 1; seed <= Lives; seed++)
        {
            try
            {
                await Simulator.RunAsync(seed, sabotage, dialect);
            }
            catch (InvalidOperationException exception) when (exception.Message.Contains(what, StringComparison.Ordinal))
            {
                return;
            }
            catch (InvalidOperationException)
            {
                // Wrong in a way that breaks something else as well; another life shows this one.
            }
        }

        Assert.Fail($"In {Lives} lives nobody noticed: {what}");
    }

    private static void Do(Session session, bool isTime, Func<Stranger, string> act)
    {
        if (isTime)
        {
            session.Act(act);
        }
    }

    private static Arrival WithBody(Arrival arrival, string from, string to)
    {
        var body = Encoding.UTF8.GetString(arrival.Body);
        if (!arrival.IsWrite || !body.Contains(from, StringComparison.Ordinal))
        {
            return arrival;
        }

        var wrong = Encoding.UTF8.GetBytes(body.Replace(from, to, StringComparison.Ordinal));
        return new Arrival(Copy(arrival.Message, wrong, ifMatch: true), wrong) { Cancellation = arrival.Cancellation };
    }

    /// <summary>Of users who are sent whole, another one; his version is what it was.</summary>
    private static Arrival Whole(Session session, Arrival arrival, Func<JsonObject, bool> edit)
    {
        if (arrival.Method != "PUT" || !session.Census.Users.ContainsKey(arrival.Id))
        {
            return arrival;
        }

        var whole = JsonNode.Parse(arrival.Body)!.AsObject();
        if (!edit(whole))
        {
            return arrival;
        }

        var wrong = Encoding.UTF8.GetBytes(whole.ToJsonString());
        return new Arrival(Copy(arrival.Message, wrong, ifMatch: true), wrong) { Cancellation = arrival.Cancellation };
    }

    private static Arrival To(Arrival arrival, string resource)
    {
        var copy = Copy(arrival.Message, arrival.Body, ifMatch: false);
        copy.RequestUri = new Uri(arrival.Message.RequestUri!, $"/api/v2/scim/v2/{resource}");
        return new Arrival(copy, arrival.Body) { Cancellation = arrival.Cancellation };
    }

    private static HttpRequestMessage Copy(HttpRequestMessage message, byte[] body, bool ifMatch)
    {
        var copy = new HttpRequestMessage(message.Method, message.RequestUri) { Content = new ByteArrayContent(body) };
        copy.Content.Headers.TryAddWithoutValidation("Content-Type", "application/scim+json");
        foreach (var header in message.Headers.Where(header => ifMatch || header.Key != "If-Match"))
        {
            copy.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        return copy;
    }
}
