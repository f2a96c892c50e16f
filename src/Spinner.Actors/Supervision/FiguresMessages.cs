using Akka.Actor;
using Spinner.Processes;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>Asks for what measures this Spinner. Reply: <see cref="ServicesGiven"/>. Of this process only: what it answers is alive.</summary>
internal sealed record GetServices : INoSerializationVerificationNeeded;

/// <summary>The answer to <see cref="GetServices"/>.</summary>
internal sealed record ServicesGiven(SpinnerServices Services) : INoSerializationVerificationNeeded;

/// <summary>Asks a child for its process. Reply: <see cref="ProcessGiven"/>, or <see cref="ChildNotFound"/>.</summary>
internal sealed record GetProcess(ChildName Name) : IChildMessage, INoSerializationVerificationNeeded;

/// <summary>The answer to <see cref="GetProcess"/>; null when none lives.</summary>
internal sealed record ProcessGiven(ChildName Name, ProcessIdentity? Leader) : ChildReply(Name), INoSerializationVerificationNeeded;

/// <summary>Asks for what a child was last told to be, with the values of its environment. Reply: <see cref="SpecGiven"/>, or <see cref="ChildNotFound"/>. It never leaves this process.</summary>
internal sealed record GetSpec(ChildName Name) : IChildMessage, INoSerializationVerificationNeeded;

/// <summary>The answer to <see cref="GetSpec"/>; null when only its name is known.</summary>
internal sealed record SpecGiven(ChildName Name, ChildSpec? Spec) : ChildReply(Name), INoSerializationVerificationNeeded;

/// <summary>Asks for the processes of all children. Reply: <see cref="ProcessesGiven"/>.</summary>
internal sealed record GetProcesses : INoSerializationVerificationNeeded;

/// <summary>The answer to <see cref="GetProcesses"/>: of the children that have one.</summary>
internal sealed record ProcessesGiven(IReadOnlyDictionary<ChildName, ProcessIdentity> Leaders) : INoSerializationVerificationNeeded;

/// <summary>
/// Asks how all children are, together with the number of the last event that has made them so. Reply: <see cref="PresentGiven"/>. Who has the events
/// goes on behind that number, without a gap or a repetition.
/// </summary>
internal sealed record GetPresent : INoSerializationVerificationNeeded;

/// <summary>The answer to <see cref="GetPresent"/>, ordered by name.</summary>
internal sealed record PresentGiven(IReadOnlyList<ChildPresent> Children, long Sequence) : INoSerializationVerificationNeeded;
