using System;

namespace PasswordCmdlets.Core.Credentials;

/// <summary>Shows which access key is meant without showing all of it.</summary>
public static class AccessKeyMask
{
    private const string Mask = "****";

    /// <summary>The first and last four characters with the middle masked; less of a short one.</summary>
    /// <param name="accessKeyId">The access key id.</param>
    public static string Of(string accessKeyId)
    {
        ArgumentNullException.ThrowIfNull(accessKeyId);

        // At least half of it stays hidden.
        int shown = Math.Min(4, accessKeyId.Length / 4);
        return PrintableText.Of(accessKeyId.Substring(0, shown)) + Mask + PrintableText.Of(accessKeyId.Substring(accessKeyId.Length - shown));
    }
}
