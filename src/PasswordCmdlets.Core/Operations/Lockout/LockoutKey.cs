namespace PasswordCmdlets.Core.Operations.Lockout;

/// <summary>What a provider counts wrong old passwords for, however its endpoint is spelt.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Resource">The kind of target.</param>
/// <param name="Id">The instance or the user, as the state of the user has it.</param>
internal readonly record struct LockoutKey(string Provider, string Resource, string Id)
{
    private readonly string? _name;

    /// <summary>What messages call it; no part of the key.</summary>
    public string Name
    {
        get => _name ?? Id;
        init => _name = value;
    }

    public bool Equals(LockoutKey other) => (Provider, Resource, Id) == (other.Provider, other.Resource, other.Id);

    public override int GetHashCode() => (Provider, Resource, Id).GetHashCode();
}
