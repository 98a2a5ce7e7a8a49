using System;
using System.Collections.Generic;
using PasswordCmdlets.Core.Operations.Discovery;

namespace PasswordCmdlets.Pipeline;

/// <summary>Makes the objects that the pipeline sees of what the engine lists.</summary>
internal static class TargetFactory
{
    /// <param name="job">The list that has the target.</param>
    /// <param name="target">The target.</param>
    /// <param name="profileName">The profile that was specified.</param>
    public static CloudPasswordTarget Create(ListingJob job, ListedTarget target, string? profileName)
    {
        bool isUser = job.Operation.TargetsUsers;
        Dictionary<string, string> tags = new(StringComparer.Ordinal);
        foreach (KeyValuePair<string, string> tag in target.Tags)
        {
            tags[tag.Key] = tag.Value;
        }

        return new CloudPasswordTarget
        {
            Provider = job.Query.Session.Provider.Name,
            Resource = job.Operation.Resource,
            InstanceId = isUser ? null : target.Id,
            UserName = isUser ? target.Id : null,
            Region = job.Query.Region,
            ProjectId = job.Query.ProjectId,
            ProfileName = profileName,
            Name = target.Name,
            State = target.State.ToString(),
            ProviderState = target.ProviderState,
            OperatingSystem = target.IsWindows switch
            {
                true => "Windows",
                false => "Linux",
                null => "Unknown",
            },
            PrivateIpAddress = [.. target.PrivateAddresses],
            PublicIpAddress = [.. target.PublicAddresses],
            CreatedAt = target.CreatedAt,
            ExpiresAt = target.ExpiresAt,
            Tags = tags,
        };
    }
}
