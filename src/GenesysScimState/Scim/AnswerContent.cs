using System.Buffers;

namespace GenesysScimState.Scim;

/// <summary>
/// The content of an answer, all of it in memory: in a buffer that answers share one after the other, because a page of groups
/// with many members is megabytes.
/// </summary>
internal sealed class AnswerContent : ByteArrayContent
{
    /// <summary>Where the server does not say how much will come.</summary>
    private const int FirstBytes = 16 * 1024;

    private byte[]? _buffer;

    private AnswerContent(byte[] buffer, int length)
        : base(buffer, 0, length) => (_buffer, Bytes) = (buffer, buffer.AsMemory(0, length));

    /// <summary>Until <see cref="Release"/>.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Reads all that comes.</summary>
    /// <exception cref="HttpRequestException">
    /// The connection was lost in the middle, or more than <see cref="ScimLimits.AnswerBytesMax"/> came.
    /// </exception>
    public static async Task<AnswerContent> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var expected = content.Headers.ContentLength ?? FirstBytes;
        var buffer = ArrayPool<byte>.Shared.Rent(expected <= ScimLimits.AnswerBytesMax ? (int)expected + 1 : throw TooLong());
        var length = 0;
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);
            while (await stream.ReadAsync(buffer.AsMemory(length), cancellationToken) is > 0 and var came)
            {
                length += came;
                if (length > ScimLimits.AnswerBytesMax)
                {
                    throw TooLong();
                }

                buffer = length < buffer.Length ? buffer : Larger(buffer);
            }

            return new(buffer, length);
        }
        catch (IOException exception)
        {
            // As HttpContent itself tells of it. The buffer is given to nobody else: its connection ended in the middle.
            throw new HttpRequestException(
                (exception as HttpIOException)?.HttpRequestError ?? HttpRequestError.Unknown, exception.Message, exception);
        }
    }

    /// <summary>For the next answer. Whoever does not call it, because the bytes are needed longer, costs only the buffer.</summary>
    public void Release()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Larger(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private static HttpRequestException TooLong() => new(
        HttpRequestError.ConfigurationLimitExceeded, $"the answer is longer than {ScimLimits.AnswerBytesMax} bytes", new InvalidDataException());
}
