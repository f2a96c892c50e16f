using Spinner.Host.Tests.Daemon;

// Not how the tests run: what one of them needs a process of its own for.
return args switch
{
    [SocketTaker.Verb, { } path] => SocketTaker.Run(path),
    _ => 64,
};
