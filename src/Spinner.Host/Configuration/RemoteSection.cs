using System.Runtime.CompilerServices;
using Spinner.Configuration;
using Spinner.Host.Configuration.Hocon;
using Spinner.Policies;
using Spinner.Remoting;

namespace Spinner.Host.Configuration;

/// <summary>The section <c>spinner.remote</c> of a file. Of a file without it nothing here is called, so that nothing of remoting is loaded.</summary>
internal static class RemoteSection
{
    public const string Section = $"{ConfigKeys.Root}.{ConfigKeys.Remote}";

    public static bool IsIn(LocatedSection source) => source.Find(ConfigKeys.Root, ConfigKeys.Remote) is not (null or LocatedText { Text: null });

    /// <summary>What the section says; whatever is wrong with it, and with the files that it names, goes to the errors.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static SpinnerRemotingOptions Read(HoconSection said, string folder, PlanErrors errors)
    {
        int before = errors.All.Count;
        SpinnerRemotingOptions options = RemotingConfig.Read(said, folder, errors);
        foreach (string error in RemotingRules.Errors(options))
            Add(error, errors);
        CheckFiles(options, errors);
        if (errors.All.Count == before)
            CheckCertificates(options, errors);
        return options;
    }

    /// <summary>What is missing in what a file says, with its default.</summary>
    public static HoconSection Complete(HoconSection said) => said.Over(HoconNode.From(RemotingConfig.Reference));

    private static void CheckFiles(SpinnerRemotingOptions options, PlanErrors errors)
    {
        CheckFile("certificate", options.CertificateFile, errors);
        CheckFile("key", options.KeyFile, errors);
        for (int i = 0; i < options.AuthorityFiles.Count; i++)
            CheckFile($"authorities[{i}]", options.AuthorityFiles[i], errors);
    }

    private static void CheckFile(string key, string? path, PlanErrors errors)
    {
        if (path is not null && !File.Exists(path))
            Add($"{Section}.{key} {PlanErrors.Quote(path)} does not exist: correct the path.", errors);
    }

    /// <summary>What would keep it from starting, found while it is only looked at.</summary>
    private static void CheckCertificates(SpinnerRemotingOptions options, PlanErrors errors)
    {
        try
        {
            OwnCertificate.Of(options)?.Dispose();
            Peers.From(options);
        }
        catch (SpinnerConfigurationException wrong)
        {
            foreach (string error in wrong.Errors)
                Add(error, errors);
        }
    }

    /// <summary>A sentence that begins with a key is about that key, others are about the section.</summary>
    private static void Add(string sentence, PlanErrors errors)
    {
        PlanErrors one = new();
        one.Add(sentence);
        if (one.All[0].Option.StartsWith($"{Section}.", StringComparison.Ordinal)) errors.AddAll("", one);
        else errors.Add(Section, sentence);
    }
}
