using GenesysScimState;

var host = Host.FromProcess();
using var interruption = new Interruption(host.Time, isStuck =>
{
    if (isStuck)
    {
        host.Error.WriteLine("Interrupted; nothing was changed in the organization.");
    }

#pragma warning disable RS0030 // The run cannot return an exit code: it does not end, or a second signal asks for the end now.
    Environment.Exit((int)ExitCode.Interrupted);
#pragma warning restore RS0030
});
return await App.RunAsync(args, host with { Write = interruption.Write }, interruption.Token);
