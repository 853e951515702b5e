using GenesysScimState;

using var interruption = new Interruption();
return await App.RunAsync(args, Host.FromProcess(), interruption.Token);
