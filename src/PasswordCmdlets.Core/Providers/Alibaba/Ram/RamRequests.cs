using System;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Providers.Alibaba.Ram;

/// <summary>Writes RAM requests.</summary>
internal static class RamRequests
{
    public static WireRequest ChangePassword(Uri endpoint, SecretText oldPassword, SecretText newPassword)
    {
        RpcRequest request = new(RamContracts.ChangePassword, endpoint);
        request.Parameters.Add("OldPassword", oldPassword);
        request.Parameters.Add("NewPassword", newPassword);
        return request;
    }

    /// <summary>UpdateLoginProfile or CreateLoginProfile, which take the same parameters. A null flag is left out.</summary>
    public static WireRequest LoginProfile(AlibabaCallContract contract, Uri endpoint, string userName, SecretText password,
        RamLoginFlags flags)
    {
        RpcRequest request = new(contract, endpoint);
        request.Parameters.Add("UserName", userName);
        request.Parameters.Add("Password", password);
        request.Parameters.Add("PasswordResetRequired", flags.PasswordResetRequired);
        request.Parameters.Add("MFABindRequired", flags.MfaBindRequired);
        return request;
    }

    public static WireRequest GetLoginProfile(Uri endpoint, string userName)
    {
        RpcRequest request = new(RamContracts.GetLoginProfile, endpoint);
        request.Parameters.Add("UserName", userName);
        return request;
    }

    /// <param name="endpoint">The endpoint.</param>
    /// <param name="marker">The marker of the page before; null for the first page.</param>
    public static WireRequest ListUsers(Uri endpoint, string? marker)
    {
        RpcRequest request = new(RamContracts.ListUsers, endpoint);

        // Up to 1,000 today; older documentation allows 100.
        request.Parameters.Add("MaxItems", "100");
        if (marker is not null)
        {
            request.Parameters.Add("Marker", marker);
        }

        return request;
    }

    public static WireRequest GetPasswordPolicy(Uri endpoint) => new RpcRequest(RamContracts.GetPasswordPolicy, endpoint);
}
