using System;
using System.Globalization;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Huawei;

/// <summary>
/// Distinguishes errors that share a code: APIGW.0301 is a wrong key, a wrong clock and a token that has
/// ended.
/// </summary>
internal static class HuaweiAuthentication
{
    // The gateway allows 15 minutes (devg-apisign, api-sign-0001); a little less, because our reading of its clock is not exact.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(14);

    /// <summary>Gives an authentication failure its reason.</summary>
    /// <param name="reply">The reply as read.</param>
    /// <param name="response">The response, for the provider's time.</param>
    /// <param name="usesToken">Whether the call carried a token in place of a signature.</param>
    /// <param name="isTemporary">Whether it was signed with a key that ends: one with a security token.</param>
    /// <param name="signedAt">The time that the signature carried, about.</param>
    public static ProviderReply Classify(ProviderReply reply, WireResponse response, bool usesToken, bool isTemporary,
        DateTimeOffset signedAt)
    {
        if (reply.Fault != Fault.AuthenticationFailed)
        {
            return reply;
        }

        if (usesToken)
        {
            return reply with { Fault = Fault.CredentialExpired };
        }

        bool dated = DateTimeOffset.TryParse(response.Header("Date"), CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset theirs);
        if (dated && (theirs - signedAt).Duration() > ClockTolerance)
        {
            return reply with { Fault = Fault.ClockSkew, Advice = "Set this machine's clock; the provider allows 15 minutes." };
        }

        // Where there is another one to be had it is tried, once; where not, the rejection stands.
        return isTemporary ? reply with { Fault = Fault.CredentialExpired } : reply;
    }
}
