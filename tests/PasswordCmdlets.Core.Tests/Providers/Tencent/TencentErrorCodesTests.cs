using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Providers.Tencent;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Providers.Tencent;

public sealed class TencentErrorCodesTests
{
    [Theory]
    [InlineData("FailedOperation.InvalidInstanceApplicationRole", nameof(Fault.TargetStateInvalid))]
    [InlineData("FailedOperation.InvalidInstanceApplicationRoleEmr", nameof(Fault.TargetStateInvalid))]
    [InlineData("FailedOperation.IllegalTagKey", nameof(Fault.Rejected))]
    [InlineData("FailedOperation.IllegalTagValue", nameof(Fault.Rejected))]
    [InlineData("FailedOperation.TagKeyReserved", nameof(Fault.Rejected))]
    [InlineData("FailedOperation.CheckMFAError", nameof(Fault.AccessDenied))]
    [InlineData("FailedOperation.MFATypeNotSupported", nameof(Fault.AccessDenied))]
    [InlineData("FailedOperation", nameof(Fault.Transient))]
    [InlineData("FailedOperation.InstanceOperationFailed", nameof(Fault.Transient))]
    [InlineData("FailedOperation.DescribeInstanceStatus", nameof(Fault.Transient))]
    public void A_failed_operation_is_transient_unless_its_code_is_a_certain_rejection(string code, string fault) =>
        Assert.Equal(fault, TencentErrorCodes.Table.Of(code).Fault.ToString());
}
