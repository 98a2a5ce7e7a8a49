// The types behind a[i..j] and a[^1], which the compiler finds by name.
namespace System
{
#pragma warning disable IDE0130, IDE0161 // The compiler wants these two in their own namespaces.
    internal readonly struct Index(int value, bool fromEnd = false)
    {
        public static Index Start => new(0);

        public static Index End => new(0, fromEnd: true);

        public static implicit operator Index(int value) => new(value);

        public int GetOffset(int length) => fromEnd ? length - value : value;
    }

    internal readonly struct Range(Index start, Index end)
    {
        public static Range All => new(Index.Start, Index.End);

        public Index Start => start;

        public Index End => end;

        public static Range StartAt(Index start) => new(start, Index.End);

        public static Range EndAt(Index end) => new(Index.Start, end);
    }
}

namespace System.Runtime.CompilerServices
{
    internal static class RuntimeHelpers
    {
        public static T[] GetSubArray<T>(T[] array, Range range)
        {
            int from = range.Start.GetOffset(array.Length);
            T[] part = new T[range.End.GetOffset(array.Length) - from];
            Array.Copy(array, from, part, 0, part.Length);
            return part;
        }
    }
#pragma warning restore IDE0130, IDE0161
}
