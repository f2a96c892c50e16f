namespace Spinner.Host.Api;

/// <summary>What may be got may be looked up, too.</summary>
internal static class Methods
{
    public static readonly string[] Get = ["GET", "HEAD"];
}
