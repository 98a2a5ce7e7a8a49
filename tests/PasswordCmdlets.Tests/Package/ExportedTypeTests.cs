using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Xunit;

namespace PasswordCmdlets.Tests.Package;

/// <summary>
/// PowerShell loads the exported types of PasswordCmdlets.dll before the module's initializer runs, so before the engine can be found. To
/// load a class the runtime resolves its base types, the value types of its fields and, on Windows, those of its virtual methods'
/// signatures.
/// </summary>
public sealed class ExportedTypeTests(ModulePackage package) : IClassFixture<ModulePackage>
{
    [Theory]
    [InlineData("net8.0")]
    [InlineData("net472")]
    public void An_exported_type_can_be_loaded_without_the_engine(string edition)
    {
        string folder = Path.Combine(package.ModuleFolder, edition);
        using PEReader image = new(File.OpenRead(Path.Combine(folder, "PasswordCmdlets.dll")));
        MetadataReader metadata = image.GetMetadataReader();
        HashSet<string?> ours =
        [
            .. Directory.EnumerateFiles(Path.Combine(folder, "dependencies"), "*.dll").Select(Path.GetFileNameWithoutExtension),
        ];
        TypeDefinition[] exported = [.. metadata.TypeDefinitions.Select(metadata.GetTypeDefinition)
            .Where(static type => (type.Attributes & TypeAttributes.VisibilityMask) is TypeAttributes.Public
                or TypeAttributes.NestedPublic)];

        string[] problems =
        [
            .. exported.SelectMany(type => ResolvedTypes(metadata, type))
                .Where(use => ours.Contains(use.Type.Assembly))
                .Select(use => $"{use.Member} needs {use.Type.Name} of {use.Type.Assembly}"),
        ];

        Assert.Contains("PasswordCmdlets.Core", ours);
        Assert.NotEmpty(exported);
        Assert.True(problems.Length == 0, string.Join('\n', problems));
    }

    private static IEnumerable<(string Member, TypeUse Type)> ResolvedTypes(MetadataReader metadata, TypeDefinition type)
    {
        string name = metadata.GetString(type.Name);
        IEnumerable<EntityHandle> bases = type.GetInterfaceImplementations()
            .Select(handle => metadata.GetInterfaceImplementation(handle).Interface);
        foreach (TypeUse use in bases.Append(type.BaseType).Where(static handle => !handle.IsNil)
            .SelectMany(handle => TypeUses.Of(metadata, handle)))
        {
            yield return ($"{name}, by its base class or an interface,", use);
        }

        foreach (FieldDefinition field in type.GetFields().Select(metadata.GetFieldDefinition))
        {
            // A class needs no layout of what its fields refer to.
            ImmutableArray<TypeUse> uses = field.DecodeSignature(new TypeUses(), null);
            foreach (TypeUse use in uses.Where(use => use.IsValueType && uses[0].IsValueType))
            {
                yield return ($"The field {name}.{metadata.GetString(field.Name)}", use);
            }
        }

        IEnumerable<MethodDefinition> methods = type.GetMethods().Select(metadata.GetMethodDefinition);
        foreach (MethodDefinition method in methods.Where(static method => method.Attributes.HasFlag(MethodAttributes.Virtual)))
        {
            MethodSignature<ImmutableArray<TypeUse>> signature = method.DecodeSignature(new TypeUses(), null);
            IEnumerable<TypeUse> uses = signature.ParameterTypes.Append(signature.ReturnType).SelectMany(static uses => uses);
            foreach (TypeUse use in uses.Where(static use => use.IsValueType))
            {
                yield return ($"The virtual method {name}.{metadata.GetString(method.Name)}", use);
            }
        }
    }

    /// <summary>A type in a signature; its assembly is empty where it is the module's own or the runtime's.</summary>
    private sealed record TypeUse(string Assembly, string Name, bool IsValueType);

    /// <summary>Every type in a signature: the type itself, its elements, and its generic arguments.</summary>
    private sealed class TypeUses : ISignatureTypeProvider<ImmutableArray<TypeUse>, object?>
    {
        private const byte ValueType = 0x11;

        public static ImmutableArray<TypeUse> Of(MetadataReader metadata, EntityHandle type) => type.Kind switch
        {
            HandleKind.TypeReference => new TypeUses().GetTypeFromReference(metadata, (TypeReferenceHandle)type, rawTypeKind: 0),
            HandleKind.TypeSpecification =>
                metadata.GetTypeSpecification((TypeSpecificationHandle)type).DecodeSignature(new TypeUses(), null),
            _ => [],
        };

        public ImmutableArray<TypeUse> GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
        {
            TypeReference type = reader.GetTypeReference(handle);
            EntityHandle scope = type.ResolutionScope;
            while (scope.Kind == HandleKind.TypeReference)
            {
                scope = reader.GetTypeReference((TypeReferenceHandle)scope).ResolutionScope;
            }

            string assembly = scope.Kind == HandleKind.AssemblyReference
                ? reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name)
                : string.Empty;
            return [new(assembly, reader.GetString(type.Name), rawTypeKind == ValueType)];
        }

        public ImmutableArray<TypeUse> GetTypeFromSpecification(MetadataReader reader, object? context,
            TypeSpecificationHandle handle, byte kind) =>
                Of(reader, handle);

        public ImmutableArray<TypeUse> GetGenericInstantiation(ImmutableArray<TypeUse> type,
            ImmutableArray<ImmutableArray<TypeUse>> arguments) =>
                [.. type, .. arguments.SelectMany(static argument => argument)];

        public ImmutableArray<TypeUse> GetFunctionPointerType(MethodSignature<ImmutableArray<TypeUse>> signature) =>
            [.. signature.ReturnType, .. signature.ParameterTypes.SelectMany(static parameter => parameter)];

        public ImmutableArray<TypeUse> GetModifiedType(ImmutableArray<TypeUse> modifier, ImmutableArray<TypeUse> type, bool isRequired) =>
            [.. type, .. modifier];

        public ImmutableArray<TypeUse> GetArrayType(ImmutableArray<TypeUse> elementType, ArrayShape shape) => elementType;

        public ImmutableArray<TypeUse> GetByReferenceType(ImmutableArray<TypeUse> elementType) => elementType;

        public ImmutableArray<TypeUse> GetPinnedType(ImmutableArray<TypeUse> elementType) => elementType;

        public ImmutableArray<TypeUse> GetPointerType(ImmutableArray<TypeUse> elementType) => elementType;

        public ImmutableArray<TypeUse> GetSZArrayType(ImmutableArray<TypeUse> elementType) => elementType;

        public ImmutableArray<TypeUse> GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
            [new(string.Empty, reader.GetString(reader.GetTypeDefinition(handle).Name), rawTypeKind == ValueType)];

        public ImmutableArray<TypeUse> GetPrimitiveType(PrimitiveTypeCode typeCode) =>
            [new(string.Empty, typeCode.ToString(), IsValueType: false)];

        public ImmutableArray<TypeUse> GetGenericMethodParameter(object? genericContext, int index) =>
            [new(string.Empty, $"!!{index}", IsValueType: false)];

        public ImmutableArray<TypeUse> GetGenericTypeParameter(object? genericContext, int index) =>
            [new(string.Empty, $"!{index}", IsValueType: false)];
    }
}
