using System;
using System.Threading.Tasks;

namespace PasswordCmdlets.Pipeline;

/// <summary>Starts asynchronous work from the pipeline thread.</summary>
/// <remarks>
/// In an event handler of a form the pipeline thread has a synchronization context. Work that begins on the thread would continue there,
/// and the thread waits for the work. So it begins on the thread pool.
/// </remarks>
internal static class PipelineThread
{
    /// <summary>Starts work.</summary>
    public static Task Start(Func<Task> work) => Task.Run(work);

    /// <summary>Starts work that has a result.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    public static Task<T> Start<T>(Func<ValueTask<T>> work) => Task.Run(() => work().AsTask());
}
