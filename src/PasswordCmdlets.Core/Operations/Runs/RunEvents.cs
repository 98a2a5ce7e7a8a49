using System;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>The events of a run: the engine's threads write them, one thread reads and handles them.</summary>
internal sealed class RunEvents
{
    private readonly Channel<RunEvent> _events = Channel.CreateUnbounded<RunEvent>(new UnboundedChannelOptions { SingleReader = true });

    public bool IsEmpty => !_events.Reader.TryPeek(out _);

    /// <summary>Adds an event; false after the end.</summary>
    public bool Write(RunEvent next) => _events.Writer.TryWrite(next);

    /// <summary>Ends the events.</summary>
    public void Complete() => _events.Writer.TryComplete();

    public bool TryRead(out RunEvent? next) => _events.Reader.TryRead(out next);

    /// <summary>Waits for an event; false when the time has passed or when there will be none.</summary>
    public bool Wait(TimeSpan longest)
    {
        ValueTask<bool> more = _events.Reader.WaitToReadAsync();
        if (more.IsCompleted)
        {
            return more.Result;
        }

        Task<bool> waiting = more.AsTask();
        return waiting.Wait(longest) && waiting.Result;
    }

    /// <summary>Asks the reader of the events; false when the run is stopped or has ended.</summary>
    public async Task<bool> AskAsync(string caption, string question, CancellationToken stopping)
    {
        QuestionEvent asked = new(caption, question);
        if (!Write(asked))
        {
            return false;
        }

        using CancellationTokenRegistration stopped = stopping.Register(static state => ((QuestionEvent)state!).Answer(false), asked);
        return await asked.Answered.ConfigureAwait(false);
    }
}
