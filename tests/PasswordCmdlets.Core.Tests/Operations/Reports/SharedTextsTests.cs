using System;
using System.Globalization;
using System.Linq;
using PasswordCmdlets.Core.Operations.Reports;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.Reports;

public sealed class SharedTextsTests
{
    [Fact]
    public void Equal_texts_of_a_report_are_kept_once_until_there_are_too_many()
    {
        SharedTexts texts = new();
        ReportEntry entry = Numbered(1);
        ReportEntry shared = texts.Share(entry);

        Assert.Equal(entry, shared);
        ReportEntry again = texts.Share(Numbered(1));
        Assert.Equal(entry, again);
        Assert.All(TextsOf(shared).Zip(TextsOf(again)), static pair => Assert.Same(pair.First, pair.Second));
        for (int i = 2; i <= 10_000; i++)
        {
            texts.Share(Numbered(i));
        }

        ReportEntry beyond = Numbered(20_000);
        Assert.Same(beyond.Message, texts.Share(beyond).Message);
        ReportEntry twice = Numbered(20_000);
        Assert.Same(twice.Message, texts.Share(twice).Message);
        Assert.Same(shared.Message, texts.Share(Numbered(1)).Message);
        Assert.Equal(new ReportEntry { Time = default, RunId = "a", Provider = "b", Resource = "c", Status = "d" },
            texts.Share(new ReportEntry { Time = default, RunId = "a", Provider = "b", Resource = "c", Status = "d" }));
    }

    private static string?[] TextsOf(ReportEntry entry) =>
    [
        entry.RunId, entry.Provider, entry.Resource, entry.Status, entry.Region, entry.ProjectId, entry.ProfileName, entry.Account,
        entry.ErrorId, entry.ErrorCode, entry.Message, entry.VaultName,
    ];

    private static ReportEntry Numbered(int number)
    {
        string Of(string name) => name + number.ToString(CultureInfo.InvariantCulture);
        return new ReportEntry
        {
            Time = DateTimeOffset.UnixEpoch,
            RunId = Of("run"),
            Provider = Of("provider"),
            Resource = Of("resource"),
            Status = Of("status"),
            Region = Of("region"),
            ProjectId = Of("project"),
            ProfileName = Of("profile"),
            Account = Of("account"),
            ErrorId = Of("error"),
            ErrorCode = Of("code"),
            Message = Of("message"),
            VaultName = Of("vault"),
        };
    }
}
