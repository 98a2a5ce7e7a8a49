using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Text;

namespace PasswordCmdlets.Tests
{
    /// <summary>
    /// A PowerShell host with a screen of a given width, or with a user who types the given lines and picks the given choices.
    /// It keeps what it shows.
    /// </summary>
    public sealed class ScreenHost : PSHost
    {
        private readonly HostUI _ui;
        private readonly Guid _id = Guid.NewGuid();

        /// <param name="width">How many columns; 0 for a host without a screen.</param>
        public ScreenHost(int width)
        {
            _ui = width > 0 ? new HostUI(new Screen(width), new SecureString[0], null) : null;
        }

        /// <param name="lines">What the user types, line by line.</param>
        /// <param name="choices">What the user picks of each question; -1 for its default.</param>
        public ScreenHost(SecureString[] lines, int[] choices)
        {
            _ui = new HostUI(null, lines, choices);
        }

        public override string Name { get { return "ScreenHost"; } }

        public override Version Version { get { return new Version(1, 0); } }

        public override Guid InstanceId { get { return _id; } }

        public override CultureInfo CurrentCulture { get { return CultureInfo.InvariantCulture; } }

        public override CultureInfo CurrentUICulture { get { return CultureInfo.InvariantCulture; } }

        public override PSHostUserInterface UI { get { return _ui; } }

        /// <summary>Everything that the host showed.</summary>
        public string Shown { get { return _ui.Shown.ToString(); } }

        /// <summary>How many lines the user was asked for.</summary>
        public int LinesRead { get { return _ui.LinesRead; } }

        /// <summary>The questions that the user was asked.</summary>
        public string[] Questions { get { return _ui.Questions.ToArray(); } }

        public override void EnterNestedPrompt() { }

        public override void ExitNestedPrompt() { }

        public override void NotifyBeginApplication() { }

        public override void NotifyEndApplication() { }

        public override void SetShouldExit(int exitCode) { }

        private sealed class HostUI : PSHostUserInterface
        {
            public readonly StringBuilder Shown = new StringBuilder();
            public readonly List<string> Questions = new List<string>();
            public int LinesRead;
            private readonly Screen _screen;
            private readonly Queue<SecureString> _lines;
            private readonly Queue<int> _choices;

            public HostUI(Screen screen, SecureString[] lines, int[] choices)
            {
                _screen = screen;
                _lines = new Queue<SecureString>(lines);
                _choices = choices == null ? null : new Queue<int>(choices);
            }

            public override PSHostRawUserInterface RawUI { get { return _screen; } }

            public override SecureString ReadLineAsSecureString()
            {
                LinesRead++;
                return _lines.Dequeue();
            }

            public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> options, int defaultChoice)
            {
                Questions.Add(message);
                int choice = _choices == null ? -1 : _choices.Dequeue();
                return choice < 0 ? defaultChoice : choice;
            }

            public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
            {
                throw new NotSupportedException();
            }

            public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName)
            {
                throw new NotSupportedException();
            }

            public override PSCredential PromptForCredential(
                string caption, string message, string userName, string targetName, PSCredentialTypes allowed,
                PSCredentialUIOptions options)
            {
                throw new NotSupportedException();
            }

            public override string ReadLine()
            {
                throw new NotSupportedException();
            }

            public override void Write(string value) { Shown.Append(value); }

            public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) { Shown.Append(value); }

            public override void WriteLine(string value) { Shown.AppendLine(value); }

            public override void WriteErrorLine(string value) { Shown.AppendLine(value); }

            public override void WriteDebugLine(string message) { Shown.AppendLine(message); }

            public override void WriteVerboseLine(string message) { Shown.AppendLine(message); }

            public override void WriteWarningLine(string message) { Shown.AppendLine(message); }

            public override void WriteProgress(long sourceId, ProgressRecord record) { }
        }

        private sealed class Screen : PSHostRawUserInterface
        {
            private readonly Size _size;

            public Screen(int width)
            {
                _size = new Size(width, 50);
                BufferSize = _size;
                WindowSize = _size;
                WindowTitle = string.Empty;
            }

            public override Size BufferSize { get; set; }

            public override Size WindowSize { get; set; }

            public override Size MaxPhysicalWindowSize { get { return _size; } }

            public override Size MaxWindowSize { get { return _size; } }

            public override ConsoleColor BackgroundColor { get; set; }

            public override ConsoleColor ForegroundColor { get; set; }

            public override Coordinates CursorPosition { get; set; }

            public override Coordinates WindowPosition { get; set; }

            public override int CursorSize { get; set; }

            public override string WindowTitle { get; set; }

            public override bool KeyAvailable { get { return false; } }

            public override void FlushInputBuffer() { }

            public override BufferCell[,] GetBufferContents(Rectangle rectangle)
            {
                throw new NotSupportedException();
            }

            public override KeyInfo ReadKey(ReadKeyOptions options)
            {
                throw new NotSupportedException();
            }

            public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) { }

            public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) { }

            public override void SetBufferContents(Rectangle rectangle, BufferCell fill) { }
        }
    }
}
