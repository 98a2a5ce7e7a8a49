using System.Globalization;
using System.Text.RegularExpressions;

namespace PasswordCmdlets.Core.Operations.Brakes;

/// <summary>How many targets may end as Failed or Unknown before a run stops sending: a count, or a share of the results so far.</summary>
internal sealed class FailureLimit
{
    /// <summary>The number of results from which a share counts.</summary>
    public const int FirstSharedResult = 20;

    private static readonly Regex Form = new(@"\A(?<number>[0-9]{1,9}(\.[0-9]{1,6})?)(?<share>%)?\z", RegexOptions.CultureInvariant);

    private readonly string _text;
    private readonly decimal _number;
    private readonly bool _isShare;

    private FailureLimit(string text, decimal number, bool isShare)
    {
        _text = text;
        _number = number;
        _isShare = isShare;
    }

    /// <summary>Reads a count (<c>3</c>) or a share (<c>5%</c>, <c>2.5%</c>); null when the text is neither.</summary>
    public static FailureLimit? Parse(string text)
    {
        if (Form.Match(text) is not { Success: true } match)
        {
            return null;
        }

        decimal number = decimal.Parse(match.Groups["number"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        bool isShare = match.Groups["share"].Success;
        bool isPossible = isShare ? number <= 100 : number == decimal.Truncate(number) && text.IndexOf('.') < 0;
        return isPossible ? new FailureLimit(text, number, isShare) : null;
    }

    /// <summary>Whether more targets failed than the limit permits.</summary>
    /// <param name="failed">How many results are Failed or Unknown.</param>
    /// <param name="results">How many targets have a result.</param>
    public bool IsExceeded(long failed, long results) => _isShare
        ? results >= FirstSharedResult && failed * 100m > _number * results
        : failed > _number;

    /// <summary>As it was specified.</summary>
    public override string ToString() => _text;
}
