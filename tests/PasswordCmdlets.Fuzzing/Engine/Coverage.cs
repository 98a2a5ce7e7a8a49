using System;
using System.Numerics;
using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace PasswordCmdlets.Fuzzing.Engine;

/// <summary>
/// AFL's edge counters, which the instrumented assembly writes: one for each pair of consecutive branches, compared by order of magnitude.
/// They are never freed, because threads of the engine may still count.
/// </summary>
internal sealed unsafe class Coverage : ICoverage
{
    private const int Size = 1 << 16;

    private readonly byte* _counters = (byte*)NativeMemory.AllocZeroed(Size);
    private readonly byte[] _seen = new byte[Size];

    public Coverage() => Trace.SharedMem = _counters;

    public int Edges { get; private set; }

    public void Begin()
    {
        new Span<byte>(_counters, Size).Clear();
        Trace.PrevLocation = 0;
    }

    public bool End()
    {
        bool isNew = false;
        ReadOnlySpan<byte> counters = new(_counters, Size);
        for (int i = 0; i < Size; i++)
        {
            int taken = counters.Slice(i).IndexOfAnyExcept((byte)0);
            if (taken < 0)
            {
                break;
            }

            // 1, 2-3, 4-7 and so on have a bit each.
            i += taken;
            byte magnitude = (byte)(1 << BitOperations.Log2(counters[i]));
            if ((_seen[i] & magnitude) == 0)
            {
                Edges += _seen[i] == 0 ? 1 : 0;
                _seen[i] |= magnitude;
                isNew = true;
            }
        }

        return isNew;
    }
}
