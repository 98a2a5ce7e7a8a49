using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using PasswordCmdlets.Core.Passwords;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Passwords;

public class SecretNamesTests
{
    private const string Uuid = "0b4a2a0c-5b1e-4d3a-9f57-1c2d3e4f5a6b";

    private static readonly string[] Resources =
        ["CvmInstance", "LighthouseInstance", "ZecInstance", "EcsInstance", "EcsVnc", "DcsInstance", "EcsServer", "RamUser"];

    // Provider, resource, region, instance, user, account, name.
    public static TheoryData<string, string, string?, string?, string?, string?, string> Ordinary => new()
    {
        {
            "Tencent", "LighthouseInstance", "ap-guangzhou", "lhins-r8hr2upy", null, "AKIDx",
            "Tencent-LighthouseInstance-ap-guangzhou-lhins-r8hr2upy"
        },
        { "Tencent", "CvmInstance", "ap-guangzhou", "ins-r8hr2upy", null, "AKIDx", "Tencent-CvmInstance-ap-guangzhou-ins-r8hr2upy" },
        {
            "Tencent", "CvmInstance", "ap-shanghai-fsi", "ins-r8hr2upy", "root", "AKIDx",
            "Tencent-CvmInstance-ap-shanghai-fsi-ins-r8hr2upy-root"
        },
        {
            "Tencent", "CvmInstance", "ap-guangzhou", "ins-r8hr2upy", "web-admin", null,
            "Tencent-CvmInstance-ap-guangzhou-ins-r8hr2upy-web-admin"
        },
        { "Tencent", "CvmInstance", "ap-guangzhou", "ins-r8hr2upy", "Bob", null, "Tencent-CvmInstance-ap-guangzhou-ins-r8hr2upy-Bob--48" },
        { "Alibaba", "EcsInstance", "cn-hangzhou", "i-bp67acfmxazb4ph", null, null, "Alibaba-EcsInstance-cn-hangzhou-i-bp67acfmxazb4ph" },
        { "Alibaba", "EcsInstance", "cn-hangzhou", "i-bp67acfmxazb4ph", "ecs-user", null,
            "Alibaba-EcsInstance-cn-hangzhou-i-bp67acfmxazb4ph-ecs-user" },
        { "Alibaba", "EcsVnc", "cn-hangzhou", "i-bp67acfmxazb4ph", null, null, "Alibaba-EcsVnc-cn-hangzhou-i-bp67acfmxazb4ph" },
        { "Alibaba", "EcsVnc", "CN-Hangzhou", "i-bp67acfmxazb4ph", "", null, "Alibaba-EcsVnc-cn-hangzhou-i-bp67acfmxazb4ph" },
        { "Huawei", "EcsServer", "cn-north-4", Uuid, null, null, "Huawei-EcsServer-cn-north-4-" + Uuid },
        { "Huawei", "DcsInstance", "eu-west-0", Uuid, null, null, "Huawei-DcsInstance-eu-west-0-" + Uuid },
        {
            "Zenlayer", "ZecInstance", "asia-east-1", "1280986483190532441", null, null,
            "Zenlayer-ZecInstance-asia-east-1-1280986483190532441"
        },
        {
            "Zenlayer", "ZecInstance", "asia-east-1", "1280986483190532441", "root", null,
            "Zenlayer-ZecInstance-asia-east-1-1280986483190532441-root"
        },
        { "Zenlayer", "ZecInstance", null, "1280986483190532441", null, null, "Zenlayer-ZecInstance-global-1280986483190532441" },
        { "Alibaba", "RamUser", null, null, "zhang-san", "ltai5t", "Alibaba-RamUser-global-ltai5t-zhang-san" },
        { "Alibaba", "RamUser", null, null, "alice", "123456789012", "Alibaba-RamUser-global-123456789012-alice" },
        { "Alibaba", "RamUser", null, null, "alice", "sandbox-key", "Alibaba-RamUser--9global--9sandbox-key--9alice" },
        { "Alibaba", "RamUser", null, null, null, "LTAI5tQ1xBz9YkQmT2", "Alibaba-RamUser-global-LTAI5tQ1xBz9YkQmT2--4f554" },
        { "Alibaba", "RamUser", null, null, "Web-adminX", "ltai5t", "Alibaba-RamUser-global-ltai5t-Web--48-adminX--404" },
        { "Alibaba", "RamUser", null, null, "zhang.san_1", "ltai5t", "Alibaba-RamUser-global-ltai5t-zhang--02esan--05f1" },
        { "Alibaba", "RamUser", null, null, "z\u00fcrich\u5f20", "ltai5t", "Alibaba-RamUser-global-ltai5t-z--0fcrich--15f20" },
    };

