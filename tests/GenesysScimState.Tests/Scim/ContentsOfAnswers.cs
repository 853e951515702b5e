using System.Net.Sockets;
using GenesysScimState.Scim;
using Xunit;

namespace GenesysScimState.Tests.Scim;

public sealed class ContentsOfAnswers
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, true)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(16_384, false)]
    [InlineData(300_000, true)]
    [InlineData(300_000, false)]
    public async Task Are_all_that_came_whether_the_server_says_how_much_or_not(int length, bool isTold)
    {
        var bytes = Enumerable.Range(0, length).Select(index => (byte)(index % 251)).ToArray();
        using HttpContent content = isTold ? new ByteArrayContent(bytes) : new StreamContent(new Trickle(bytes, end: null));

        using var read = await AnswerContent.ReadAsync(content, Cancellation);

        Assert.Equal(bytes, read.Bytes.ToArray());
        Assert.Equal(bytes, await read.ReadAsByteArrayAsync(Cancellation));
        read.Release();
        read.Release();
    }

    [Fact]
    public async Task That_break_off_are_a_connection_that_was_lost()
    {
        var lost = new IOException("reset", new SocketException((int)SocketError.ConnectionReset));
        using var content = new StreamContent(new Trickle(new byte[100], lost));

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => AnswerContent.ReadAsync(content, Cancellation));

        Assert.Same(lost, exception.InnerException);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task That_are_too_long_are_not_read(bool isTold)
    {
        using var content = new StreamContent(new Trickle(new byte[ScimLimits.AnswerBytesMax + 1], end: null, step: 1 << 20));
        content.Headers.ContentLength = isTold ? ScimLimits.AnswerBytesMax + 1L : null;

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => AnswerContent.ReadAsync(content, Cancellation));

        Assert.Equal(HttpRequestError.ConfigurationLimitExceeded, exception.HttpRequestError);
        Assert.Equal("the answer is longer than 67108864 bytes", exception.Message);
    }

    /// <summary>Comes a little at a time, nobody knows how much, and ends with the failure.</summary>
    private sealed class Trickle(byte[] bytes, Exception? end, int step = 1_000) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            end is not null && Position == Length ? throw end : base.ReadAsync(buffer[..Math.Min(step, buffer.Length)], cancellationToken);
    }
}
