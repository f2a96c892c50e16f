using System.Runtime.InteropServices;
using System.Text;

namespace Spinner.Processes.Linux;

/// <summary>A program's argv and envp, in one block of native memory.</summary>
internal readonly unsafe ref struct NativeStrings
{
    private readonly void* _block;

    public NativeStrings(string program, IReadOnlyList<string> args, IReadOnlyDictionary<string, string> env)
    {
        int pointers = args.Count + env.Count + 3;
        nuint size = (nuint)(pointers * sizeof(byte*)) + Length(program);
        foreach (string arg in args)
            size += Length(arg);
        foreach (KeyValuePair<string, string> pair in env)
            size += Length(pair.Key) + Length(pair.Value);

        _block = NativeMemory.Alloc(size);
        byte** slot = (byte**)_block;
        byte* text = (byte*)(slot + pointers);

        Argv = slot;
        *slot++ = text;
        Append(ref text, program, 0);
        foreach (string arg in args)
        {
            *slot++ = text;
            Append(ref text, arg, 0);
        }

        *slot++ = null;
        Envp = slot;
        foreach (KeyValuePair<string, string> pair in env)
        {
            *slot++ = text;
            Append(ref text, pair.Key, (byte)'=');
            Append(ref text, pair.Value, 0);
        }

        *slot = null;
    }

    public byte** Argv { get; }

    public byte** Envp { get; }

    public void Dispose() => NativeMemory.Free(_block);

    private static nuint Length(string text) => (nuint)Encoding.UTF8.GetByteCount(text) + 1;

    private static void Append(ref byte* target, string text, byte end)
    {
        int count = Encoding.UTF8.GetByteCount(text);
        target += Encoding.UTF8.GetBytes(text, new Span<byte>(target, count));
        *target++ = end;
    }
}
