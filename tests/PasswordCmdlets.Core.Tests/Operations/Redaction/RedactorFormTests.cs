using System.Linq;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using PasswordCmdlets.Core.Operations.Redaction;
using PasswordCmdlets.Core.Tests.Passwords;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.Redaction;

/// <summary>The forms of request ids and of other fields, compared with the regular expressions that describe them.</summary>
public class RedactorFormTests
{
    private const string FieldForm = @"\A[A-Za-z0-9]+(?:[._ -][A-Za-z0-9]+)*\z";

    private const string HexForm =
        @"\A[A-Za-z]{0,4}-?(?=(?:[0-9A-Fa-f]{2}-?)*[89A-Fa-f])(?:[0-9A-Fa-f]{2}-?){15}[0-9A-Fa-f]{2}\z";

    [Fact]
    public void An_id_is_shown_where_it_has_the_form_of_one_or_of_a_field()
    {
        Gen<string> pairs = Gen.Frequency(
            (12, Gen.Elements("5f", "0c", "8A", "1e", "7d", "42", "E9", "00", "ff", "77")),
            (1, Gen.Elements("g0", "0", "-", "é1", "٣٣", " a", "")));
        Gen<string> prefixes = Gen.Elements("", "", "", "-", "id-", "Ab", "abcd", "abcd-", "abcde-", "12", "x_", "ſ", "--");
        Gen<string> ids =
            from prefix in prefixes
            from separator in Gen.Elements("", "", "-")
            from count in Gen.Elements(15, 16, 16, 16, 16, 17, 18)
            from parts in pairs.ArrayOf(count)
            from dashes in Gen.Elements("", separator).ArrayOf(count)
            from suffix in Gen.Elements("", "", "", "", "-", "0", "\n")
            select prefix + string.Concat(parts.Select((part, i) => part + (i < count - 1 ? dashes[i] : ""))) + suffix;
        int shown = 0;
        Prop.ForAll(ids.ToArbitrary(), id =>
        {
            using KnownSecrets secrets = new();
            Redactor redactor = new(secrets);
            bool isId = Regex.IsMatch(id, HexForm);
            shown += isId ? 1 : 0;
            return (redactor.Id(id) == (isId ? id : redactor.Field(id))).Label(id);
        }).Check(Seeded.Config(5000));
        Assert.InRange(shown, 300, 4500);
    }

    [Theory]
    [InlineData("00112233445566770011223344556677")]
    [InlineData("req0-0011-2233-4455-6677-0011-2233-4455-6677")]
    public void An_id_whose_bytes_could_all_be_characters_is_not_shown(string id)
    {
        using KnownSecrets secrets = new();
        Assert.Null(new Redactor(secrets).Id(id));
    }

    [Fact]
    public void A_field_is_shown_where_words_are_joined_by_one_sign()
    {
        Gen<string> fields = Gen.Elements("a", "B", "Running", "9", "state", "-", ".", "_", " ", "é", "/", "\n", "٣")
            .ArrayOf().Resize(8).Select(string.Concat);
        int shown = 0;
        Prop.ForAll(fields.ToArbitrary(), field =>
        {
            using KnownSecrets secrets = new();
            Redactor redactor = new(secrets);
            bool isField = Regex.IsMatch(field, FieldForm);
            shown += isField ? 1 : 0;
            return (redactor.Field(field) == (isField ? redactor.Text(field, []) : null)).Label(field);
        }).Check(Seeded.Config(5000));
        Assert.InRange(shown, 300, 4500);
    }
}
