using System.Net;
using GenesysScimState.Emulator.Protocol;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace GenesysScimState.Emulator;

/// <summary>
/// Serves the emulator on 127.0.0.1. Kestrel alone, without the web host around it: nothing is configured, logged or
/// caught from the terminal behind the program's back.
/// </summary>
public sealed class EmulatorHost : IAsyncDisposable
{
    private readonly KestrelServer _server;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private EmulatorHost(KestrelServer server)
    {
        _server = server;
        BaseAddress = new(server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());
    }

    /// <summary>Such as <c>http://127.0.0.1:8080/</c>.</summary>
    public Uri BaseAddress { get; }

    /// <param name="emulator">What to serve; stays the caller's to dispose.</param>
    /// <param name="port">0: any free one.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<EmulatorHost> StartAsync(
        ScimEmulator emulator,
        int port,
        CancellationToken cancellationToken)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = null;
        options.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
        var transport = new SocketTransportFactory(
            Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        var server = new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
        try
        {
            await server.StartAsync(new Application(emulator), cancellationToken);
            return new(server);
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Serves until cancelled or disposed, then lets requests in flight finish.</summary>
    public async Task WaitForShutdownAsync(CancellationToken cancellationToken)
    {
        await using (cancellationToken.Register(() => _stopped.TrySetResult()))
        {
            await _stopped.Task;
        }

        await _server.StopAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        _stopped.TrySetResult();
        await _server.StopAsync(CancellationToken.None);
        _server.Dispose();
    }

    private sealed class Application(ScimEmulator emulator) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }

        public async Task ProcessRequestAsync(HttpContext context)
        {
            var body = await ReadBodyAsync(context.Request.Body, context.RequestAborted);
            var request = Request(context.Request, body);
            var answer = LocalOrigin.Refuse(request, context.Connection.LocalPort, emulator.HasPlatform)
                ?? emulator.Handle(request);
            await Task.Delay(answer.Delay, emulator.Time, context.RequestAborted);
            if (answer.IsDropped)
            {
                context.Abort();
                return;
            }

            context.Response.StatusCode = answer.Status;
            foreach (var (name, value) in answer.Headers)
            {
                context.Response.Headers.Append(name, value);
            }

            if (!answer.Body.IsEmpty)
            {
                context.Response.ContentLength = answer.Body.Length;
                await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
            }
        }

        /// <summary>Stops soon above the limit: that is enough for the emulator to refuse the request.</summary>
        private async Task<byte[]> ReadBodyAsync(Stream body, CancellationToken cancellationToken)
        {
            using var read = new MemoryStream();
            var buffer = new byte[16 * 1024];
            while (read.Length <= emulator.MaxRequestBytes
                && await body.ReadAsync(buffer, cancellationToken) is var count && count > 0)
            {
                read.Write(buffer, 0, count);
            }

            return read.ToArray();
        }

        private static EmulatorRequest Request(HttpRequest request, byte[] body)
        {
            var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            var headers = request.Headers.ToDictionary(
                header => header.Key,
                header => header.Value.ToString(),
                StringComparer.OrdinalIgnoreCase);
            return new(request.Method, target, headers, body);
        }
    }
}
