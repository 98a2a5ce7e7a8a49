using System;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;
using PasswordCmdlets.Interleavings.Controlled;

namespace PasswordCmdlets.Interleavings.Rewriting;

/// <summary>Defects that a test plants in the engine, to see that the exploration finds them.</summary>
internal static class PlantedDefect
{
    /// <summary>The run asks the channel whether it has ended, as it once did.</summary>
    public const string EndByChannel = nameof(EndByChannel);

    /// <summary>A caller that is cancelled while it waits for the rest of its share keeps what it has.</summary>
    public const string PermitKept = nameof(PermitKept);

    /// <summary>A caller leaves the lock between its check and the queue, so that a release in between wakes nobody.</summary>
    public const string WakeUpLost = nameof(WakeUpLost);

    public static void Plant(ModuleDefinition module, string defect)
    {
        switch (defect)
        {
            case EndByChannel:
                AskTheChannel(module);
                break;
            case PermitKept:
                KeepPermit(module);
                break;
            case WakeUpLost:
                LeaveLock(module);
                break;
            default:
                throw new ArgumentException($"The defect {defect} does not exist.", nameof(defect));
        }
    }

    private static void AskTheChannel(ModuleDefinition module)
    {
        TypeDefinition run = module.GetType("PasswordCmdlets.Core.Operations.Runs.PasswordChangeRun");
        TypeDefinition events = module.GetType("PasswordCmdlets.Core.Operations.Runs.RunEvents");
        FieldDefinition channel = events.Fields.Single(static field => field.Name == "_events");
        channel.IsPublic = true;
        GenericInstanceType channelType = (GenericInstanceType)channel.FieldType;
        MethodReference reader = CalledIn(events, "TryRead", "get_Reader");
        TypeReference readerType = reader.ReturnType;
        GenericInstanceType closed = new(((GenericInstanceType)readerType).ElementType);
        closed.GenericArguments.Add(channelType.GenericArguments[0]);
        TypeReference task = module.GetTypeReferences().Single(static type => type.FullName == "System.Threading.Tasks.Task");
        MethodReference completion = new("get_Completion", task, closed) { HasThis = true };
        MethodReference isCompleted = new("get_IsCompleted", module.TypeSystem.Boolean, task) { HasThis = true };

        MethodDefinition isEnded = run.Properties.Single(static property => property.Name == "IsEnded").GetMethod;
        isEnded.Body = new MethodBody(isEnded);
        ILProcessor il = isEnded.Body.GetILProcessor();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldfld, run.Fields.Single(static field => field.Name == "_events"));
        il.Emit(OpCodes.Ldfld, channel);
        il.Emit(OpCodes.Callvirt, reader);
        il.Emit(OpCodes.Callvirt, completion);
        il.Emit(OpCodes.Callvirt, isCompleted);
        il.Emit(OpCodes.Ret);
    }

    private static void KeepPermit(ModuleDefinition module)
    {
        MethodDefinition acquire = module.GetType("PasswordCmdlets.Core.Operations.Calls.PartitionLimiter")
            .NestedTypes.Single(static type => type.Name.StartsWith("<AcquireAsync>", StringComparison.Ordinal))
            .Methods.Single(static method => method.Name == "MoveNext");
        Instruction release = acquire.Body.Instructions.Single(static instruction =>
            instruction.Operand is MethodReference { Name: "Release", Parameters.Count: 1 });
        release.OpCode = OpCodes.Pop;
        release.Operand = null;
    }

    private static void LeaveLock(ModuleDefinition module)
    {
        TypeDefinition queue = module.GetType("PasswordCmdlets.Core.Operations.Calls.WaitQueue`2");
        GenericInstanceType self = new(queue);
        queue.GenericParameters.ToList().ForEach(self.GenericArguments.Add);
        FieldDefinition sync = queue.Fields.Single(static field => field.FieldType.FullName == "System.Object");
        MethodDefinition enqueue = queue.Methods.Single(static method => method.Name == "Enqueue");
        ILProcessor il = enqueue.Body.GetILProcessor();
        Instruction first = enqueue.Body.Instructions[0];
        il.InsertBefore(first, il.Create(OpCodes.Ldarg_0));
        il.InsertBefore(first, il.Create(OpCodes.Ldfld, new FieldReference(sync.Name, sync.FieldType, self)));
        il.InsertBefore(first, il.Create(OpCodes.Call, module.ImportReference(typeof(Locks).GetMethod(nameof(Locks.Reenter)))));
    }

    private static MethodReference CalledIn(TypeDefinition type, string method, string called) => type.Methods
        .Single(candidate => candidate.Name == method)
        .Body.Instructions.Select(static instruction => instruction.Operand)
        .OfType<MethodReference>()
        .First(reference => reference.Name == called);
}
