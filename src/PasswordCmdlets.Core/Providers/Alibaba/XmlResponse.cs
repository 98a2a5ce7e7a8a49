using System.IO;
using System.Text;
using System.Xml;
using PasswordCmdlets.Core.Http;

namespace PasswordCmdlets.Core.Providers.Alibaba;

/// <summary>
/// Reads the XML that gateways return although JSON was asked for. Untrusted text: no DTD, nothing fetched, little of it kept.
/// </summary>
internal static class XmlResponse
{
    private const int LongestDocument = 64 * 1024;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = LongestDocument,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>The envelope; null when this is not a whole XML document or has neither a request id nor a code.</summary>
    public static RpcEnvelope? TryParse(WireResponse response)
    {
        if (response.Body.IsEmpty || response.Body.Length > LongestDocument)
        {
            return null;
        }

        try
        {
            using MemoryStream bytes = new(response.Body.ToArray());
            using XmlReader reader = XmlReader.Create(bytes, Settings);
            return Read(reader) is { } envelope && (envelope.RequestId ?? envelope.Code) is not null ? envelope : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    // <Error><RequestId/><HostId/><Code/><Message/></Error>, or <ActionResponse><RequestId/>…</ActionResponse>:
    // only the root's own members count.
    private static RpcEnvelope Read(XmlReader reader)
    {
        string? requestId = null;
        string? code = null;
        string? message = null;
        StringBuilder text = new();
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when reader.Depth == 1:
                    text.Clear();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA when reader.Depth == 2:
                    text.Append(reader.Value);
                    break;
                case XmlNodeType.EndElement when reader.Depth == 1 && text.Length > 0:
                    string value = text.ToString().Trim();
                    requestId = reader.LocalName == "RequestId" ? value : requestId;
                    code = reader.LocalName == "Code" ? value : code;
                    message = reader.LocalName == "Message" ? value : message;
                    break;
            }
        }

        return new RpcEnvelope(requestId, code, message);
    }
}
