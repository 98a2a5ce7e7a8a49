using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;
using PasswordCmdlets.Interleavings.Controlled;

namespace PasswordCmdlets.Interleavings.Rewriting;

/// <summary>
/// Rewrites an assembly so that the scheduler decides what it does next: locks, interlocked and volatile operations, semaphores, waits,
/// the thread pool and cancellation go through <see cref="Controlled"/>, and every await continues where the scheduler says.
/// </summary>
internal static class EngineRewriter
{
    /// <summary>What the name of a rewritten assembly begins with where the original is loaded too.</summary>
    public const string Prefix = "Interleaved.";

    // Fields that a channel shares without a lock, of types that need no generic argument.
    private static readonly HashSet<string> s_sharedFields = ["_doneWriting", "_first", "_last"];

    private static readonly string[] s_renamed = ["Polly.Core", "System.Threading.Channels"];

    private static readonly Dictionary<string, Type> s_replaced = new(StringComparer.Ordinal)
    {
        ["System.Threading.CancellationTokenSource"] = typeof(Cancellation),
        ["System.Threading.Monitor"] = typeof(Locks),
        ["System.Threading.Tasks.Task"] = typeof(Tasks),
        ["System.Threading.ThreadPool"] = typeof(Tasks),
    };

    // Locks, interlocked and volatile operations are scheduling points here: elsewhere nothing waits inside of a lock, and more points are
    // more schedules that are alike.
    private static readonly string[] s_run =
    [
        "PasswordCmdlets.Core.Operations.Batching", "PasswordCmdlets.Core.Operations.Brakes", "PasswordCmdlets.Core.Operations.Calls",
        "PasswordCmdlets.Core.Operations.Completion", "PasswordCmdlets.Core.Operations.Lockout", "PasswordCmdlets.Core.Operations.Runs",
        "System.Threading.Channels",
    ];

    /// <summary>The rewritten assembly.</summary>
    /// <param name="file">The original.</param>
    /// <param name="name">The name of the result.</param>
    /// <param name="defect">A defect to plant; null for none.</param>
    public static MemoryStream Rewrite(string file, string name, string? defect)
    {
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(file);
        ModuleDefinition module = assembly.MainModule;
        if (defect is not null && name == "PasswordCmdlets.Core")
        {
            PlantedDefect.Plant(module, defect);
        }

        foreach (TypeDefinition type in module.GetTypes().ToList())
        {
            foreach (MethodDefinition method in type.Methods.Where(static method => method.HasBody))
            {
                Rewrite(method);
            }
        }

        ReplaceSemaphore(module);
        foreach (AssemblyNameReference reference in module.AssemblyReferences.Where(static reference => s_renamed.Contains(reference.Name)))
        {
            reference.Name = Prefix + reference.Name;
            reference.PublicKeyToken = [];
        }

        // Without machine code that was compiled ahead of time, and for any machine.
        module.Attributes = ModuleAttributes.ILOnly;
        module.Architecture = TargetArchitecture.I386;
        assembly.Name.Name = name;
        assembly.Name.PublicKey = [];
        assembly.Name.HasPublicKey = false;
        MemoryStream rewritten = new();
        assembly.Write(rewritten);
        rewritten.Position = 0;
        return rewritten;
    }

    private static void Rewrite(MethodDefinition method)
    {
        TypeDefinition outermost = method.DeclaringType;
        while (outermost.DeclaringType is not null)
        {
            outermost = outermost.DeclaringType;
        }

        bool isInTheRun = s_run.Contains(outermost.Namespace);
        bool isChannel = outermost.Name is "SingleConsumerUnboundedChannel`1" or "SingleProducerSingleConsumerQueue`1";
        method.Body.SimplifyMacros();
        ILProcessor il = method.Body.GetILProcessor();
        foreach (Instruction instruction in method.Body.Instructions.ToList())
        {
            if (instruction.Operand is MethodReference called)
            {
                RewriteCall(il, instruction, called, isInTheRun);
            }
            else if (isChannel && instruction.Operand is FieldReference field && !method.IsConstructor)
            {
                RewriteField(il, instruction, field);
            }
        }

        method.Body.OptimizeMacros();
    }

    private static void RewriteCall(ILProcessor il, Instruction instruction, MethodReference called, bool isInTheRun)
    {
        string type = called.DeclaringType.GetElementType().FullName;
        if (called.Name == "ConfigureAwait" && called.Parameters is [{ ParameterType.FullName: "System.Boolean" }])
        {
            Precede(il, instruction, il.Create(OpCodes.Pop), il.Create(OpCodes.Ldc_I4_1));
        }
        else if (isInTheRun && type is "System.Threading.Interlocked" or "System.Threading.Volatile")
        {
            string point = type == "System.Threading.Volatile" && called.Name == "Read" ? nameof(Points.Read) : nameof(Points.Fence);
            Precede(il, instruction, il.Create(OpCodes.Call, il.Body.Method.Module.ImportReference(typeof(Points).GetMethod(point))));
        }
        else if (s_replaced.TryGetValue(type, out Type? controlled)
            && (isInTheRun || (controlled != typeof(Locks) && called.Name != nameof(Cancellation.CancelAfter)))
            && ReplacementOf(called, controlled) is { } replacement)
        {
            MethodReference imported = il.Body.Method.Module.ImportReference(replacement);
            if (called is GenericInstanceMethod generic)
            {
                GenericInstanceMethod instance = new(imported);
                generic.GenericArguments.ToList().ForEach(instance.GenericArguments.Add);
                imported = instance;
            }

            instruction.OpCode = OpCodes.Call;
            instruction.Operand = imported;
        }
        else if (isInTheRun && type == "System.Threading.ThreadPool")
        {
            throw new NotSupportedException($"{called.FullName} has no controlled form.");
        }
    }

