using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Redaction;
using PasswordCmdlets.Core.Passwords;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.Redaction;

/// <summary>The cost of recognising secrets, in lookups and stored runs, and how long a secret is recognised.</summary>
public sealed class KnownSecretsTests : IDisposable
{
    private readonly KnownSecrets _secrets = new();

    [Theory]
    [InlineData("leading blanks and invisible characters")]
    [InlineData("backslashes")]
    [InlineData("percent signs")]
    [InlineData("ampersands")]
    [InlineData("the secret over and over")]
    [InlineData("almost the secret over and over")]
    public void A_text_costs_a_few_look_ups_for_each_character(string kind)
    {
        string password = new string(' ', 40) + "Cl0ud-Tour-1";
        _secrets.Add(new SecretText(password.AsSpan()));
        string text = kind switch
        {
            "backslashes" => new string('\\', 4096),
            "percent signs" => string.Concat(Enumerable.Repeat("%25", 1365)),
            "ampersands" => string.Concat(Enumerable.Repeat("&amp;", 819)),
            "the secret over and over" => string.Concat(Enumerable.Repeat("Cl0ud-Tour-1", 341)),
            "almost the secret over and over" => string.Concat(Enumerable.Repeat("Cl0u-dTour1", 372)),
            _ => new string(' ', 96) + string.Concat(Enumerable.Repeat("\u200bC", 2000)),
        };

        new Redactor(_secrets).OwnText(text);

        // As it is and without escapes of two kinds, forwards and backwards, for the one length that there is.
        Assert.InRange(_secrets.Runs.Searched, 0, 6 * text.Length);
    }

    [Fact]
    public void A_token_of_two_thousand_characters_makes_no_text_dearer()
    {
        _secrets.Add(new SecretText(Generated(1, 2048).AsSpan()));

        Assert.False(_secrets.AreQuotedIn(new string('x', 4096)));

        Assert.InRange(_secrets.Runs.Searched, 4096, 2 * 4096);
        Assert.InRange(_secrets.Runs.Known, 1, 2048);
    }

    [Fact]
    public void However_many_secrets_there_are_a_text_is_looked_up_once_for_each_length_of_run()
    {
        for (int i = 0; i < 5_000; i++)
        {
            _secrets.Add(new SecretText(Generated(i, 6 + (i % 30)).AsSpan()));
        }

        _secrets.AreQuotedIn(new string('x', 1000));

        // Runs of 4, 5, 6, 7 and 8.
        Assert.InRange(_secrets.Runs.Searched, 1, 5 * 2 * 1000);
    }

    [Fact]
    public void A_text_that_is_too_long_is_withheld_unread()
    {
        _secrets.Add(new SecretText("Cl0ud-Tour-1".AsSpan()));
        Redactor redactor = new(_secrets);

        Assert.Null(redactor.Text(new string('a', 4097), []));
        Assert.Null(redactor.OwnText(new string('a', 4097)));
        Assert.Null(redactor.Field(new string('a', 129)));
        Assert.Null(redactor.Id(new string('a', 129)));
        Assert.Equal(0, _secrets.Runs.Searched);
    }

    [Fact]
    public void A_response_with_a_hundred_thousand_instances_costs_only_the_requested_ones()
    {
        _secrets.Add(new SecretText("Cl0ud-Tour-1".AsSpan()));
        DescribedInstances response =
            new(
                Enumerable.Range(0, 100_000).Select(static i => $"ins-{i}").ToDictionary(static id => id,
                    static id => new DescribedInstance { Id = id, State = "RUNNING", OperationError = "All is well." }));

        DescribedInstances redacted = response.Redact(new Redactor(_secrets), ["ins-1", "ins-2"]);

        Assert.Equal(2, redacted.Instances.Count);
        Assert.InRange(_secrets.Runs.Searched, 1, 200);
    }

    [Fact]
    public void A_million_generated_passwords_take_the_memory_of_those_in_flight()
    {
        const int InFlight = 16;
        Queue<SecretText> inFlight = new();
        int most = 0;
        for (int i = 0; i < 100_000; i++)
        {
            SecretText password = new(Generated(i, 20).AsSpan());
            _secrets.Add(password);
            inFlight.Enqueue(password);
            if (inFlight.Count > InFlight)
            {
                SecretText done = inFlight.Dequeue();
                _secrets.Release(done);
                done.Dispose();
            }

            most = Math.Max(most, _secrets.Runs.Known);
        }

        Assert.InRange(most, 1, (4096 + InFlight + 1) * 13);
    }

    [Fact]
    public void A_generated_password_is_recognised_until_many_later_ones_have_completed()
    {
        SecretText first = new("First-Pass-0".AsSpan());
        _secrets.Add(first);
        _secrets.Release(first);
        for (int i = 0; i < 4_095; i++)
        {
            SecretText later = new(Generated(i, 12).AsSpan());
            _secrets.Add(later);
            _secrets.Release(later);
        }

        Assert.True(_secrets.AreQuotedIn("You sent First-Pass-0."));
        SecretText last = new("xLast-Pwd-9".AsSpan());
        _secrets.Add(last);
        _secrets.Release(last);
        Assert.False(_secrets.AreQuotedIn("You sent First-Pass-0."));
        Assert.True(_secrets.AreQuotedIn("You sent xLast-Pwd-9."));
    }

    [Fact]
    public void A_run_that_two_secrets_share_is_recognised_as_long_as_one_of_them_is_known()
    {
        SecretText released = new("Common-Part-1".AsSpan());
        _secrets.Add(released);
        _secrets.Add(new SecretText("Common-Part-2".AsSpan()));
        _secrets.Release(released);
        for (int i = 0; i < 4_096; i++)
        {
            SecretText later = new(Generated(i, 12).AsSpan());
            _secrets.Add(later);
            _secrets.Release(later);
        }

        Assert.True(_secrets.AreQuotedIn("You sent Common-Part."));
    }

    [Fact]
    public void A_secret_that_is_added_again_counts_once()
    {
        SecretText password = new("Cl0ud-Tour-1".AsSpan());
        _secrets.Add(password);
        int known = _secrets.Runs.Known;

        _secrets.Add(password);

        Assert.Equal(known, _secrets.Runs.Known);
    }

    [Fact]
    public void After_the_end_everything_is_forgotten_and_every_text_is_withheld()
    {
        _secrets.Add(new SecretText("Cl0ud-Tour-1".AsSpan()));
        _secrets.Dispose();
        _secrets.Add(new SecretText("Cl0ud-Tour-2".AsSpan()));

        Assert.Equal(0, _secrets.Runs.Known);
        Assert.Null(new Redactor(_secrets).Text("All is well.", []));
    }

    public void Dispose() => _secrets.Dispose();

    private static string Generated(int seed, int length)
    {
        Random random = new(seed);
        return new string(random.GetItems("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789".ToCharArray(), length));
    }
}
