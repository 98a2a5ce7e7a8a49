using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using FsCheck;
using FsCheck.Fluent;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Huawei.Dcs;
using PasswordCmdlets.Core.Providers.Huawei.Iam;
using PasswordCmdlets.Core.Tests.Passwords;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Providers.Huawei;

public sealed class SdkHmacSignerTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 15, 59, 19, TimeSpan.Zero);

    public static TheoryData<string> Vectors => SignatureVector.Ids("SDK-HMAC-SHA256");

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Every_published_vector_is_reproduced(string id)
    {
        SignatureVector vector = SignatureVector.Named(id);
        using WireRequest request = RequestOf(vector);
        string[] signedHeaders = vector.Map("signedHeaders").Select(header => header.Key).ToArray();
        string date = vector.Map("signedHeaders").Single(header => header.Key == "x-sdk-date").Value;

        using SecretBuffer canonical = SdkHmacSigner.CanonicalRequest(request, signedHeaders);

        using SecretBuffer stringToSign = SdkHmacSigner.StringToSign(canonical, date);
        Assert.Equal(vector["canonicalRequest"], SignatureVector.Text(canonical));
        Assert.Equal(vector["stringToSign"], SignatureVector.Text(stringToSign));
        Assert.Equal(vector["authorization"],
            SdkHmacSigner.Authorization(request, vector.Credential(HuaweiProvider.Descriptor, "ak", "sk"), date, signedHeaders));
    }

    [Fact]
    public async Task What_the_official_sdk_signs_for_the_project_list_is_what_a_request_of_ours_carries()
    {
        SignatureVector vector = SignatureVector.Named("hw-sdk-get-projects");
        using WireRequest request = IamRequests.ListProjects(new Uri("https://iam.cn-north-4.myhuaweicloud.com"), "cn-north-4");

        await new SdkHmacSigner().SignAsync(request, vector.Credential(HuaweiProvider.Descriptor, "ak", "sk"), Now,
            TestContext.Current.CancellationToken);

        Assert.Equal(vector["authorization"], HeaderOf(request, "Authorization"));
        Assert.Equal("20261120T155919Z", HeaderOf(request, "X-Sdk-Date"));
    }

    [Fact]
    public async Task Host_project_date_and_token_are_signed_and_the_content_type_is_not()
    {
        using SecretText password = new("Secret-1".AsSpan());
        using WireRequest request = DcsRequests.Reset(new Uri("https://dcs.eu-de.otc.t-systems.com"), "p1", "i1", password);

        await new SdkHmacSigner().SignAsync(request, Key(token: "session-token"), Now, TestContext.Current.CancellationToken);

        Assert.Contains("SignedHeaders=host;x-project-id;x-sdk-date;x-security-token, ", HeaderOf(request, "Authorization"),
            StringComparison.Ordinal);
        Assert.Equal("session-token", HeaderOf(request, "X-Security-Token"));
        Assert.Equal("p1", HeaderOf(request, "X-Project-Id"));
    }

    [Fact]
    public async Task A_key_without_a_token_signs_no_token()
    {
        using SecretText password = new("Secret-1".AsSpan());
        using WireRequest request = DcsRequests.Reset(new Uri("https://dcs.eu-de.otc.t-systems.com"), "p1", "i1", password);

        await new SdkHmacSigner().SignAsync(request, Key(token: null), Now, TestContext.Current.CancellationToken);

        Assert.Contains("SignedHeaders=host;x-project-id;x-sdk-date, ", HeaderOf(request, "Authorization"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_sent_as_it_is_and_nothing_is_signed()
    {
        using WireRequest request = IamRequests.ListProjects(new Uri("https://iam.eu-de.otc.t-systems.com"), "eu-de");
        CloudCredential token = TestCredential.Of(HuaweiProvider.Descriptor, "MIIC-token", CredentialKind.IamToken);

        await new SdkHmacSigner().SignAsync(request, token, Now, TestContext.Current.CancellationToken);

        Assert.Equal("X-Auth-Token: MIIC-token", string.Join("\n", request.Headers.Select(header => $"{header.Key}: {header.Value}")));
    }

    [Theory]
    [InlineData(nameof(CredentialKind.IamUser))]
    [InlineData(nameof(CredentialKind.IdentityToken))]
    public async Task A_users_password_stays_in_the_body(string kind)
    {
        CloudCredential user = new()
        {
            Provider = HuaweiProvider.Descriptor,
            Kind = kind == nameof(CredentialKind.IamUser) ? CredentialKind.IamUser : CredentialKind.IdentityToken,
            AccessKeyId = "user",
            Secret = new SecretText("User-Secret-1".AsSpan()),
            DomainName = "acme",
            Source = "test",
        };
        using WireRequest request =
            IamRequests.CreateToken(new Uri("https://iam.eu-de.otc.t-systems.com"), user, new TokenScope(null, "eu-de"));

        await new SdkHmacSigner().SignAsync(request, user, Now, TestContext.Current.CancellationToken);

        Assert.Empty(request.Headers);
    }

    [Fact]
    public async Task A_credential_of_a_kind_that_only_another_provider_has_is_rejected()
    {
        using WireRequest request = new(HttpMethod.Get, new Uri("https://host.example"), "/");
        CloudCredential bearer = TestCredential.Of(HuaweiProvider.Descriptor, "personal-token", CredentialKind.BearerToken);

        await Assert.ThrowsAsync<CredentialUnavailableException>(
            () => new SdkHmacSigner().SignAsync(request, bearer, Now, TestContext.Current.CancellationToken).AsTask());
        Assert.Empty(request.Headers);
    }

    [Theory]
    [InlineData("/v2/p/instances/i/password", "/v2/p/instances/i/password/")]
    [InlineData("/already/", "/already/")]
    public void The_slash_at_the_end_is_in_the_canonical_form_only(string path, string canonicalPath)
    {
        using WireRequest request = new(HttpMethod.Get, new Uri("https://host.example"), path);

        using SecretBuffer canonical = SdkHmacSigner.CanonicalRequest(request, ["host"]);
        Assert.StartsWith($"GET\n{canonicalPath}\n\nhost:", SignatureVector.Text(canonical), StringComparison.Ordinal);
        Assert.Equal(path, request.Path);
    }

    [Fact]
    public void The_port_is_signed_where_it_is_sent()
    {
        using WireRequest request = new(HttpMethod.Get, new Uri("http://127.0.0.1:5080"), "/");

        using SecretBuffer canonical = SdkHmacSigner.CanonicalRequest(request, ["host"]);
        Assert.Contains("\nhost:127.0.0.1:5080\n", SignatureVector.Text(canonical), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_request_is_signed_as_a_second_reading_of_the_guide_has_it()
    {
        Gen<string> word = Gen.Elements("a", "B", "z9", "-_.~", "a b", "+", "%", "ä", "€", "𝄞", "/", "=&", "*", "(')", "!").ArrayOf()
            .Select(static parts => string.Concat(parts));
        Gen<SignedCase> cases =
            from method in Gen.Elements("GET", "PUT", "POST")
            from segments in word.Where(static segment => segment.Length > 0).NonEmptyListOf()
            from query in (from name in word from value in word select (name, value)).ListOf()
            from body in word
            from project in Gen.Elements<string?>(null, "p1", " padded ")
            from token in Gen.Elements<string?>(null, "token")
            from secret in Gen.Elements("sk", "MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc", "schlüssel")
            from port in Gen.Elements(443, 8443)
            select new SignedCase(method, segments.ToArray(), query.ToArray(), body, project, token, secret, port);

        Prop.ForAll(cases.ToArbitrary(), one =>
        {
            string path = "/" + string.Join("/", one.Segments.Select(PercentEncoding.Encode));
            using WireRequest request = new(new HttpMethod(one.Method), new Uri($"https://dcs.example:{one.Port}"), path)
            {
                ContentType = "application/json",
            };
            request.Query.AddRange(one.Query.Select(static pair => new KeyValuePair<string, string>(pair.Name, pair.Value)));
            request.Body.Write(Encoding.UTF8.GetBytes(one.Body));
            if (one.Project is not null)
            {
                request.AddHeader("X-Project-Id", one.Project);
            }

            CloudCredential credential = Key(one.Token, one.Secret);
            ValueTask signing = new SdkHmacSigner().SignAsync(request, credential, Now, TestContext.Current.CancellationToken);

            Assert.True(signing.IsCompletedSuccessfully);
            Assert.Equal(Expected(one), HeaderOf(request, "Authorization"));
        }).Check(Seeded.Config(300));
    }

    // The signing guide step by step, with nothing of ours.
    private static string Expected(SignedCase one)
    {
        SortedDictionary<string, string> headers = new(StringComparer.Ordinal)
        {
            ["host"] = one.Port == 443 ? "dcs.example" : $"dcs.example:{one.Port}",
            ["x-sdk-date"] = "20261120T155919Z",
        };
        if (one.Project is not null)
        {
            headers["x-project-id"] = one.Project.Trim();
        }

        if (one.Token is not null)
        {
            headers["x-security-token"] = one.Token;
        }

        List<(string Name, string Value)> query = [.. one.Query];
        query.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name) is not 0 and int byName
            ? byName
            : string.CompareOrdinal(left.Value, right.Value));
        string names = string.Join(";", headers.Keys);
        string canonical = string.Join(
            "\n",
            one.Method,
            "/" + string.Concat(one.Segments.Select(static segment => Uri.EscapeDataString(segment) + "/")),
            string.Join("&", query.Select(static pair => Uri.EscapeDataString(pair.Name) + "=" + Uri.EscapeDataString(pair.Value))),
            string.Concat(headers.Select(static header => $"{header.Key}:{header.Value}\n")),
            names,
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(one.Body))));
        string toSign =
            $"SDK-HMAC-SHA256\n20261120T155919Z\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        byte[] signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(one.Secret), Encoding.UTF8.GetBytes(toSign));
        return string.Create(CultureInfo.InvariantCulture,
            $"SDK-HMAC-SHA256 Access=AK, SignedHeaders={names}, Signature={Convert.ToHexStringLower(signature)}");
    }

    private static CloudCredential Key(string? token, string secret = "sk") =>
        TestCredential.Of(HuaweiProvider.Descriptor, secret, id: "AK", token: token);

    private static WireRequest RequestOf(SignatureVector vector)
    {
        Dictionary<string, string> headers = vector.Map("signedHeaders").ToDictionary(static pair => pair.Key, static pair => pair.Value);
        WireRequest request = new(new HttpMethod(vector["method"]),
            new Uri($"https://{headers.GetValueOrDefault("host", "host.example")}"), vector["path"])
        {
            ContentType = headers.GetValueOrDefault("content-type"),
        };
        request.Query.AddRange(vector.Map("query"));
        request.Headers.AddRange(headers.Where(static header => header.Key is not ("host" or "content-type")));
        request.Body.Write(Encoding.UTF8.GetBytes(vector["body"]));
        return request;
    }

    private static string HeaderOf(WireRequest request, string name) => request.Headers.Single(header => header.Key == name).Value;

    private sealed record SignedCase(string Method, string[] Segments, (string Name, string Value)[] Query, string Body, string? Project,
        string? Token, string Secret, int Port);
}
