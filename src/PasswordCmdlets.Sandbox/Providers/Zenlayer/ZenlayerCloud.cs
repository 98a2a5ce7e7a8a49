using PasswordCmdlets.Sandbox.Clock;
using PasswordCmdlets.Sandbox.Credentials;
using PasswordCmdlets.Sandbox.State;

namespace PasswordCmdlets.Sandbox.Providers.Zenlayer;

/// <summary>The sandbox's Zenlayer.</summary>
internal sealed class ZenlayerCloud
{
    /// <summary>Creates it, empty.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="keys">The access keys.</param>
    public ZenlayerCloud(SandboxClock clock, AccessKeyStore keys)
    {
        Clock = clock;
        Keys = keys;
    }

    /// <summary>The clock.</summary>
    public SandboxClock Clock { get; }

    /// <summary>The access keys.</summary>
    public AccessKeyStore Keys { get; }

    /// <summary>How it behaves.</summary>
    public ZenlayerOptions Options { get; set; } = new();

    /// <summary>The ZEC instances.</summary>
    public Fleet<ZecInstance> Instances { get; } = new();

    /// <summary>Forgets everything.</summary>
    public void Clear()
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
