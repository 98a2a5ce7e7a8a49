using System;
using System.Text.Json;
using PasswordCmdlets.Sandbox.Http;

namespace PasswordCmdlets.Sandbox.Providers.Zenlayer;

/// <summary>ResetInstancePassword: one instance a call, which must be running and have the guest agent.</summary>
internal static class ZecResetOperation
{
    /// <summary>Sets or rejects a password.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="requestId">The request's id.</param>
    /// <param name="body">The parameters.</param>
    /// <returns>The error; null when the password was set.</returns>
    public static ZenlayerError? Run(ZenlayerCloud cloud, string requestId, JsonDocument body)
    {
        string? id = JsonBody.Text(body, "instanceId");
        string? password = JsonBody.Text(body, "password");
        if (id is null || password is null)
        {
            string name = id is null ? "instanceId" : "password";
            return body.RootElement.TryGetProperty(name, out _) ? ZenlayerError.WrongType(name) : ZenlayerError.Missing(name);
        }

        if (cloud.Instances.Find(id) is not ZecInstance instance)
        {
            return new ZenlayerError("INVALID_INSTANCE_NOT_FOUND", "The instance does not exist.");
        }

        if (!ZecPasswordRule.Accepts(password))
        {
            return new ZenlayerError("INVALID_PASSWORD_MALFORMED", "Password format error.");
        }

        lock (instance.SyncRoot)
        {
            DateTimeOffset now = cloud.Clock.Now;
            if (RefusalOf(instance, now) is ZenlayerError rejection)
            {
                return rejection;
            }

            instance.Reset(password, requestId, now, TimeSpan.FromMilliseconds(cloud.Options.OperationMilliseconds));
            return null;
        }
    }

    private static ZenlayerError? RefusalOf(ZecInstance instance, DateTimeOffset now)
    {
        const string Busy = "OPERATION_DENIED_INSTANCE_IN_OPERATION";
        if (instance.Template.Refuses is string seeded)
        {
            return new ZenlayerError(seeded, "The request was refused.");
        }

        if (instance.IsBusyAt(now))
        {
            return new ZenlayerError(Busy, "Instance is performing another operation.");
        }

        return instance.Template switch
        {
            { Status: "RUNNING", EnableAgent: true } => null,

            // No code is documented for a missing agent: the API says only that the instance must have it and that the operation may fail.
            { Status: "RUNNING" }
                => new ZenlayerError("OPERATION_DENIED_INSTANCE_NOT_RUNNING", "The QGA agent of the instance is not available."),
            { Status: "RECYCLE" or "RECYCLED" or "RECYCLING" or "RELEASING" } =>
                new ZenlayerError("OPERATION_FAILED_FOR_RECYCLE_RESOURCE", "The instance is in the recycle bin."),
            { Status: "STOPPED" or "CREATE_FAILED" or "REINSTALL_FAILED" } =>
                new ZenlayerError("OPERATION_DENIED_INSTANCE_NOT_RUNNING", "The instance is not running."),
            _ => new ZenlayerError(Busy, "Instance is performing another operation."),
        };
    }
}
