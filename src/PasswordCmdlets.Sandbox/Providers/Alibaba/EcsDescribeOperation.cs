using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace PasswordCmdlets.Sandbox.Providers.Alibaba;

/// <summary>DescribeInstances of a region that exists. An unknown id is omitted and no error.</summary>
internal sealed class EcsDescribeOperation
{
    private const int MaximumIds = 100;
    private const int DefaultPageSize = 10;
    private const int MaximumPageSize = 100;

    private readonly AlibabaCloud _cloud;
    private readonly AlibabaParameters _parameters;
    private readonly bool _listsNothing;

    /// <summary>Prepares the operation.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="listsNothing">Whether the caller sees no instance.</param>
    public EcsDescribeOperation(AlibabaCloud cloud, AlibabaParameters parameters, bool listsNothing)
    {
        _cloud = cloud;
        _parameters = parameters;
        _listsNothing = listsNothing;
    }

    /// <summary>Reads a JSON array in a text.</summary>
    /// <param name="list">The text.</param>
    /// <param name="ids">The ids.</param>
    public static bool TryReadIds(string list, out List<string> ids)
    {
        ids = [];
        try
        {
            using JsonDocument document = JsonDocument.Parse(list);
            if (document.RootElement.ValueKind != JsonValueKind.Array)
            {
                return false;
            }

            foreach (JsonElement item in document.RootElement.EnumerateArray())
            {
                if (item.ValueKind != JsonValueKind.String)
                {
                    return false;
                }

                ids.Add(item.GetString()!);
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Runs the operation.</summary>
    /// <param name="response">The response.</param>
    /// <returns>The error; null when it was done.</returns>
    public AlibabaError? Run(AlibabaDocument response)
    {
        List<string>? ids = null;
        if (_parameters["InstanceIds"] is string list)
        {
            if (!TryReadIds(list, out ids))
            {
                return new AlibabaError("InvalidInstanceIds.Malformed", "The specified InstanceIds is not a JSON array of ids.");
            }

            if (ids.Count > MaximumIds)
            {
                return AlibabaError.InvalidParameter("InstanceIds");
            }
        }

        if (!_parameters.TryFlag("DryRun", out bool? dryRun))
        {
            return AlibabaError.InvalidParameter("DryRun");
        }

        if (dryRun == true)
        {
            return new AlibabaError("DryRunOperation");
        }

        if (!TryPage(out int offset, out int size, out int number, out bool hasToken))
        {
            return AlibabaError.InvalidParameter("PageSize");
        }

        DateTimeOffset now = _cloud.Clock.Now;
        string? status = _parameters["Status"];
        List<EcsInstance> found =
        [
            .. (ids is not null ? ids.Distinct(StringComparer.Ordinal).Select(_cloud.Instances.Peek).OfType<EcsInstance>()
                : _cloud.Instances.PeekAll())
                .Where(instance => instance.Template.Region == _parameters["RegionId"])
                .Where(instance => status is null || StatusOf(instance, now) == status)
                .Where(instance => EcsFilters.HasName(_parameters, instance) && EcsFilters.HasTags(_parameters, instance))
                .Take(_listsNothing ? 0 : EcsFilters.MostInstances(_parameters)),
        ];
        response.Write("TotalCount", found.Count);
        if (hasToken)
        {
            int next = offset + size;
            response.Write("NextToken", next < found.Count ? next.ToString("x8", CultureInfo.InvariantCulture) : string.Empty);
        }
        else
        {
            response.Write("PageNumber", number);
            response.Write("PageSize", size);
        }

        response.WriteList("Instances", "Instance", found.Skip(offset).Take(size), (document, instance) => Write(document, instance, now));
        return null;
    }

    // By pages of PageSize (10 unless specified, at most 100), or by NextToken and MaxResults, which is bent into 10–100.
    private bool TryPage(out int offset, out int size, out int number, out bool hasToken)
    {
        hasToken = _parameters["MaxResults"] is not null || _parameters["NextToken"] is not null;
        number = 1;
        offset = 0;
        if (hasToken)
        {
            bool isNumber = int.TryParse(
                _parameters["MaxResults"] ?? "10", NumberStyles.None, CultureInfo.InvariantCulture, out int asked);
            size = Math.Clamp(asked, DefaultPageSize, MaximumPageSize);
            return isNumber
                && int.TryParse(_parameters["NextToken"] ?? "0", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out offset)
                && offset >= 0;
        }

        bool isPage = int.TryParse(_parameters["PageNumber"] ?? "1", NumberStyles.None, CultureInfo.InvariantCulture, out number)
            & int.TryParse(_parameters["PageSize"] ?? "10", NumberStyles.None, CultureInfo.InvariantCulture, out size);
        offset = (int)Math.Min(int.MaxValue, (number - 1L) * size);
        return isPage && number >= 1 && size is >= 1 and <= MaximumPageSize;
    }

    private static void Write(AlibabaDocument document, EcsInstance instance, DateTimeOffset now)
    {
        (string status, DateTimeOffset startedAt) = StateOf(instance, now);
        document.Write("InstanceId", instance.Id);
        document.Write("InstanceName", instance.Template.NameOf(instance.Id, instance.Id));
        document.Write("RegionId", instance.Template.Region);
        document.Write("ZoneId", instance.Template.Region + "-b");
        document.Write("Status", status);
        document.Write("IoOptimized", instance.Template.IoOptimized);
        document.Write("OSName", instance.Template.OsName);
        document.Write("OSType", instance.Template.OsType);
        document.Write("KeyPairName", instance.Template.KeyPairName ?? string.Empty);
        document.Write("InstanceNetworkType", "vpc");
        document.Write("CreationTime", Time(instance.Template.CreatedAt));
        document.Write("StartTime", Time(startedAt));
        WriteDetails(document, instance.Template);
        string[] locks = instance.Template.LockReason is string reason ? [reason] : [];
        document.WriteList("OperationLocks", "LockReason", locks, static (item, lockReason) => item.Write("LockReason", lockReason));
    }

    private static string StatusOf(EcsInstance instance, DateTimeOffset now) => StateOf(instance, now).Status;

    private static (string Status, DateTimeOffset StartedAt) StateOf(EcsInstance instance, DateTimeOffset now)
    {
        lock (instance.SyncRoot)
        {
            return (instance.StatusAt(now), instance.StartedAt);
        }
    }

    // What is paid by use never expires, and has a date far in the future.
    private static void WriteDetails(AlibabaDocument document, EcsTemplate template)
    {
        document.Write("InstanceChargeType", template.ExpiresAt is null ? "PostPaid" : "PrePaid");
        document.Write("ExpiredTime", template.ExpiresAt is DateTimeOffset expiry ? Time(expiry) : "2099-12-31T15:59Z");
        document.WriteObject("VpcAttributes", vpc => vpc.WriteObject(
            "PrivateIpAddress", addresses => addresses.WriteTexts("IpAddress", template.PrivateAddresses)));
        document.WriteObject("InnerIpAddress", static addresses => addresses.WriteTexts("IpAddress", []));
        document.WriteObject("PublicIpAddress", addresses => addresses.WriteTexts("IpAddress", template.PublicAddresses));
        document.WriteObject("EipAddress", address => address.Write("IpAddress", template.ElasticAddress ?? string.Empty));
        document.WriteList("Tags", "Tag", template.Tags, static (item, tag) =>
        {
            item.Write("TagKey", tag.Key);
            item.Write("TagValue", tag.Value);
        });
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);
}
