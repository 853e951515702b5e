using GenesysScimState.Core.Model;
using GenesysScimState.Core.Planning;
using GenesysScimState.Tests.Support;
using Xunit;

namespace GenesysScimState.Tests.Planning;

/// <summary>How many requests a plan needs, and how long the quota makes them take.</summary>
public sealed class Forecasts
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 299, 0)]
    [InlineData(1, 300, 60)]
    [InlineData(300, 0, 0)]
    [InlineData(301, 0, 60)]
    [InlineData(600, 0, 60)]
    [InlineData(601, 0, 120)]
    public void Each_full_window_of_the_quota_takes_a_minute(int writes, int reads, int seconds) =>
        Assert.Equal(new Forecast(writes, seconds, 300), Forecast.Of(Creations(writes), reads, Fifty, 300));

    [Fact]
    public void A_share_of_the_quota_takes_longer() =>
        Assert.Equal(new Forecast(301, 600, 30), Forecast.Of(Creations(301), 0, Fifty, 30));

    [Fact]
    public void Who_is_deleted_is_looked_for_after() => Assert.Equal(6, Forecast.Of(Of(Operation.Delete, 3), 0, Fifty, 300).Requests);

    [Fact]
    public void Nothing_to_write_takes_no_time_however_much_was_read() =>
        Assert.Equal(new Forecast(0, 0, 300), Forecast.Of(Plan.Empty, 5000, Fifty, 300));

    [Theory]
    [InlineData(240, "")]
    [InlineData(300, "GSS327")]
    public void A_token_that_cannot_be_renewed_may_end_in_five_minutes(int seconds, string code) =>
        Assert.Equal(code, string.Concat(new Forecast(1, seconds, 300).TokenMayEnd.Select(warning => warning.Code)));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(50, 1)]
    [InlineData(51, 2)]
    public void Memberships_are_one_request_a_batch(int people, int requests)
    {
        var names = Enumerable.Range(0, people).Select(number => $"user{number}@x.test").ToArray();
        var plan = Sketch.Plan(
            new([.. names.Select(name => Sketch.Declared(name))], [Sketch.DeclaredGroup("Team", Membership.Additive, names)]),
            new([.. names.Select(name => Sketch.Actual(name))], [Sketch.Group("Team")]));

        Assert.Equal(requests, Forecast.Of(plan, 0, Fifty, 300).Requests);
    }

    [Theory]
    [InlineData(MembershipWrite.GroupPatch, 2)]
    [InlineData(MembershipWrite.GroupPut, 4)]
    [InlineData(MembershipWrite.User, 102)]
    public void What_is_written_whole_is_read_before(MembershipWrite members, int requests)
    {
        var names = Enumerable.Range(0, 51).Select(number => $"user{number}@x.test").ToArray();
        var plan = Sketch.Plan(
            new([.. names.Select(name => Sketch.Declared(name))], [Sketch.DeclaredGroup("Team", Membership.Additive, names)]),
            new([.. names.Select(name => Sketch.Actual(name))], [Sketch.Group("Team")]));
        var update = Sketch.Plan(
            Sketch.Files(Sketch.Declared("a@x.test", attributes: ("title", Sketch.Text("Lead")))), new([Sketch.Actual("a@x.test")], []));

        Assert.Equal(requests, Forecast.Of(plan, 0, Fifty with { Members = members }, 300).Requests);
        Assert.Equal(1, Forecast.Of(update, 0, Fifty, 300).Requests);
        Assert.Equal(2, Forecast.Of(update, 0, Fifty with { Write = WriteMethod.Put }, 300).Requests);
    }

    private static Capabilities Fifty { get; } = new() { MembersPerRequest = 50 };

    private static Plan Creations(int count) => Of(Operation.Create, count);

    private static Plan Of(Operation operation, int count) => new(
        [.. Enumerable.Range(0, count).Select(number => new Change { Operation = operation, Address = Address.User($"{number}"), Reason = ActionReason.DeclaredAbsent })],
        []);
}
