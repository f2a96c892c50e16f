using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Spinner.Host.Api;

/// <summary>The token of the TCP port.</summary>
internal sealed class ApiToken
{
    private const int Bytes = 32;

    /// <summary>Null: there is none.</summary>
    private readonly byte[]? _hash;

    private ApiToken(string? token) => _hash = token is null ? null : Hash(token);

    /// <summary>Without a port nobody has it.</summary>
    public static ApiToken None() => new(token: null);

    /// <summary>Reads the token from its file, which is made when it is missing.</summary>
    /// <exception cref="ApiStartException">It cannot be read, says too little, or others may read it.</exception>
    public static ApiToken FromFile(string path)
    {
        try
        {
            string token = (File.Exists(path) ? Read(path) : Make(path)).Trim();
            return token.Length >= Bytes ? new ApiToken(token)
                : throw new ApiStartException($"{path} has no token of at least {Bytes} characters: remove the file, and a new one is made.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ApiStartException($"The token file {path} cannot be used: {failure.Message}", failure);
        }
    }

    /// <summary>Takes the same time whatever is wrong with it.</summary>
    public bool Is(string given) => _hash is not null && CryptographicOperations.FixedTimeEquals(Hash(given), _hash);

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static string Read(string path)
    {
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
            throw new ApiStartException($"Others can read or write the token file {path}: chmod 600 it, after a change of the token if they may have.");
        return File.ReadAllText(path);
    }

    private static string Make(string path)
    {
        string token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using StreamWriter file = new(path, options);
        file.WriteLine(token);
        return token;
    }
}
