using Akka.Actor;
using Spinner.Output;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>Follows the output of a child. Reply: <see cref="OutputFollowed"/>. Of this process only: what it answers is alive.</summary>
internal sealed record FollowOutput(ChildName Child, OutputSubscriptionOptions Options) : INoSerializationVerificationNeeded;

/// <summary>The answer to <see cref="FollowOutput"/>; its receiver disposes it.</summary>
internal sealed record OutputFollowed(OutputSubscription Subscription) : INoSerializationVerificationNeeded;

/// <summary>Asks for the last lines of a child. Reply: <see cref="RecentOutput"/>.</summary>
internal sealed record GetRecentOutput(ChildName Child, int Lines) : INoSerializationVerificationNeeded;

/// <summary>The answer to <see cref="GetRecentOutput"/>.</summary>
internal sealed record RecentOutput(IReadOnlyList<OutputLine> Lines) : INoSerializationVerificationNeeded;
