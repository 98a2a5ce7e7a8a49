using System.Text.Json;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Discovery;
using PasswordCmdlets.Core.Providers.Zenlayer.Zec;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Http;

/// <summary>JSON strings that are not valid Unicode, which are valid JSON.</summary>
public class JsonResponseTests
{
    [Theory]
    [InlineData("\"text\"", "text")]
    [InlineData("\"\"", null)]
    [InlineData("\"\\ud800\"", null)]
    [InlineData("\"a\\udc00b\"", null)]
    [InlineData("12", "12")]
    [InlineData("true", "true")]
    [InlineData("null", null)]
    [InlineData("{}", null)]
    public void A_member_that_is_not_valid_text_counts_as_missing(string json, string? text)
    {
        using JsonDocument document = JsonDocument.Parse($$"""{"member":{{json}}}""");
        Assert.Equal(text, document.RootElement.Text("member"));
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_not_valid_text()
    {
        using JsonDocument document = JsonDocument.Parse(new byte[] { (byte)'[', (byte)'"', 0xff, (byte)'"', (byte)']' });
        Assert.Null(document.RootElement[0].String());
    }

    [Fact]
    public void Items_of_a_list_that_are_not_valid_text_are_left_out()
    {
        using JsonDocument document = JsonDocument.Parse("""{"addresses":["\ud800","10.0.0.1",7]}""");
        Assert.Equal(["10.0.0.1"], document.RootElement.Addresses("addresses"));
    }

    [Fact]
    public void A_rejection_is_read_without_its_message_where_that_is_not_valid_text()
    {
        ProviderReply tencent = TencentResponses.Read(
            Wire.Response(400, """{"Response":{"Error":{"Code":"AuthFailure.SecretIdNotFound","Message":"\ud800"},"RequestId":"r"}}"""));
        ProviderReply zenlayer = ZecResponses.ReadReset(
            Wire.Response(400, """{"requestId":"r","code":"AUTHFAILURE_SIGNATURE_FAILURE","message":"\ud800"}"""));

        Assert.All([tencent, zenlayer], static reply => Assert.Equal((Fault.AuthenticationFailed, null), (reply.Fault, reply.Message)));
    }
}
