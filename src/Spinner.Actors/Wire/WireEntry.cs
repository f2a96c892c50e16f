using System.Text.Json.Serialization.Metadata;

namespace Spinner.Wire;

/// <summary>One message of the wire.</summary>
/// <param name="Manifest">Its name there.</param>
/// <param name="IsRequest">Whether it asks for something; else it answers or tells.</param>
/// <param name="Shape">How it is read and written.</param>
internal sealed record WireEntry(string Manifest, bool IsRequest, JsonTypeInfo Shape)
{
    public Type Type => Shape.Type;
}
