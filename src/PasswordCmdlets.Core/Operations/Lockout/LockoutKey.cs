namespace PasswordCmdlets.Core.Operations.Lockout;

/// <summary>What a provider counts wrong old passwords for, however its endpoint is spelt.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Resource">The kind of target.</param>
/// <param name="Id">The instance or the user.</param>
internal readonly record struct LockoutKey(string Provider, string Resource, string Id);
