using System;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using BenchmarkDotNet.Attributes;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Batching;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Alibaba;
using PasswordCmdlets.Core.Providers.Alibaba.Ecs;
using PasswordCmdlets.Core.Providers.Huawei;
using PasswordCmdlets.Core.Providers.Huawei.Dcs;
using PasswordCmdlets.Core.Providers.Tencent;
using PasswordCmdlets.Core.Providers.Tencent.Cvm;
using PasswordCmdlets.Core.Providers.Zenlayer;
using PasswordCmdlets.Core.Providers.Zenlayer.Zec;

namespace PasswordCmdlets.Benchmarks;

/// <summary>The parts that run once for each call or each target.</summary>
public class MicroBenchmarks
{
    private static readonly Uri Endpoint = new("https://cvm.tencentcloudapi.com");
    private static readonly SecretText Password = new("Brand-New-Pass-7".AsSpan());
    private readonly Tc3Signer _tc3 = new();
    private readonly Zc2Signer _zc2 = new();
    private readonly AlibabaSigner _alibaba = new();
    private readonly SdkHmacSigner _huawei = new();
    private static readonly AlibabaCallContract Acs3 = EcsContracts.ModifyInstanceVncPasswd with { Signature = AlibabaSignature.Acs3 };
    private static readonly RunSeed Seed = RunSeed.Create();
    private CloudCredential _credential = null!;
    private TargetWork[] _works = null!;

    [GlobalSetup]
    public void Prepare()
    {
        _credential = new CloudCredential
        {
            Provider = TencentProvider.Descriptor,
            AccessKeyId = "id",
            Secret = new SecretText("secret".AsSpan()),
            Source = "bench",
        };
        ProviderSession session = new()
        {
            Provider = TencentProvider.Descriptor,
            Account = "id",
            Credentials = new FixedCredentialProvider(_credential),
            Signer = _tc3,
            EndpointOf = static (_, _) => Endpoint,
        };
        CvmResetOperation operation = new();
        SharedPassword shared = new(Password);
        _works = [.. Enumerable.Range(0, 1000).Select(i => new TargetWork
        {
            Target = new PasswordTarget { Id = $"ins-{i:d8}", Region = i % 2 == 0 ? "ap-guangzhou" : "ap-shanghai" },
            Session = session,
            Operation = operation,
            Passwords = shared,
            PlannedAt = DateTimeOffset.UnixEpoch,
        })];
    }

    [Benchmark]
    public async Task WriteAndSignTencentBatchOf100()
    {
        using WireRequest request = CvmRequests.ResetInstancesPassword(Endpoint, "ap-guangzhou",
            new ArraySegment<TargetWork>(_works, 0, 100), null, Password, false);
        request.Service = "cvm";
        await _tc3.SignAsync(request, _credential, DateTimeOffset.UnixEpoch, CancellationToken.None);
    }

    [Benchmark]
    public async Task WriteAndSignZenlayer()
    {
        using WireRequest request = ZecRequests.ResetInstancePassword(Endpoint, "1341431445241233", Password);
        await _zc2.SignAsync(request, _credential, DateTimeOffset.UnixEpoch, CancellationToken.None);
    }

    [Benchmark]
    public async Task WriteAndSignAlibabaRpc()
    {
        using WireRequest request = EcsRequests.ModifyInstanceVncPasswd(Endpoint, "cn-hangzhou", "i-bp67acfmxazb4ph0001", Password);
        await _alibaba.SignAsync(request, _credential, DateTimeOffset.UnixEpoch, CancellationToken.None);
    }

    [Benchmark]
    public async Task WriteAndSignAlibabaAcs3()
    {
        using RpcRequest request = new(Acs3, Endpoint);
        request.Parameters.Add("RegionId", "cn-hangzhou");
        request.Parameters.Add("InstanceId", "i-bp67acfmxazb4ph0001");
        request.Parameters.Add("VncPassword", Password);
        await _alibaba.SignAsync(request, _credential, DateTimeOffset.UnixEpoch, CancellationToken.None);
    }

    [Benchmark]
    public async Task WriteAndSignHuawei()
    {
        using WireRequest request =
            DcsRequests.Reset(Endpoint, "0123456789abcdef0123456789abcdef", "01234567-89ab-cdef-0123-456789abcdef", Password);
        await _huawei.SignAsync(request, _credential, DateTimeOffset.UnixEpoch, CancellationToken.None);
    }

    [Benchmark]
    [SuppressMessage("Performance", "CA1822", Justification = "Benchmarks are instance methods.")]
    public bool CheckPolicy() =>
        PasswordValidator.Validate(Password, PasswordPolicies.Find("TencentWindows"),
            new PasswordContext { UserName = "Administrator" }).IsAcceptable;

    [Benchmark]
    [SuppressMessage("Performance", "CA1822", Justification = "Benchmarks are instance methods.")]
    public void GeneratePassword()
    {
        using SecretText generated =
            Seed.DerivePassword("CvmInstance\nins-00000001\n", 1, PasswordPolicies.Find("TencentWindows"), userName: null);
    }

    [Benchmark(OperationsPerInvoke = 1000)]
    public int PlanAndCutPerTarget()
    {
        BatchPlanner planner = new();
        int batches = 0;
        foreach (TargetWork work in _works)
        {
            if (planner.Add(work) is { } full)
            {
                batches += BatchPlanner.Cut(full, 100).Count;
            }
        }

        while (planner.TakeOldest() is { } rest)
        {
            batches += BatchPlanner.Cut(rest, 100).Count;
        }

        return batches;
    }
}
