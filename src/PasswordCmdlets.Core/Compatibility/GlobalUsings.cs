#if NETFRAMEWORK
global using PasswordCmdlets.Core.Compatibility;
#endif
