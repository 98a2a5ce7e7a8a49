using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Threading;

namespace PasswordCmdlets.Interleavings.Scheduling;

/// <summary>
/// Runs one schedule: threads that take turns, a clock that moves by its timers, and a strategy that decides what happens next wherever
/// more than one thing may. The same decisions give the same schedule.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A schedule that failed leaves threads that wait for it.")]
internal sealed class Scheduler
{
    // A schedule with more steps counts as endless.
    private const int MostSteps = 50_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Strategy _strategy;
    private readonly ThreadList _threads = new();
    private readonly ManualResetEventSlim _ended = new();
    private readonly List<int> _choices = [];
    private readonly List<Option> _options = [];
    private readonly StringBuilder? _log;
    private ControlledThread? _main;
    private ControlledThread? _lastUninterrupted;
    private int _nextId;

    /// <param name="strategy">Decides.</param>
    /// <param name="pointsAtLoads">Whether another thread may go on before each load of a field that a channel shares.</param>
    /// <param name="log">Receives each step; null for no log.</param>
    public Scheduler(Strategy strategy, bool pointsAtLoads, StringBuilder? log = null)
    {
        HasPointsAtLoads = pointsAtLoads;
        _strategy = strategy;
        _log = log;
        Locks = new LockTable(this);
        Time = new ControlledTime(this);
        Context = new ControlledContext(this);
    }

    /// <summary>The scheduler of the schedule that runs on this thread; null outside of one.</summary>
    public static Scheduler? Current => ControlledThread.Current?.Scheduler;

    public bool HasPointsAtLoads { get; }

    public LockTable Locks { get; }

    public ControlledTime Time { get; }

    public ControlledContext Context { get; }

    /// <summary>How many scheduling points and ends of threads were counted.</summary>
    public int Steps { get; private set; }

    /// <summary>What was chosen wherever more than one thing could happen.</summary>
    public IReadOnlyList<int> Choices => _choices;

    /// <summary>Whether time passed although something else could happen: then any request may time out.</summary>
    public bool IsSlow { get; private set; }

    /// <summary>What went wrong; null when nothing did.</summary>
    public string? Failure { get; private set; }

    /// <summary>Runs the body and all that comes of it until nothing is left to happen.</summary>
    public void Run(Action body)
    {
        _main = Add("main", body);
        Start(_main);
        if (!_ended.Wait(Patience))
        {
            Failure = "A thread waits for something that the scheduler does not know.";
        }
    }

    /// <summary>Adds a thread that may run from now on.</summary>
    public ControlledThread Add(string name, Action body)
    {
        ControlledThread thread = new(this, _nextId++, name, body);
        _log?.AppendLine($"{string.Empty,5} {new string(' ', 2 * (thread.Id % 12))}{thread.Id} {thread.Name}: begins");
        _threads.Add(thread);
        return thread;
    }

    /// <summary>Ends the schedule: this is a defect.</summary>
    public void Fail(string failure)
    {
        Failure ??= failure;
        _ended.Set();
        // What the threads would do after a defect shows nothing, so none gets another turn.
        ControlledThread.Current?.Turn.Wait();
    }

    /// <summary>Ends the schedule where something is not so; for code whose exceptions the engine catches.</summary>
    public void Check(bool condition, string failure)
    {
        if (!condition)
        {
            Fail(failure);
        }
    }

    /// <summary>A point at which another thread may go on in place of this one.</summary>
    public void Point(string operation)
    {
        ControlledThread self = ControlledThread.Current!;
        Log(self, operation);
        if (self.Uninterrupted == 0)
        {
            Yield(self);
        }
        else
        {
            Count();
        }
    }

    /// <summary>Waits until something is so; with a timeout, until nothing else can happen either.</summary>
    public void WaitFor(Func<bool> condition, string operation, bool hasTimeout = false)
    {
        ControlledThread self = ControlledThread.Current!;
        Log(self, operation);
        self.CompleteStores();
        self.WaitsFor = condition;
        self.HasTimeout = hasTimeout;
        Yield(self);
    }

