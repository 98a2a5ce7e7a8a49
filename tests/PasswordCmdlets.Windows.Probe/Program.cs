using System;
using System.Reflection;
using System.Runtime.InteropServices;

// Loads the exported types of an assembly, as PowerShell does before it runs the module's initializer.
Console.WriteLine($"{RuntimeInformation.FrameworkDescription} for {RuntimeInformation.RuntimeIdentifier}");
try
{
    Console.WriteLine($"{Assembly.LoadFile(args[0]).GetExportedTypes().Length} exported types");
    return 0;
}
catch (Exception failure) when (failure is System.IO.IOException or TypeLoadException or BadImageFormatException)
{
    Console.WriteLine(failure);
    return 1;
}
