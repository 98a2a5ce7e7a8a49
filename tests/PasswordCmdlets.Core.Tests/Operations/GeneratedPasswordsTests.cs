using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Passwords;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

public class GeneratedPasswordsTests
{
    [Fact]
    public void A_generated_password_belongs_to_the_resource_the_target_and_the_user_of_an_instance()
    {
        using RunSeed seed = RunSeed.Create();
        GeneratedPasswords passwords = new(seed, "CvmInstance", PasswordPolicies.Find("TencentLinux"));
        string root = Of(passwords, new PasswordTarget { Id = "ins-1", UserName = "root" });

        Assert.False(passwords.IsShared);
        Assert.Equal(root, Of(passwords, new PasswordTarget { Id = "ins-1", UserName = "root", Region = "any" }));
        Assert.NotEqual(root, Of(passwords, new PasswordTarget { Id = "ins-1", UserName = "ubuntu" }));
        Assert.NotEqual(root, Of(passwords, new PasswordTarget { Id = "ins-2", UserName = "root" }));
        Assert.Equal(
            Of(passwords, new PasswordTarget { Id = "alice", IsUser = true }),
            Of(passwords, new PasswordTarget { Id = "alice", UserName = "alice", IsUser = true }));
        Assert.Equal(
            Of(passwords, new PasswordTarget { Id = "alice", UserName = "alice", IsUser = true }),
            Of(passwords, new PasswordTarget { Id = "Alice", UserName = "Alice", IsUser = true }));
        Assert.NotEqual(root, Of(passwords, new PasswordTarget { Id = "ins-1", UserName = "Root" }));

        static string Of(GeneratedPasswords passwords, PasswordTarget target)
        {
            using SecretText text = passwords.PasswordFor(target, 1);
            return text.Reveal(0, static (characters, _) => characters.ToString());
        }
    }
}
