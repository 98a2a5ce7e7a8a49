using System.IO;
using System.Linq;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Operations.State;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.State;

public sealed class StateFolderIdTests
{
    [Fact]
    public void A_folder_keeps_its_id_and_another_folder_has_another()
    {
        using TemporaryFolder folder = new();
        using TemporaryFolder other = new();

        string id = StateFolderId.Of(folder.FullName);

        Assert.Equal(32, id.Length);
        Assert.Equal(id, StateFolderId.Of(folder.FullName));
        Assert.NotEqual(id, StateFolderId.Of(other.FullName));
    }

    [Fact]
    public async Task Those_who_create_it_at_once_have_one_id()
    {
        using TemporaryFolder folder = new();

        string[] ids = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => StateFolderId.Of(folder.FullName))));

        Assert.Single(ids.Distinct());
        Assert.Single(Directory.GetFiles(folder.FullName));
    }

    [Fact]
    public void Runs_have_one_origin_where_they_share_the_lock_files()
    {
        using TemporaryFolder folder = new();
        using TemporaryFolder other = new();

        Assert.Equal(Origin(folder), Origin(folder));
        Assert.NotEqual(Origin(folder), Origin(other));
        Assert.Matches("^[0-9a-f]{16}$", Origin(folder));
    }

    private static string Origin(TemporaryFolder folder) => new VaultWait { Folder = folder.FullName, Timeout = default }.Origin;
}
