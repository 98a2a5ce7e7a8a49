using System;
using System.IO;
using System.IO.MemoryMappedFiles;

namespace PasswordCmdlets.Fuzzing.Engine;

/// <summary>
/// The input that is being read, in a file that is mapped into memory: it stays when a stack overflow ends the process at once.
/// </summary>
internal sealed class CurrentInput : IDisposable
{
    private const int Capacity = sizeof(int) + Mutator.MaximumLength;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    public CurrentInput(string path)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Create, mapName: null, Capacity);
        _view = _file.CreateViewAccessor();
    }

    public void Write(byte[]? input)
    {
        int length = Math.Min(input?.Length ?? 0, Mutator.MaximumLength);
        _view.Write(0, length);
        if (length > 0)
        {
            _view.WriteArray(sizeof(int), input!, 0, length);
        }
    }

    /// <summary>The input that a process left; empty where it ended of itself.</summary>
    public static byte[] Read(string path)
    {
        byte[] bytes = File.Exists(path) ? File.ReadAllBytes(path) : [];
        return bytes.Length < sizeof(int) ? [] : bytes.AsSpan(sizeof(int), BitConverter.ToInt32(bytes)).ToArray();
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