    // The instruction itself becomes the first of the new ones, so that a jump to it comes to them.
    private static void Precede(ILProcessor il, Instruction instruction, params ReadOnlySpan<Instruction> before)
    {
        Instruction moved = il.Create(OpCodes.Nop);
        moved.OpCode = instruction.OpCode;
        moved.Operand = instruction.Operand;
        instruction.OpCode = before[0].OpCode;
        instruction.Operand = before[0].Operand;
        Instruction last = instruction;
        foreach (Instruction next in before[1..])
        {
            il.InsertAfter(last, next);
            last = next;
        }

        il.InsertAfter(last, moved);
    }

    private static MethodInfo? ReplacementOf(MethodReference called, Type controlled)
    {
        string[] parameters = called.Parameters.Select(static parameter => parameter.ParameterType.FullName).ToArray();
        string[] expected = called.HasThis ? [called.DeclaringType.FullName, .. parameters] : parameters;
        int arity = called is GenericInstanceMethod generic ? generic.GenericArguments.Count : 0;
        return controlled.GetMethods(BindingFlags.Public | BindingFlags.Static).SingleOrDefault(method =>
            method.Name == called.Name
            && method.GetGenericArguments().Length == arity
            && method.GetParameters().Select(static parameter => NameOf(parameter.ParameterType)).SequenceEqual(expected));
    }

    // As Cecil writes it.
    private static string NameOf(Type type) => type.IsGenericMethodParameter ? $"!!{type.GenericParameterPosition}"
        : type.IsGenericType ? $"{type.GetGenericTypeDefinition().FullName}<{string.Join(",", type.GetGenericArguments().Select(NameOf))}>"
        : type.FullName!;

    private static void RewriteField(ILProcessor il, Instruction instruction, FieldReference field)
    {
        ModuleDefinition module = il.Body.Method.Module;
        if (instruction.OpCode == OpCodes.Ldflda && field.Name == "_state")
        {
            NoteOwner(il, instruction);
            return;
        }

        if (!s_sharedFields.Contains(field.Name) || (instruction.OpCode != OpCodes.Ldfld && instruction.OpCode != OpCodes.Stfld))
        {
            return;
        }

        TypeReference type = field.FieldType is RequiredModifierType modified ? modified.ElementType : field.FieldType;
        GenericInstanceMethod access = new(module.ImportReference(
            typeof(Memory).GetMethod(instruction.OpCode == OpCodes.Ldfld ? nameof(Memory.Load) : nameof(Memory.Write))));
        access.GenericArguments.Add(type);
        Instruction address = il.Create(OpCodes.Ldflda, field);
        Instruction last = il.Create(OpCodes.Call, access);
        if (instruction.Previous?.OpCode == OpCodes.Volatile)
        {
            instruction.Previous.OpCode = OpCodes.Nop;
        }

        if (instruction.OpCode == OpCodes.Ldfld)
        {
            instruction.OpCode = OpCodes.Nop;
            instruction.Operand = null;
            il.InsertAfter(instruction, address);
            il.InsertAfter(address, last);
            return;
        }

        VariableDefinition value = new(type);
        il.Body.Variables.Add(value);
        instruction.OpCode = OpCodes.Stloc;
        instruction.Operand = value;
        Instruction reload = il.Create(OpCodes.Ldloc, value);
        il.InsertAfter(instruction, address);
        il.InsertAfter(address, reload);
        il.InsertAfter(reload, last);
        if (!field.DeclaringType.IsValueType && !field.DeclaringType.Name.StartsWith("SegmentState", StringComparison.Ordinal))
        {
            NoteOwner(il, address);
        }
    }

    private static void NoteOwner(ILProcessor il, Instruction address)
    {
        Instruction copy = il.Create(OpCodes.Dup);
        il.InsertBefore(address, copy);
        Instruction note = il.Create(
            OpCodes.Call, il.Body.Method.Module.ImportReference(typeof(Memory).GetMethod(nameof(Memory.Owner))));
        il.InsertAfter(copy, note);
        il.InsertAfter(note, il.Create(OpCodes.Pop));
    }

    // The partition limiter alone has one in the run.
    private static void ReplaceSemaphore(ModuleDefinition module)
    {
        if (module.GetType("PasswordCmdlets.Core.Operations.Calls.PartitionLimiter") is null)
        {
            return;
        }

        TypeReference semaphore = module.GetTypeReferences().Single(static type => type.FullName == "System.Threading.SemaphoreSlim");
        TypeReference controlled = module.ImportReference(typeof(Semaphore));
        semaphore.Scope = controlled.Scope;
        semaphore.Namespace = controlled.Namespace;
        semaphore.Name = controlled.Name;
    }
}
