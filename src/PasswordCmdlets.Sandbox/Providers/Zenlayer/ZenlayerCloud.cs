using PasswordCmdlets.Sandbox.Clock;
using PasswordCmdlets.Sandbox.Credentials;
using PasswordCmdlets.Sandbox.Roles;
using PasswordCmdlets.Sandbox.State;

namespace PasswordCmdlets.Sandbox.Providers.Zenlayer;

/// <summary>The sandbox's Zenlayer.</summary>
/// <param name="clock">The clock.</param>
/// <param name="keys">The access keys.</param>
/// <param name="roles">The roles.</param>
internal sealed class ZenlayerCloud(SandboxClock clock, AccessKeyStore keys, RoleStore roles) : ProviderCloud(clock, keys, roles)
{
    /// <summary>How it behaves.</summary>
    public ZenlayerOptions Options { get; set; } = new();

    /// <summary>The ZEC instances.</summary>
    public Fleet<ZecInstance> Instances { get; } = new();

    /// <inheritdoc/>
    public override void Clear()
    {
        Options = new ZenlayerOptions();
        Instances.Clear();
    }
}

/// <summary>How the sandbox's ZEC behaves where documents disagree.</summary>
internal sealed record ZenlayerOptions
{
    /// <summary>
    /// Whether responses come in the envelope <c>{"requestId","response":{…}}</c> that the official SDKs parse, instead of the flat form
    /// that the documentation's example shows.
    /// </summary>
    public bool Envelope { get; init; } = true;

    /// <summary>How long an instance is busy with a reset, in milliseconds.</summary>
    public int OperationMilliseconds { get; init; }
}
