using GenesysScimState;

return await App.RunAsync(args, Host.FromProcess());
