using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Providers.Zenlayer.Zec;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Providers;

/// <summary>A code that is not listed is a rejection with a status below 500; from 500 on the call may have been executed.</summary>
public sealed class ErrorStatusTests
{
    [Theory]
    [InlineData(400, """{"requestId":"r","code":"OPERATION_FAILED_NEW","message":"No."}""", nameof(Fault.Rejected))]
    [InlineData(500, """{"requestId":"r","code":"OPERATION_FAILED_NEW","message":"No."}""", nameof(Fault.Transient))]
    [InlineData(504, """{"code":504,"message":"Gateway timeout."}""", nameof(Fault.Transient))]
    [InlineData(500, """{"requestId":"r","code":"AUTHFAILURE_SIGNATURE_FAILURE","message":"No."}""", nameof(Fault.AuthenticationFailed))]
    public void Zenlayer(int status, string body, string fault) =>
        Assert.Equal(fault, ZecResponses.ReadReset(Wire.Response(status, body)).Fault.ToString());

    [Theory]
    [InlineData(200, """{"Response":{"RequestId":"r","Error":{"Code":"NewCode","Message":"No."}}}""", nameof(Fault.Rejected))]
    [InlineData(502, """{"Response":{"RequestId":"r","Error":{"Code":"NewCode","Message":"No."}}}""", nameof(Fault.Transient))]
    [InlineData(200, """{"Response":{"RequestId":"r","Error":{"Message":"No."}}}""", nameof(Fault.Unreadable))]
    [InlineData(200, """{"Response":{"RequestId":"r","Error":{"Code":"","Message":"No."}}}""", nameof(Fault.Unreadable))]
    public void Tencent(int status, string body, string fault) =>
        Assert.Equal(fault, TencentResponses.Read(Wire.Response(status, body)).Fault.ToString());
}
