using System;
using System.Collections.Generic;
using System.IO;
using PasswordCmdlets.Core.Operations.State;

namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>
/// Reserves a vault for one run among all processes of the user by a file that stays open. The system closes the file of a killed process.
/// What was written to the vault last is in a file beside it.
/// Commands of one pipeline share the lock: they run on one thread, and the second would wait for the first without end.
/// </summary>
internal sealed class VaultLock
{
    private static readonly object Sync = new();
    private static readonly Dictionary<string, VaultLock> Held = new(StringComparer.Ordinal);

    private readonly string _path;
    private readonly FileStream _file;
    private readonly StateFile _state;
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private int _holders = 1;

    private VaultLock(string path, FileStream file)
    {
        _path = path;
        _file = file;
        string state = Path.ChangeExtension(path, ".json");
        _state = new StateFile(state);
        LastWrite = Read(_state.Read(), state);
    }

    /// <summary>The runs of this pipeline that are at work in the vault. Used on the thread that holds the lock.</summary>
    public HashSet<string> Runs { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What was written to the vault last; null when nothing was.</summary>
    public VaultWrite? LastWrite { get; private set; }

    /// <summary>Takes the lock; null while another run has it.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static VaultLock? TryAcquire(string path)
    {
        lock (Sync)
        {
            if (Held.TryGetValue(path, out VaultLock? held))
            {
                if (held._thread != Environment.CurrentManagedThreadId)
                {
                    return null;
                }

                held._holders++;
                return held;
            }

            if (UserState.TryOpen(path) is not { } file)
            {
                return null;
            }

            try
            {
                return Held[path] = new VaultLock(path, file);
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
    }

    /// <summary>Writes down what is being written to the vault, for the next run.</summary>
    public void Record(VaultWrite write)
    {
        lock (Sync)
        {
            // It concerns processes with an old copy of the vault, of which a loss of power leaves none.
            _state.Write(write.ToLine(), isDurable: false);
            LastWrite = write;
        }
    }

    /// <summary>Releases the lock of one holder.</summary>
    public void Release()
    {
        lock (Sync)
        {
            if (--_holders == 0)
            {
                Held.Remove(_path);
                _file.Dispose();
            }
        }
    }

    private static VaultWrite? Read(byte[]? content, string path) => content is null
        ? null
        : VaultWrite.Parse(content) ?? VaultWrite.Unknown(File.GetLastWriteTimeUtc(path));
}
