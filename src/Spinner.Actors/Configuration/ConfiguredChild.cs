using Spinner.Protocol;

namespace Spinner.Configuration;

/// <summary>A child that a configuration names.</summary>
/// <param name="Spec">What to start; its relative paths start at the folder of the configuration.</param>
/// <param name="OnDemand">True: started when somebody asks for it, and stopped when idle. False: started with the configuration, never idle-stopped.</param>
public sealed record ConfiguredChild(ChildSpec Spec, bool OnDemand);