    [Theory]
    [MemberData(nameof(Ordinary))]
    public void An_ordinary_target_has_a_readable_name(string provider, string resource, string? region, string? instance, string? user,
        string? account, string expected) =>
            Assert.Equal(
                expected,
                SecretNames.ForTarget(new SecretTarget
                {
                    Provider = provider,
                    Resource = resource,
                    Region = region,
                    InstanceId = instance,
                    UserName = user,
                    Account = account,
                }));

    [Theory]
    [InlineData("cn-i", "x", null, "i-x", "cn", null)]
    [InlineData("cn", "a-b", null, "cn-a", "b", null)]
    [InlineData("cn", "a", "b", "cn", "a-b", null)]
    [InlineData("cn", "ins-a", "b", "cn", "ins-a-b", null)]
    [InlineData("cn", "a-", "b", "cn", "a", "-b")]
    [InlineData("cn", "a--b", null, "cn", "a-b", null)]
    [InlineData("cn", "a", "B", "cn", "a", "b")]
    [InlineData("cn", "a", "--b", "cn", "a", "B")]
    [InlineData("cn", "a", "--041", "cn", "a", "A")]
    [InlineData("--9", "a", null, "a", "b", null)]
    [InlineData("cn", "a--9b", null, "cn", "a", "b")]
    [InlineData("cn", "a", "9b", "cn", "a-9b", null)]
    [InlineData("cn", "a", "pending-r1", "cn", "a", "pending--r1")]
    public void Targets_that_could_be_confused_have_different_names(string region1, string id1, string? user1, string region2,
        string id2, string? user2) =>
            Assert.All(Resources, resource => Assert.NotEqual(
                SecretNames.ForTarget(Target("Tencent", resource, region1, id1, user1)),
                SecretNames.ForTarget(Target("Tencent", resource, region2, id2, user2)),
                SecretNames.Comparer));

    [Fact]
    public void A_name_can_be_read_back_in_any_case_so_no_two_targets_share_one() =>
        Prop.ForAll(Targets(), target =>
        {
            string name = SecretNameEncoding.Encode(target);
            SecretTarget read = target with { Region = target.Region == "global" ? null : target.Region };

            return SecretNameEncoding.Read(name) == read && SecretNameEncoding.Read(name.ToUpperInvariant()) == read;
        }).Check(Seeded.Config(20_000));