    /// <summary>Waits until any other thread has done something: a loop that found nothing to do.</summary>
    public void WaitForOthers(string operation)
    {
        ControlledThread self = ControlledThread.Current!;
        int steps = Steps;
        bool others = false;
        WaitFor(() => others |= Steps > steps + 1, operation);
    }

    /// <summary>Runs something during which no other thread may go on.</summary>
    public void Uninterrupted(Action body)
    {
        ControlledThread self = ControlledThread.Current!;
        ControlledThread? outer = _lastUninterrupted;
        _lastUninterrupted = self;
        self.Uninterrupted++;
        SynchronizationContext? context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            body();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
            self.Uninterrupted--;
            _lastUninterrupted = outer;
        }
    }

    /// <summary>Whether the store that a thread makes is to stay invisible to others for now.</summary>
    public bool DelaysStore() => Decide([new Option(OptionKind.StoreNow), new Option(OptionKind.StoreLater)]) == 1;

    /// <summary>Runs a thread from its beginning, and after it those that begin then; called by a worker.</summary>
    public void RunFrom(ControlledThread thread)
    {
        for (ControlledThread? next = thread; next is not null;)
        {
            ControlledThread.Current = next;
            SynchronizationContext.SetSynchronizationContext(Context);
            try
            {
                next.Body();
            }
            catch (Exception failure)
            {
                Fail($"{next.Name}: {failure}");
            }

            next.CompleteStores();
            next.IsDone = true;
            Log(next, "end");
            _threads.Remove(next);
            ControlledThread? following = Next(next);
            ControlledThread.Current = null;
            SynchronizationContext.SetSynchronizationContext(null);
            if (following is { IsStarted: true })
            {
                following.Turn.Release();
                return;
            }

            next = following;
            if (next is not null)
            {
                next.IsStarted = true;
            }
        }
    }

    public void Log(ControlledThread thread, string operation) =>
        _log?.AppendLine($"{Steps,5} {new string(' ', 2 * (thread.Id % 12))}{thread.Id} {thread.Name}: {operation}");

    private static void Start(ControlledThread thread)
    {
        thread.IsStarted = true;
        Worker.Run(thread);
    }

    private void Yield(ControlledThread self)
    {
        ControlledThread next = Next(self)!;
        if (next != self)
        {
            if (next.IsStarted)
            {
                next.Turn.Release();
            }
            else
            {
                Start(next);
            }

            self.Turn.Wait();
        }

        self.WaitsFor = null;
    }

    private void Count()
    {
        if (++Steps > MostSteps)
        {
            Fail($"The run does not end: {MostSteps} steps.");
        }
    }

    // Null when the schedule has ended.
    private ControlledThread? Next(ControlledThread self)
    {
        Count();
        while (true)
        {
            IReadOnlyList<ControlledThread> ready = _threads.FindReady(self, _lastUninterrupted);
            if (ready.Count > 0)
            {
                int choice = Decide(ready);
                IsSlow |= choice == ready.Count;
                return choice < ready.Count ? ready[choice] : Time.Fire();
            }

            if (Time.HasTimer)
            {
                return Time.Fire();
            }

            if (_threads.TimeOut() is { } timedOut)
            {
                return timedOut;
            }

            if (!_threads.IsEmpty)
            {
                Fail($"Nothing can happen any more, and the run has not ended: {_threads}");
            }

            _ended.Set();
            return null;
        }
    }

    private int Decide(IReadOnlyList<ControlledThread> ready)
    {
        _options.Clear();
        foreach (ControlledThread thread in ready)
        {
            _options.Add(new Option(OptionKind.Thread, thread.Id));
        }

        if (_lastUninterrupted is null && Time.HasTimer)
        {
            _options.Add(new Option(OptionKind.Timer));
        }

        return _options.Count == 1 ? 0 : Decide(_options);
    }

    private int Decide(List<Option> options)
    {
        int choice = _strategy.Choose(options, _choices.Count);
        _choices.Add(choice);
        return choice;
    }
}
