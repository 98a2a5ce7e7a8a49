using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace PasswordCmdlets.Tests
{
    /// <summary>A PowerShell host of which only the width of its screen is used.</summary>
    public sealed class ScreenHost : PSHost
    {
        private readonly PSHostUserInterface _ui;
        private readonly Guid _id = Guid.NewGuid();

        /// <param name="width">How many columns; 0 for a host without a screen.</param>
        public ScreenHost(int width)
        {
            _ui = width > 0 ? new ScreenUI(width) : null;
        }

        public override string Name { get { return "ScreenHost"; } }

        public override Version Version { get { return new Version(1, 0); } }

        public override Guid InstanceId { get { return _id; } }

        public override CultureInfo CurrentCulture { get { return CultureInfo.InvariantCulture; } }

        public override CultureInfo CurrentUICulture { get { return CultureInfo.InvariantCulture; } }

        public override PSHostUserInterface UI { get { return _ui; } }

        public override void EnterNestedPrompt() { }

        public override void ExitNestedPrompt() { }

        public override void NotifyBeginApplication() { }

        public override void NotifyEndApplication() { }

        public override void SetShouldExit(int exitCode) { }

        private sealed class ScreenUI : PSHostUserInterface
        {
            private readonly Screen _screen;

            public ScreenUI(int width)
            {
                _screen = new Screen(width);
            }

            public override PSHostRawUserInterface RawUI { get { return _screen; } }

            public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
            {
                throw new NotSupportedException();
            }

            public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
            {
                return defaultChoice;
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

            public override string ReadLine() { return string.Empty; }

            public override SecureString ReadLineAsSecureString() { return new SecureString(); }

            public override void Write(string value) { }

            public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) { }

            public override void WriteDebugLine(string message) { }

            public override void WriteErrorLine(string value) { }

            public override void WriteLine(string value) { }

            public override void WriteProgress(long sourceId, ProgressRecord record) { }

            public override void WriteVerboseLine(string message) { }

            public override void WriteWarningLine(string message) { }
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
