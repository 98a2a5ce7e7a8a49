using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

public class ProviderSessionTests
{
    [Fact]
    public void The_account_of_a_user_is_that_of_the_identity_and_of_an_instance_the_access_key()
    {
        using CallBench bench = new();
        PasswordTarget user = new() { Id = "alice", IsUser = true };
        PasswordTarget instance = new() { Id = "ins-1", UserName = "alice" };
        Assert.Equal(("first", "first"), (bench.Session.AccountOf(user), bench.Session.AccountOf(instance)));

        bench.Session.Identity = new CallerIdentity("1234567890123456", null);

        Assert.Equal(("1234567890123456", "first"), (bench.Session.AccountOf(user), bench.Session.AccountOf(instance)));
    }

    [Fact]
    public void A_session_has_the_role_of_its_source_or_else_of_the_provider()
    {
        using CallBench bench = new();
        Assert.Null(bench.Session.Role);
        bench.Session.Identity = new CallerIdentity("1234567890123456", null, "ops");
        Assert.Equal("ops", bench.Session.Role);

        using CallBench named = new() { Role = "named" };
        named.Session.Identity = bench.Session.Identity;
        Assert.Equal("named", named.Session.Role);
    }

    [Fact]
    public void The_first_rejection_of_an_account_is_the_one_that_counts_and_is_taken_once()
    {
        using CallBench bench = new();
        ProviderReply rejection = new() { Fault = Fault.AuthenticationFailed };

        bench.Session.Stop("first", rejection);
        bench.Session.Stop("second", rejection with { Code = "second" });

        Assert.Equal("first", bench.Session.StoppedBecause);
        Assert.Same(rejection, bench.Session.TakeRejection());
        Assert.Null(bench.Session.TakeRejection());
    }
}
