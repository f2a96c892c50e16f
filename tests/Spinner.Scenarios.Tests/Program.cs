using Spinner.Scenarios.Tests.Processes;

// Not how the tests run: a process that one of them starts, to kill it.
return args is [KeptRuns.Verb, { } runFile] ? await KeptRuns.Host(runFile) : 64;
