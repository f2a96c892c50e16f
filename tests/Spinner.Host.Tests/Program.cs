using Spinner.Host.Tests.Daemon;
using Spinner.Host.Tests.Upkeep;

// Not how the tests run: what one of them needs a process of its own for.
return args switch
{
    [SocketTaker.Verb, { } path] => SocketTaker.Run(path),
    [StateChanger.Verb, { } path] => await StateChanger.Run(path),
    _ => 64,
};
