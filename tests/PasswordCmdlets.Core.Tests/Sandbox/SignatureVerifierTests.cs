using System.Collections.Generic;
using System.Linq;
using System.Text;
using Microsoft.AspNetCore.Http;
using PasswordCmdlets.Core.Tests.TestSupport;
using PasswordCmdlets.Sandbox.Http;
using PasswordCmdlets.Sandbox.Providers.Alibaba;
using PasswordCmdlets.Sandbox.Providers.Huawei;
using PasswordCmdlets.Sandbox.Providers.Tencent;
using PasswordCmdlets.Sandbox.Providers.Zenlayer;
using PasswordCmdlets.Sandbox.Signing;
using Xunit;
using Acs3Signature = PasswordCmdlets.Sandbox.Providers.Alibaba.Acs3Signature;

namespace PasswordCmdlets.Core.Tests.Sandbox;

/// <summary>The verifiers rebuild what the published vectors signed.</summary>
public sealed class SignatureVerifierTests
{
    public static TheoryData<string> Tc3Vectors => SignatureVector.Ids("TC3-HMAC-SHA256");

    public static TheoryData<string> RpcVectors => SignatureVector.Ids("ALI-RPC-V1");

    public static TheoryData<string> Acs3Vectors => SignatureVector.Ids("ACS3-HMAC-SHA256");

    public static TheoryData<string> SdkHmacVectors => SignatureVector.Ids("SDK-HMAC-SHA256");

    public static TheoryData<string> Zc2Vectors => SignatureVector.Ids("ZC2-HMAC-SHA256");

    [Theory]
    [MemberData(nameof(Tc3Vectors))]
    public void The_tencent_verifier_reproduces_every_vector(string id)
    {
        SignatureVector vector = SignatureVector.Named(id);
        AuthorizationHeader authorization = AuthorizationHeader.Parse(vector["authorization"])!;
        ApiRequest request = JsonRequest(vector, ("x-tc-action", vector["action"]));
        string[] scope = authorization["Credential"]!.Split('/');

        string canonical = Tc3Signature.CanonicalRequest(request, authorization.SignedHeaders, vector["host"]);
        string toSign = Tc3Signature.StringToSign(canonical, vector["timestamp"], scope[1], scope[2]);

        Assert.Equal(vector["canonicalRequest"], canonical);
        Assert.Equal(vector["stringToSign"], toSign);
        Assert.Equal(vector["expected"], Tc3Signature.Sign(vector["secretKey"], toSign, scope[1], scope[2]));
        Assert.True(Tc3Signature.Verify(request, authorization, vector["secretKey"], vector["timestamp"], scope[1], scope[2]));
        Assert.False(Tc3Signature.Verify(request, authorization, vector["secretKey"] + "x", vector["timestamp"], scope[1], scope[2]));
    }

    [Theory]
    [MemberData(nameof(Zc2Vectors))]
    public void The_zenlayer_verifier_reproduces_every_vector(string id)
    {
        SignatureVector vector = SignatureVector.Named(id);
        AuthorizationHeader authorization = AuthorizationHeader.Parse(vector["authorization"])!;
        ApiRequest request = JsonRequest(vector);

        string canonical = Zc2Signature.CanonicalRequest(request, authorization.SignedHeaders, vector["host"]);
        string toSign = Zc2Signature.StringToSign(canonical, vector["timestamp"]);

        Assert.Equal(vector["canonicalRequest"], canonical);
        Assert.Equal(vector["stringToSign"], toSign);
        Assert.Equal(vector["expected"], Zc2Signature.Sign(vector["secret"], toSign));
        Assert.True(Zc2Signature.Verify(request, authorization, vector["secret"], vector["timestamp"]));
        Assert.False(Zc2Signature.Verify(request, authorization, vector["secret"], vector["timestamp"] + "0"));
    }

    [Theory]
    [MemberData(nameof(SdkHmacVectors))]
    public void The_huawei_verifier_reproduces_every_vector(string id)
    {
        SignatureVector vector = SignatureVector.Named(id);
        AuthorizationHeader authorization = AuthorizationHeader.Parse(vector["authorization"])!;
        ApiRequest request = Request(
            vector["method"], vector["path"], string.Join('&', vector.Map("query").Select(pair => $"{pair.Key}={pair.Value}")),
            vector["body"], vector.Map("signedHeaders"));
        string date = request.Header("X-Sdk-Date")!;

        string canonical = SdkHmacSignature.CanonicalRequest(request, authorization.SignedHeaders, request.Host);
        string toSign = SdkHmacSignature.StringToSign(canonical, date);

        Assert.Equal(vector["canonicalRequest"], canonical);
        Assert.Equal(vector["stringToSign"], toSign);
        Assert.Equal(vector["expected"], SdkHmacSignature.Sign(vector["sk"], toSign));
        Assert.True(SdkHmacSignature.Verify(request, authorization, vector["sk"], date));
        Assert.False(SdkHmacSignature.Verify(request, authorization, vector["sk"] + "x", date));
    }

    [Theory]
    [MemberData(nameof(RpcVectors))]
    public void The_alibaba_rpc_verifier_reproduces_every_vector(string id)
    {
        SignatureVector vector = SignatureVector.Named(id);

        string toSign = RpcSignature.StringToSign(vector["method"], vector.Map("params"));

        Assert.Equal(vector["stringToSign"], toSign);
        Assert.Equal(vector["expected"], RpcSignature.Sign(vector["secret"], toSign));
    }

    [Theory]
    [MemberData(nameof(Acs3Vectors))]
    public void The_alibaba_acs3_verifier_reproduces_every_vector(string id)
    {
        SignatureVector vector = SignatureVector.Named(id);
        AuthorizationHeader authorization = AuthorizationHeader.Parse(vector["authorization"])!;
        ApiRequest request = Request(
            vector["method"], vector["uri"], string.Join('&', vector.Map("query").Select(pair => $"{pair.Key}={pair.Value}")),
            vector["body"], vector.Map("headers"));

        string canonical = Acs3Signature.CanonicalRequest(request, authorization.SignedHeaders, request.Host);
        string toSign = Acs3Signature.StringToSign(canonical);

        Assert.Equal(vector["canonicalRequest"], canonical);
        Assert.Equal(vector["stringToSign"], toSign);
        Assert.Equal(vector["expected"], Acs3Signature.Sign(vector["secret"], toSign));
        Assert.True(Acs3Signature.Verify(request, authorization, vector["secret"]));
        Assert.False(Acs3Signature.Verify(request, authorization, vector["secret"] + "x"));
    }

    private static ApiRequest Request(
        string method, string path, string query, string body, IEnumerable<KeyValuePair<string, string>> headers)
    {
        HeaderDictionary all = [];
        foreach ((string name, string value) in headers)
        {
            all[name] = value;
        }

        return new ApiRequest { Method = method, Path = path, Query = query, Headers = all, Body = Encoding.UTF8.GetBytes(body) };
    }

    private static ApiRequest JsonRequest(SignatureVector vector, params (string Name, string Value)[] headers)
    {
        IEnumerable<KeyValuePair<string, string>> all =
            [new("Host", vector["host"]), new("Content-Type",
                vector["contentType"]), .. headers.Select(header => KeyValuePair.Create(header.Name, header.Value))];
        return Request("POST", "/", "", vector["body"], all);
    }
}
