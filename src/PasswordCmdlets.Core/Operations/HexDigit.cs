namespace PasswordCmdlets.Core.Operations;

/// <summary>A hexadecimal digit in either case.</summary>
internal static class HexDigit
{
    /// <summary>Its value; -1 when it is none.</summary>
    public static int Value(char digit) => digit switch
    {
        >= '0' and <= '9' => digit - '0',
        >= 'A' and <= 'F' => digit - 'A' + 10,
        >= 'a' and <= 'f' => digit - 'a' + 10,
        _ => -1,
    };
}
