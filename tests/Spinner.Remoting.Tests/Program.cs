using Spinner.Remoting.Tests;

// Not how the tests run: a node in a process of its own.
return args switch
{
    [NodeProcess.Verb, { } file] => await NodeProcess.Run(file),
    _ => 64,
};
