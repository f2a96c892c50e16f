using Spinner.TestChild.Verbs;

// A verb per way to behave, or to misbehave; each prints a line when something worth waiting for has happened.
string verb = args.Length > 0 ? args[0] : "";
string[] rest = args.Length > 1 ? args[1..] : [];
return verb switch
{
    "serve" => Serve.Run(rest),
    "serve-ignoring-term" => ServeIgnoringTerm.Run(rest),
    "serve-with-grandchild" => ServeWithGrandchild.Run(rest),
    "serve-in-grandchild" => ServeInGrandchild.Run(rest),
    "serve-with-daemon" => ServeWithDaemon.Run(rest),
    "serve-in-daemon" => ServeInDaemon.Run(rest),
    "serve-elsewhere" => ServeElsewhere.Run(rest),
    "eat-memory" => EatMemory.Run(rest),
    "stopping-by-itself" => StoppingByItself.Run(rest),
    "work" => Work.Run(rest),
    "never-bind" => NeverBind.Run(),
    "bind-without-listen" => BindWithoutListen.Run(rest),
    "exit-at-once" => ExitAtOnce.Run(rest),
    "die-of-signal" => DieOfSignal.Run(rest),
    "hold-stdout" => HoldStdout.Run(rest),
    "flood" => Flood.Run(rest),
    "print-env" => PrintEnv.Run(rest),
    "print-args" => PrintArgs.Run(rest),
    "print-fds" => PrintFds.Run(rest),
    "steal-port" => StealPort.Run(rest),
    "linger" => Linger.Run(),
    "become-daemon" => BecomeDaemon.Run(rest),
    _ => Unknown(verb),
};

static int Unknown(string verb)
{
    Spinner.TestChild.Say.Error($"no such verb: {verb}");
    return 64;
}
