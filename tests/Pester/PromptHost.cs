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
    /// <summary>A PowerShell host whose user types the given lines and picks the given choices, and that keeps what it shows.</summary>
    public sealed class PromptHost : PSHost
    {
        private readonly PromptUI _ui;
        private readonly Guid _id = Guid.NewGuid();

        /// <param name="lines">What the user types, line by line.</param>
        /// <param name="choices">What the user picks of each question; -1 for its default.</param>
        public PromptHost(SecureString[] lines, int[] choices)
        {
            _ui = new PromptUI(lines, choices);
        }

        public override string Name { get { return "PromptHost"; } }

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

        private sealed class PromptUI : PSHostUserInterface
        {
            public readonly StringBuilder Shown = new StringBuilder();
            public readonly List<string> Questions = new List<string>();
            public int LinesRead;
            private readonly Queue<SecureString> _lines;
            private readonly Queue<int> _choices;

            public PromptUI(SecureString[] lines, int[] choices)
            {
                _lines = new Queue<SecureString>(lines);
                _choices = new Queue<int>(choices);
            }

            public override PSHostRawUserInterface RawUI { get { return null; } }

            public override SecureString ReadLineAsSecureString()
            {
                LinesRead++;
                return _lines.Dequeue();
            }

            public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> options, int defaultChoice)
            {
                Questions.Add(message);
                int choice = _choices.Dequeue();
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
    }
}
