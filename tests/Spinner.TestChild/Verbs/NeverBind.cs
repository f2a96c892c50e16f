namespace Spinner.TestChild.Verbs;

/// <summary>Lives, and never binds.</summary>
internal static class NeverBind
{
    public static int Run()
    {
        Say.Line("not binding");
        Say.Error("waiting for something that never comes");
        Wait.Forever();
        return 0;
    }
}
