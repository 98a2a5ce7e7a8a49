using System;
using System.Collections.Generic;
using System.Linq;

namespace PasswordCmdlets.Sandbox.Providers.Tencent;

/// <summary>A service of Tencent Cloud; each has one version here.</summary>
/// <param name="Name">The service in a signature's credential scope.</param>
/// <param name="Version">The version of its API.</param>
/// <param name="Actions">The actions.</param>
internal sealed record TencentService(string Name, string Version, IReadOnlyList<string> Actions)
{
    /// <summary>CVM and Lighthouse reset passwords by this action.</summary>
    public const string Reset = "ResetInstancesPassword";

    /// <summary>CVM and Lighthouse describe instances by this action.</summary>
    public const string Describe = "DescribeInstances";

    /// <summary>This action of Lighthouse returns which actions it would reject.</summary>
    public const string DescribeDenied = "DescribeInstancesDeniedActions";

    /// <summary>Cloud Virtual Machine.</summary>
    public static TencentService Cvm { get; } = new("cvm", "2017-03-12", [Reset, Describe]);

    /// <summary>Lighthouse (cloud.tencent.com/document/api/1207).</summary>
    public static TencentService Lighthouse { get; } = new("lighthouse", "2020-03-24", [Reset, Describe, DescribeDenied]);

    /// <summary>A role for a key.</summary>
    public const string AssumeRole = "AssumeRole";

    /// <summary>A role for a token. It is not signed.</summary>
    public const string AssumeRoleWithWebIdentity = "AssumeRoleWithWebIdentity";

    /// <summary>Security Token Service (cloud.tencent.com/document/product/1312).</summary>
    public static TencentService Sts { get; } = new("sts", "2018-08-13", [AssumeRole, AssumeRoleWithWebIdentity]);

    private static readonly TencentService[] All = [Cvm, Lighthouse, Sts];

    /// <summary>The service of a version; null when no service has it.</summary>
    /// <param name="version">The version.</param>
    public static TencentService? OfVersion(string? version) => Array.Find(All, service => service.Version == version);

    /// <summary>Whether a signature for a service is right for a request of a version.</summary>
    /// <param name="scope">The service of the credential scope.</param>
    /// <param name="version">The version called.</param>
    public static bool IsScopeOf(string scope, string? version) =>
        OfVersion(version) is { } service ? service.Name == scope : All.Any(known => known.Name == scope);
}
