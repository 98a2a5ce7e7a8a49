using System;

namespace PasswordCmdlets.Core.Credentials;

/// <summary>Shows enough of an access key id to recognise it.</summary>
internal static class AccessKeyMask
{
    private const string Mask = "****";

    /// <summary>The first and last four characters with the middle masked; less of a short one.</summary>
    /// <param name="accessKeyId">The access key id.</param>
    public static string Of(string accessKeyId)
    {
        // At least half of it stays hidden.
        int shown = Math.Min(4, accessKeyId.Length / 4);
        string end = accessKeyId.Substring(accessKeyId.Length - shown);
        return PrintableText.Of(accessKeyId.Substring(0, shown)) + Mask + PrintableText.Of(end);
    }
}
