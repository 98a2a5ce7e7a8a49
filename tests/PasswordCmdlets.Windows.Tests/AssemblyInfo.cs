using PasswordCmdlets.Tests.Windows;
using Xunit;

// One Wine prefix, and one program at a time in it.
[assembly: AssemblyFixture(typeof(Wine))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]
