using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using FsCheck;
using FsCheck.Fluent;
using PasswordCmdlets.Core.Credentials;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Credentials;

/// <summary>However a file is broken, the search ends properly and nothing of a secret is shown.</summary>
public class CredentialLeakTests
{
    private const string Secret = CredentialWorld.Secret;
    private const string Token = CredentialWorld.Token;

    private static readonly (string Provider, string Path, string Content, string? Profile)[] s_files =
    [
        ("Alibaba", ".aliyun/config.json",
            $$"""
            {"current":"d","profiles":[{"name":"d","mode":"StsToken","access_key_id":"AK","access_key_secret":"{{Secret}}",
            "sts_token":"{{Token}}","region_id":"cn-beijing"}]}
            """, null),
        ("Alibaba", ".alibabacloud/credentials",
            $"[default]\ntype = sts\naccess_key_id = AK\naccess_key_secret = \"{Secret}\"\nsecurity_token='{Token}'\n", null),
        ("Tencent", ".tccli/default.credential", $$"""{"secretId":"AK","secretKey":"{{Secret}}","token":"{{Token}}"}""", null),
        ("Tencent", ".tencentcloud/credentials", $"[default]\nsecret_id = AK\nsecret_key = {Secret}\n", null),
        ("Huawei", ".huaweicloud/credentials",
            $"[basic]\nak = AK\nsk = {Secret}\nsecurity_token = {Token}\niam_endpoint = https://iam.myhuaweicloud.com\n", null),
        ("Huawei", ".config/openstack/clouds.yaml",
            "clouds:\n  otc:\n    auth:\n      auth_url: https://iam.myhuaweicloud.com/v3\n      username: user\n      password: "
                + $"'{Secret}'\n      domain_name: d\n", "otc"),
        ("Zenlayer", ".zenlayer/credentials.json",
            $$$"""{"default":{"access_key_id":"AK","access_key_secret":"{{{Secret}}}"},"t":{"token":"{{{Token}}}"}}""", null),
    ];

    [Fact]
    public async Task A_file_cut_off_anywhere_shows_nothing()
    {
        foreach ((string provider, string path, string content, string? profile) in s_files)
        {
            using CredentialWorld world = new();
            for (int length = 0; length <= content.Length; length++)
            {
                world.Write(path, content[..length]);
                await world.ResolveAsync(provider, profile);
            }
        }
    }

    [Fact]
    public async Task A_file_with_any_one_character_replaced_shows_nothing()
    {
        foreach ((string provider, string path, string content, string? profile) in s_files)
        {
            using CredentialWorld world = new();
            for (int i = 0; i < content.Length; i++)
            {
                const string Replacements = "\"\n:[#\u001b{";
                char replacement = Replacements[i % Replacements.Length];

                // A replacement inside the secret breaks the mark that the test searches for;
                // the rest of the secret must not appear either.
                world.Write(path, content.Remove(i, 1).Insert(i, replacement.ToString()));
                CredentialResolution resolution = await world.ResolveAsync(provider, profile);
                Assert.DoesNotContain("key+with", resolution.Describe(), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_file_broken_in_several_places_shows_nothing()
    {
        Gen<(int File, (int At, byte Value)[] Edits)> broken =
            from file in Gen.Choose(0, s_files.Length - 1)
            from edits in Gen.Choose(0, 400).SelectMany(at => Gen.Choose(0, 255).Select(value => (at, (byte)value))).ArrayOf()
            select (file, edits);
        using CredentialWorld world = new();

        Prop.ForAll(broken.ToArbitrary(), input =>
        {
            (string provider, string path, string content, string? profile) = s_files[input.File];
            byte[] bytes = Encoding.UTF8.GetBytes(content);
            foreach ((int at, byte value) in input.Edits)
            {
                bytes[at % bytes.Length] = value;
            }

            world.Write(path, bytes);
            world.ResolveAsync(provider, profile).GetAwaiter().GetResult();
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task Variables_that_hold_anything_show_nothing_of_the_secret_ones()
    {
        string[] values =
        [
            "", " ", CredentialWorld.Mark, CredentialWorld.Mark + "\n", "\u0000" + CredentialWorld.Mark, "\u202e" + CredentialWorld.Mark,
        ];
        foreach (string value in values)
        {
            foreach ((string provider, string id, string secret, string[] others) in Variables())
            {
                using CredentialWorld world = new();
                world.Environment[id] = "AK\u001b[31m";
                world.Environment[secret] = value;
                foreach (string other in others)
                {
                    world.Environment[other] = value;
                }

                await world.ResolveAsync(provider);
                world.Environment[id] = "AK";
                await world.ResolveAsync(provider);
            }
        }
    }

    [Fact]
    public void A_credential_shows_neither_secret_nor_token_as_text()
    {
        using CredentialWorld world = new();
        CloudCredential credential = new()
        {
            Provider = TencentProvider.Descriptor,
            AccessKeyId = "AKIDexample0123456789",
            Secret = new(Secret.AsSpan()),
            SecurityToken = new(Token.AsSpan()),
            Source = "environment",
        };

        Assert.Equal("Tencent AKIDexample0123456789 from environment", credential.ToString());
        Assert.Equal("AKID****6789", credential.MaskedAccessKeyId);
        Assert.DoesNotContain(CredentialWorld.Mark, string.Concat(credential.Secret, credential.SecurityToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LTAI5tExampleExample0000", "LTAI****0000")]
    [InlineData("0123456789abcdef", "0123****cdef")]
    [InlineData("0123456789", "01****89")]
    [InlineData("abc", "****")]
    [InlineData("", "****")]
    [InlineData("\u001b[31mabcdefghij\u0007", "?[31****hij?")]
    public void A_masked_id_keeps_at_least_half_of_it_hidden(string id, string shown) => Assert.Equal(shown, AccessKeyMask.Of(id));

    private static IEnumerable<(string Provider, string Id, string Secret, string[] Others)> Variables() =>
    [
        ("Alibaba", "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", ["ALIBABA_CLOUD_SECURITY_TOKEN"]),
        ("Tencent", "TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY", ["TENCENTCLOUD_TOKEN"]),
        ("Huawei", "HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK", ["HUAWEICLOUD_SDK_SECURITY_TOKEN", "OS_TOKEN", "OS_PASSWORD"]),
        ("Zenlayer", "ZENLAYER_ACCESS_KEY_ID", "ZENLAYER_ACCESS_KEY_SECRET", ["ZENLAYER_TOKEN"]),
    ];
}
