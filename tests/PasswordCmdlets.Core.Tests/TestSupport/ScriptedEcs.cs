using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using static PasswordCmdlets.Core.Tests.TestSupport.AlibabaTestResponses;

namespace PasswordCmdlets.Core.Tests.TestSupport;

/// <summary>A region of ECS with the little state that the calls of its operations have.</summary>
internal sealed class ScriptedEcs
{
    private readonly Dictionary<string, Instance> _instances;
    private readonly Dictionary<string, int> _startingLeft = [];
    private readonly object _sync = new();

    public ScriptedEcs(params Instance[] instances)
    {
        _instances = instances.ToDictionary(instance => instance.Id);
        Server = new ScriptedAlibaba(Respond);
    }

    public ScriptedAlibaba Server { get; }

    /// <summary>The number of describe calls that show a restarting instance as Starting; none is a delayed describe response.</summary>
    public int DescribesWhileStarting { get; init; }

    public string? StartTimeAfterRestart { get; init; }

    public Func<ReceivedCall, HttpResponseMessage>? Modify { get; set; }

    public Func<ReceivedCall, HttpResponseMessage>? Reboot { get; set; }

    public Func<ReceivedCall, HttpResponseMessage>? Describe { get; set; }

    public void Restart(string id)
    {
        lock (_sync)
        {
            _startingLeft[id] = DescribesWhileStarting;
        }
    }

    private HttpResponseMessage Respond(ReceivedCall call) => call.Action switch
    {
        "DescribeInstances" => Describe?.Invoke(call) ?? Described(call),
        "ModifyInstanceVncPasswd" or "ModifyInstanceAttribute" => Modify?.Invoke(call) ?? Done(),
        "RebootInstance" => Reboot?.Invoke(call) ?? Rebooted(call),
        _ => throw new InvalidOperationException(call.Action),
    };

    private HttpResponseMessage Described(ReceivedCall call) => call["DryRun"] is null
        ? Instances(Seen(JsonSerializer.Deserialize<string[]>(call["InstanceIds"]!)!))
        : Error(400, "DryRunOperation");

    private HttpResponseMessage Rebooted(ReceivedCall call)
    {
        Restart(call["InstanceId"]!);
        return Done("F2E2C40D-AB09-45A1-B5C5-EB9F5C4E4E4A");
    }

    private List<Instance> Seen(string[] ids)
    {
        lock (_sync)
        {
            List<Instance> seen = [];
            foreach (string id in ids.Where(_instances.ContainsKey))
            {
                Instance instance = _instances[id];
                if (instance.Status == "Starting" && !_startingLeft.ContainsKey(id))
                {
                    _startingLeft[id] = DescribesWhileStarting;
                }

                if (_startingLeft.TryGetValue(id, out int left))
                {
                    instance = instance with
                    {
                        Status = left > 0 ? "Starting" : "Running",
                        StartTime = StartTimeAfterRestart ?? instance.StartTime,
                    };
                    _startingLeft[id] = Math.Max(0, left - 1);
                }

                seen.Add(instance);
            }

            return seen;
        }
    }
}
