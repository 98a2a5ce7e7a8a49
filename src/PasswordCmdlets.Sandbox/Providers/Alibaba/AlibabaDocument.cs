using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml;
using PasswordCmdlets.Sandbox.Http;

namespace PasswordCmdlets.Sandbox.Providers.Alibaba;

/// <summary>Writes one response as JSON or as XML, which the RPC products return unless asked for JSON.</summary>
internal sealed class AlibabaDocument : IDisposable
{
    private readonly ArrayBufferWriter<byte> _jsonBuffer = new(256);
    private readonly MemoryStream _xmlBuffer = new();
    private readonly Utf8JsonWriter? _json;
    private readonly XmlWriter? _xml;

    /// <summary>Begins a response.</summary>
    /// <param name="asJson">Whether to write JSON.</param>
    /// <param name="rootName">The name of XML's root element.</param>
    public AlibabaDocument(bool asJson, string rootName)
    {
        if (asJson)
        {
            _json = new Utf8JsonWriter(_jsonBuffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            _json.WriteStartObject();
        }
        else
        {
            _xml = XmlWriter.Create(
                _xmlBuffer, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) });
            _xml.WriteStartElement(rootName);
        }
    }

    /// <summary>Writes a text.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The text; characters that XML cannot carry are replaced there.</param>
    public void Write(string name, string value)
    {
        _json?.WriteString(name, value);
        _xml?.WriteElementString(name, ForXml(value));
    }

    /// <summary>Writes a flag.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The flag.</param>
    public void Write(string name, bool value)
    {
        _json?.WriteBoolean(name, value);
        _xml?.WriteElementString(name, value ? "true" : "false");
    }

    /// <summary>Writes a number.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The number.</param>
    public void Write(string name, int value)
    {
        _json?.WriteNumber(name, value);
        _xml?.WriteElementString(name, value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Writes an object.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="writeMembers">Writes its members.</param>
    public void WriteObject(string name, Action<AlibabaDocument> writeMembers)
    {
        _json?.WriteStartObject(name);
        _xml?.WriteStartElement(name);
        writeMembers(this);
        _json?.WriteEndObject();
        _xml?.WriteEndElement();
    }

    /// <summary>Writes a list the way Alibaba does: an object with one array.</summary>
    /// <typeparam name="T">What is listed.</typeparam>
    /// <param name="name">The object's name.</param>
    /// <param name="itemName">The array's name, which in XML is every item's.</param>
    /// <param name="items">The items.</param>
    /// <param name="writeMembers">Writes an item's members.</param>
    public void WriteList<T>(string name, string itemName, IEnumerable<T> items, Action<AlibabaDocument, T> writeMembers)
    {
        _json?.WriteStartObject(name);
        _json?.WriteStartArray(itemName);
        _xml?.WriteStartElement(name);
        foreach (T item in items)
        {
            _json?.WriteStartObject();
            _xml?.WriteStartElement(itemName);
            writeMembers(this, item);
            _json?.WriteEndObject();
            _xml?.WriteEndElement();
        }

        _json?.WriteEndArray();
        _json?.WriteEndObject();
        _xml?.WriteEndElement();
    }

    /// <summary>Writes texts: an array, in XML an element for each.</summary>
    /// <param name="name">The array's name.</param>
    /// <param name="texts">The texts.</param>
    public void WriteTexts(string name, IEnumerable<string> texts)
    {
        _json?.WriteStartArray(name);
        foreach (string text in texts)
        {
            _json?.WriteStringValue(text);
            _xml?.WriteElementString(name, ForXml(text));
        }

        _json?.WriteEndArray();
    }

    /// <summary>Ends the response.</summary>
    /// <param name="status">The HTTP status.</param>
    public ApiResponse ToResponse(int status)
    {
        if (_json is not null)
        {
            _json.WriteEndObject();
            _json.Flush();
            return new ApiResponse(status, ApiResponse.Json, _jsonBuffer.WrittenMemory);
        }

        _xml!.WriteEndElement();
        _xml.Flush();
        return new ApiResponse(status, "text/xml;charset=utf-8", _xmlBuffer.ToArray());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _json?.Dispose();
        _xml?.Dispose();
        _xmlBuffer.Dispose();
    }

    private static string ForXml(string value)
    {
        StringBuilder text = new(value.Length);
        foreach (char character in value)
        {
            text.Append(XmlConvert.IsXmlChar(character) || char.IsSurrogate(character) ? character : '?');
        }

        return text.ToString();
    }
}
