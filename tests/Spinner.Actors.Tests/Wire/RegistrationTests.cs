using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Spinner.Hosting;
using Spinner.Protocol;
using Spinner.Wire;
using Xunit;

namespace Spinner.Actors.Tests.Wire;

public sealed class RegistrationTests
{
    [Fact]
    public async Task WithSpinner_registers_the_wire_before_the_system_runs()
    {
        await using ServiceProvider provider = new ServiceCollection()
            .AddLogging()
            .AddAkka("embedder", akka => akka.WithSpinner())
            .BuildServiceProvider();
        using ActorSystem system = provider.GetRequiredService<ActorSystem>();

        AssertRegistered(system);
    }

    [Fact]
    public async Task A_system_that_runs_gets_the_wire_too_and_once()
    {
        using ActorSystem system = ActorSystem.Create("embedder", "akka.actor.serialize-messages = on");
        Assert.IsNotType<SpinnerSerializer>(system.Serialization.FindSerializerForType(typeof(StartChild)));

        WireRegistration.Register(system);
        Akka.Serialization.Serializer first = system.Serialization.FindSerializerForType(typeof(StartChild));
        WireRegistration.Register(system);

        AssertRegistered(system);
        Assert.Same(first, system.Serialization.FindSerializerForType(typeof(StartChild)));
        await system.Terminate();
    }

    [Fact]
    public async Task A_system_that_never_serializes_is_left_as_it_is()
    {
        using ActorSystem system = ActorSystem.Create("embedder");

        WireRegistration.Register(system);

        Assert.IsNotType<SpinnerSerializer>(system.Serialization.FindSerializerForType(typeof(StartChild)));
        await system.Terminate();
    }

    [Fact]
    public async Task The_hocon_alone_does_too()
    {
        using ActorSystem system = ActorSystem.Create("embedder", WireRegistration.Hocon.WithFallback(ConfigurationFactory.Default()));

        AssertRegistered(system);
        await system.Terminate();
    }

    [Fact]
    public async Task The_number_of_the_serializer_never_changes()
    {
        using ActorSystem system = ActorSystem.Create("embedder", WireRegistration.Hocon);

        Assert.Equal(77, new SpinnerSerializer((ExtendedActorSystem)system).Identifier);
        Assert.IsType<StopAll>(system.Serialization.Deserialize("{}"u8.ToArray(), 77, "stop-all.1"));
        await system.Terminate();
    }

    private static void AssertRegistered(ActorSystem system)
    {
        Assert.All(WireTable.All, entry =>
        {
            object sample = WireSamples.Of(entry.Type);
            Akka.Serialization.Serializer serializer = system.Serialization.FindSerializerFor(sample);
            Assert.IsType<SpinnerSerializer>(serializer);
            Same.Content(sample, system.Serialization.Deserialize(serializer.ToBinary(sample), serializer.Identifier, entry.Manifest));
        });
    }
}
