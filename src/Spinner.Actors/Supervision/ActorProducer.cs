using Akka.Actor;

namespace Spinner.Supervision;

/// <summary>
/// Props of actors that are made by calling a constructor, also one that is not public. <c>Props.Create</c> takes an expression and compiles its
/// arguments anew each time, which would be the longest part of a start.
/// </summary>
internal static class ActorProducer
{
    public static Props Props<T>(Func<T> make)
        where T : ActorBase => Akka.Actor.Props.CreateBy(new Producer<T>(make));

    private sealed class Producer<T>(Func<T> make) : IIndirectActorProducer
        where T : ActorBase
    {
        public Type ActorType => typeof(T);

        public ActorBase Produce() => make();

        public void Release(ActorBase actor)
        {
            // Nothing was taken from anywhere.
        }
    }
}
