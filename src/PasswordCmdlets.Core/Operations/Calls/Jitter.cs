using System;
using System.Security.Cryptography;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>Uniform random numbers in [0, 1) for backoff, the same on both frameworks and safe to use from any thread.</summary>
internal static class Jitter
{
    public static double Next()
    {
        byte[] bytes = new byte[4];
        RandomNumberGenerator.Fill(bytes);
        return BitConverter.ToUInt32(bytes, 0) / (uint.MaxValue + 1.0);
    }
}
