using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.ExampleProvider.Router;

/// <summary>Resets the passwords of routers.</summary>
internal sealed class RouterResetOperation : ProviderOperation
{
    public override OperationDescriptor Descriptor => RouterContracts.ResetPassword;

    public override string UnknownAdvice => "Try the new password.";

    public override ApiCall Change(ChangeRequest request) => new()
    {
        Contract = RouterContracts.Reset,
        Region = null,
        Secrets = [request.Password],
        Write = endpoint => ExampleApi.Request(endpoint, RouterContracts.Reset, [request.First.Id], request.Password),
        Read = static response => ExampleApi.Read(response, static _ => null),
    };

    public override string DescribeSuccess(TargetWork work) => "The password was reset.";
}
