using System.Linq;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations.Discovery;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.Discovery;

public sealed class AccountProofTests
{
    [Fact]
    public async Task Two_lists_go_first_and_the_others_when_one_of_them_is_accepted()
    {
        AccountProof proof = new();
        Task<bool>[] turns = [.. Enumerable.Range(0, 5).Select(_ => proof.TakeTurnAsync())];
        Assert.Equal([true, true, false, false, false], turns.Select(static turn => turn.IsCompleted));

        // Of the first nothing is known: another one goes in its place.
        proof.EndTurn(null);
        Assert.True(await turns[2]);
        Assert.False(turns[3].IsCompleted);

        // One rejection is not final while another list is out.
        proof.EndTurn(false);
        Assert.False(turns[3].IsCompleted);
        proof.EndTurn(true);
        Assert.Equal((true, true), (await turns[3], await turns[4]));
        Assert.True(await proof.TakeTurnAsync());
    }

    [Fact]
    public async Task After_a_rejection_that_nothing_contradicts_no_list_goes()
    {
        AccountProof proof = new();
        Task<bool>[] turns = [.. Enumerable.Range(0, 4).Select(_ => proof.TakeTurnAsync())];

        proof.EndTurn(false);
        proof.EndTurn(null);

        Assert.Equal((false, false), (await turns[2], await turns[3]));
        Assert.False(await proof.TakeTurnAsync());
        proof.EndTurn(true);
        Assert.False(await proof.TakeTurnAsync());
    }

    [Fact]
    public async Task When_the_command_is_stopped_no_list_goes()
    {
        AccountProof proof = new();
        Task<bool>[] turns = [.. Enumerable.Range(0, 4).Select(_ => proof.TakeTurnAsync())];

        proof.Stop();

        Assert.Equal((false, false), (await turns[2], await turns[3]));
        Assert.False(await proof.TakeTurnAsync());
    }
}