    [Fact]
    public void An_entry_is_read_by_the_name_that_it_was_written_with() =>
        Prop.ForAll(Targets(), target => new[] { null, "r1" }.All(runId =>
        {
            SecretEntry entry = new(target with { Region = target.Region == "global" ? null : target.Region }, runId);
            string name = entry.ToString();
            return SecretNames.TryParse(name, out SecretEntry? read) ? read == entry : EndsInHash(name);
        })).Check(Seeded.Config(10_000));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("web-server-1")]
    [InlineData("My-App-db-password")]
    [InlineData("Huawei-CvmInstance-ap-guangzhou-ins-a")]
    [InlineData("Tencent-CvmInstance-guangzhou")]
    [InlineData("Tencent-CvmInstance-ap-guangzhou-ins-a-pending-")]
    [InlineData("Tencent-CvmInstance-ap-guangzhou-ins-a-pending-r-1")]
    [InlineData("Tencent-CvmInstance-ap-guangzhou-ins-a--8")]
    [InlineData("Tencent-CvmInstance--9ap-guangzhou--9ins-a")]
    [InlineData("Tencent-Cvm--02eInstance-ap-guangzhou-ins-a")]
    [InlineData("PasswordCmdlets-run-4f6e8a901b2c")]
    public void A_name_that_is_not_that_of_a_password_is_not_read(string name) =>
        Assert.False(SecretNames.TryParse(name, out _));

    [Fact]
    public void Every_name_is_valid_in_Azure_Key_Vault() =>
        Prop.ForAll(Targets(), target =>
        {
            string name = SecretNames.ForTarget(target);
            return IsValid(name)
                && IsValid(SecretNames.ForPending(name, "0123456789abcdef0123456789abcdef"))
                && IsValid(SecretNames.Expand("prod/{Provider}.{Region}-{UserName}-{InstanceId}{Account}__{RunId}--", target, "r1"));
        }).Check(Seeded.Config(3_000));

    [Fact]
    public void Different_targets_have_different_names_also_where_they_end_in_a_hash() =>
        Prop.ForAll(Targets().Generator.Two().ToArbitrary(), pair =>
        {
            (SecretTarget one, SecretTarget other) = pair;
            string[] names =
            [
                SecretNames.ForTarget(one), SecretNames.ForPending(SecretNames.ForTarget(one), "r1"),
                SecretNames.ForPending(SecretNames.ForTarget(one), "r2"),
                SecretNames.ForTarget(other), SecretNames.ForPending(SecretNames.ForTarget(other), "r1"),
                SecretNames.ForPending(SecretNames.ForTarget(other), "r2"),
                SecretNames.ForRun("r1"), SecretNames.ForRun("r2"),
            ];
            return names.Distinct(SecretNames.Comparer).Count() == (one == other ? 5 : 8);
        }).Check(Seeded.Config(10_000));

    [Theory]
    [InlineData("iI-39")]
    [InlineData("aA-48")]
    public void Every_target_of_an_exhaustive_small_world_has_a_name_of_its_own(string characters)
    {
        // All texts of up to three of the characters that shapes and escapes are made of, in every place.
        string[] texts = [.. Texts(characters, 3)];
        HashSet<string> names = new(SecretNames.Comparer);
        int targets = 0;
        foreach (string region in texts.Where(text => !text.Any(char.IsUpper)))
        {
            foreach (string id in texts)
            {
                foreach (string? user in texts.Take(8).Prepend(null))
                {
                    names.Add(SecretNames.ForTarget(Target("Tencent", "CvmInstance", region, id, user)));
                    targets++;
                }
            }
        }

        Assert.True(targets > 100_000);
        Assert.Equal(targets, names.Count);
    }

    [Fact]
    public void A_name_that_would_be_too_long_keeps_its_beginning_and_ends_in_a_hash()
    {
        SecretTarget target = Target("Tencent", "CvmInstance", "ap-guangzhou", "ins-r8hr2upy", new string('u', 64) + new string('.', 20));

        string name = SecretNames.ForTarget(target);

        Assert.Equal(127, name.Length);
        Assert.Matches("^Tencent-CvmInstance-ap-guangzhou-ins-r8hr2upy-u+-*[0-9a-e-]*--5[0-9a-f]{32}$", name);
        Assert.NotEqual(name, SecretNames.ForTarget(target with { UserName = target.UserName + "." }));
    }

    [Fact]
    public void A_pending_name_shows_the_target_and_the_run()
    {
        string name = SecretNames.ForTarget(Target("Tencent", "CvmInstance", "ap-guangzhou", "ins-r8hr2upy", null));

        Assert.Equal("Tencent-CvmInstance-ap-guangzhou-ins-r8hr2upy-pending-4f6e8a901b2c", SecretNames.ForPending(name, "4f6e8a901b2c"));
        Assert.Equal("PasswordCmdlets-run-4f6e8a901b2c", SecretNames.ForRun("4F6E8A901B2C"));
    }

    [Fact]
    public void A_long_name_leaves_room_for_its_pending_entry()
    {
        string name = SecretNames.ForTarget(Target("Tencent", "CvmInstance", "ap-guangzhou", "ins-r8hr2upy", new string('u', 80)));
        string other = SecretNames.ForTarget(Target("Tencent", "CvmInstance", "ap-guangzhou", "ins-r8hr2upy", new string('u', 79) + "v"));

        Assert.Equal(126, name.Length);
        Assert.Equal(127, SecretNames.ForPending(name, "4f6e8a901b2c").Length);
        Assert.NotEqual(SecretNames.ForPending(name, "4f6e8a901b2c"), SecretNames.ForPending(other, "4f6e8a901b2c"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a-b")]
    [InlineData("a b")]
    [InlineData("0123456789abcdef0123456789abcdef0")]
    public void A_run_id_has_letters_and_digits_only(string runId)
    {
        Assert.Throws<ArgumentException>(() => SecretNames.ForRun(runId));
        Assert.Throws<ArgumentException>(() => SecretNames.ForPending("x", runId));
    }

    [Theory]
    [InlineData("{Provider}-{InstanceId}", "Tencent-ins-r8hr2upy")]
    [InlineData("{provider}-{INSTANCEID}-{Resource}-{Region}", "Tencent-ins-r8hr2upy-CvmInstance-ap-guangzhou")]
    [InlineData("Team1-{UserName}-{RunId}", "Team1-Bob--48-4f6e")]
    [InlineData("prod/web_{InstanceId}", "prod--02fweb--05fins-r8hr2upy")]
    [InlineData("x-{Account}", "x---7")]
    [InlineData("fixed", "fixed")]
    public void A_template_is_filled_in_and_made_to_fit(string template, string expected) =>
        Assert.Equal(expected,
            SecretNames.Expand(template, Target("Tencent", "CvmInstance", "ap-guangzhou", "ins-r8hr2upy", "Bob"), "4f6e"));

    [Theory]
    [InlineData("{Instance}", "has the placeholder {Instance}, which does not exist")]
    [InlineData("{a\u001bb}", "has the placeholder {a?b}, which does not exist")]
    [InlineData("{}", "has the placeholder {}, which does not exist")]
    [InlineData("{{InstanceId}}", "has the placeholder {{InstanceId}, which does not exist")]
    [InlineData("a{InstanceId", "has a brace without its counterpart")]
    [InlineData("InstanceId}", "has a brace without its counterpart")]
    [InlineData("", "is empty")]
    public void A_wrong_template_is_rejected_with_the_placeholders_there_are(string template, string problem)
    {
        Assert.Equal(
            $"-SecretName {problem}. Use {{Provider}} {{Resource}} {{Region}} {{InstanceId}} {{UserName}} {{Account}} {{RunId}}.",
            Assert.Throws<ArgumentException>(() => SecretNames.CheckTemplate(template)).Message);
        Assert.Throws<ArgumentException>(() => SecretNames.Expand(template, Target("Tencent", "CvmInstance", null, "x", null), "r1"));
    }

    [Theory]
    [InlineData("PasswordCmdlets-run-{InstanceId}")]
    [InlineData("passwordcmdlets-RUN-{InstanceId}")]
    [InlineData("PasswordCmdlets-{InstanceId}")]
    [InlineData("x-pending-{InstanceId}")]
    [InlineData("x-Pending-{InstanceId}")]
    public void A_template_cannot_name_the_entry_of_a_run_or_a_pending_password(string template) =>
        Assert.Matches("--5[0-9a-f]{32}$", SecretNames.Expand(template, Target("Tencent", "CvmInstance", null, "4f6e", null), "r1"));

    [Fact]
    public void A_value_in_a_template_differs_from_every_other_value() =>
        Prop.ForAll(Parts().Two().ToArbitrary(), pair =>
        {
            (string one, string other) = pair;
            return SecretNames.Comparer.Equals(Expand(one), Expand(other)) == (one == other);

            static string Expand(string user) =>
                SecretNames.Expand("a-{UserName}-b", Target("Tencent", "CvmInstance", null, "x", user), "r1");
        }).Check(Seeded.Config(10_000));

    [Theory]
    [InlineData("a--3", "a-")]
    [InlineData("--3a", "-a")]
    [InlineData("a--02e", "a.")]
    [InlineData("bob--48", "Bob")]
    [InlineData("--7", null)]
    public void A_value_cannot_imitate_an_escape(string one, string? other)
    {
        static string Expand(string? user) => SecretNames.Expand("{UserName}", Target("Tencent", "CvmInstance", null, "x", user), "r1");

        Assert.NotEqual(Expand(one), Expand(other), SecretNames.Comparer);
    }

    [Fact]
    public void A_target_without_instance_and_account_has_no_name() =>
        Assert.Throws<ArgumentException>(() =>
            SecretNames.ForTarget(new SecretTarget { Provider = "Alibaba", Resource = "RamUser", UserName = "u" }));

    private static bool EndsInHash(string name) =>
        Regex.IsMatch(name, "--5[0-9a-f]{32}(-pending-r1)?$", RegexOptions.None, TimeSpan.FromSeconds(1));

    private static bool IsValid(string name) =>
        name.Length is > 0 and <= 127 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static SecretTarget Target(string provider, string resource, string? region, string id, string? user) =>
        new()
        {
            Provider = provider,
            Resource = resource,
            Region = region,
            InstanceId = resource == "RamUser" ? null : id,
            Account = resource == "RamUser" ? id : null,
            UserName = user,
        };

    private static IEnumerable<string> Texts(string characters, int length) =>
        length == 0 ? [] : characters.SelectMany(c => Texts(characters, length - 1).Prepend(string.Empty), (c, rest) => c + rest);

    private static Arbitrary<SecretTarget> Targets() =>
        (from operation in Gen.Elements(ProviderCatalog.Operations.ToArray())
         from region in Parts()
         from id in Parts()
         from user in Gen.OneOf(Gen.Constant<string?>(null), Parts().Select(part => (string?)part))
         select Target(ProviderCatalog.ProviderOf(operation).Name, operation.Resource, region.ToLowerInvariant(), id, user)).ToArbitrary();

    // Ordinary ids, ids made of what escapes and shapes are made of, and anything at all.
    private static Gen<string> Parts()
    {
        Gen<string> ordinary = Gen.Elements("cn-hangzhou", "global", "ins-r8hr2upy", "i-bp1", Uuid, "1280986483190532441",
            "root", "Administrator");
        Gen<string> pieces = Gen.Elements("i", "ins", "a", "A", "-", "--", "3", "9", "0", "041", "1", "5", "7", Uuid, "pending", "global",
            ".", "\u00e9", "\u5f20", "\ud83d");
        Gen<string> made = pieces.NonEmptyListOf().Select(string.Concat);
        Gen<string> any = ArbMap.Default.GeneratorFor<NonEmptyString>().Select(text => text.Get);
        return Gen.Frequency((2, ordinary), (4, made), (1, any));
    }
}
