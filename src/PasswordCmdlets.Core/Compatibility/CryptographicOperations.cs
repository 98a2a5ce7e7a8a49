#if NETFRAMEWORK
namespace System.Security.Cryptography;

// Absent from .NET Framework 4.7.2; the two members the engine uses. No generated polyfill: buffers of secrets are cleared by code that
// is read here.
internal static class CryptographicOperations
{
    public static void ZeroMemory(Span<byte> buffer) => buffer.Clear();

    public static bool FixedTimeEquals(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        int difference = left.Length ^ right.Length;
        for (int i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            difference |= left[i] ^ right[i];
        }

        return difference == 0;
    }
}
#endif
