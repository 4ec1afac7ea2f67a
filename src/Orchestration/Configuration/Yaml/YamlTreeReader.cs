using AgentSandbox.Orchestration.Configuration.Reading;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AgentSandbox.Orchestration.Configuration.Yaml;

/// <summary>Builds the tree of a document out of the parser's events.</summary>
/// <remarks>
/// The reflection deserialiser would lose places, stop at the first error and copy aliased nodes, so that
/// a small file could fill the memory. Here nodes are shared, and depth and expanded size are bounded.
/// </remarks>
internal sealed class YamlTreeReader
{
    private const int MaxDepth = 32;
    private const long MaxExpandedSize = 100_000;
    private const string CoreTagPrefix = "tag:yaml.org,2002:";

    private readonly Dictionary<string, YamlValue> _anchors = new(StringComparer.Ordinal);
    private readonly IParser _parser;
    private readonly ProblemList _problems;

    private YamlTreeReader(string yaml, ProblemList problems)
    {
        _parser = new Parser(new Scanner(new StringReader(yaml), skipComments: true));
        _problems = problems;
    }

    /// <summary>Reads the only document; null when there is none or it cannot be read, which is then a problem.</summary>
    public static YamlValue? Read(string yaml, ProblemList problems)
    {
        var reader = new YamlTreeReader(yaml, problems);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlLimitException exception)
        {
            problems.Add(exception.Code, exception.Message, exception.Fix, exception.Line, exception.Column);
        }
        catch (YamlException exception)
        {
            reader.ReportSyntax(yaml, exception.Message, exception.Start);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            // The parser throws these for some broken texts, such as a "?" after a plain word in a flow mapping.
            reader.ReportSyntax(yaml, "a character has no meaning at its place", reader._parser.Current?.End ?? Mark.Empty);
        }

        return null;
    }

    private void ReportSyntax(string yaml, string fact, Mark at)
    {
        if (!TabCheck.Report(yaml, _problems))
        {
            _problems.Add(
                ConfigurationProblemCodes.Syntax,
                $"This is not valid YAML: {fact.Trim().TrimEnd('.')}.",
                "correct the indentation, quotes or brackets here or just above",
                Math.Max(1, (int)at.Line),
                Math.Max(1, (int)at.Column));
        }
    }

    private YamlValue? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
        {
            ReportEmpty();
            return null;
        }

        var root = ReadValue(1);
        _parser.Consume<DocumentEnd>();
        if (_parser.TryConsume<DocumentStart>(out var second))
        {
            _problems.Add(
                ConfigurationProblemCodes.SeveralDocuments,
                "The file holds more than one YAML document.",
                "keep one document and remove the \"---\" here",
                (int)second.Start.Line,
                (int)second.Start.Column);
            return null;
        }

        if (root.Type == YamlScalarType.Null)
        {
            ReportEmpty();
            return null;
        }

        return root;
    }

    private void ReportEmpty() => _problems.Add(
        ConfigurationProblemCodes.Empty,
        $"The {_problems.Kind.Subject} is empty.",
        _problems.Kind.EmptyFix,
        0,
        0);

    private YamlValue ReadValue(int depth)
    {
        var current = _parser.Current ?? throw new YamlException("the document ends too early");
        var (line, column) = ((int)current.Start.Line, (int)current.Start.Column);
        if (depth > MaxDepth)
        {
            throw new YamlLimitException(
                ConfigurationProblemCodes.TooLarge,
                $"The document is nested deeper than {MaxDepth} levels.",
                "remove levels of nesting",
                line,
                column);
        }

        var value = current switch
        {
            AnchorAlias alias => ReadAlias(alias),
            Scalar scalar => ReadScalar(scalar),
            SequenceStart start => ReadSequence(start, depth),
            MappingStart start => ReadMapping(start, depth),
            _ => throw new YamlException(current.Start, current.End, $"unexpected {current.GetType().Name}"),
        };
        if (value.ExpandedSize > MaxExpandedSize)
        {
            throw new YamlLimitException(
                ConfigurationProblemCodes.TooLarge,
                $"The document stands for more than {MaxExpandedSize} values once its aliases are written out.",
                "use fewer aliases",
                line,
                column);
        }

        return value;
    }

    private YamlValue ReadAlias(AnchorAlias alias)
    {
        _parser.MoveNext();
        return _anchors.TryGetValue(alias.Value.Value, out var target)
            ? target
            : throw new YamlException(alias.Start, alias.End, $"the alias \"*{alias.Value.Value}\" has no anchor that ends above it");
    }

    private YamlValue ReadScalar(Scalar scalar)
    {
        _parser.MoveNext();
        CheckTag(scalar, scalar.Tag);
        var quote = scalar.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted ? 1 : 0;
        var isWrittenAsRead = scalar.Start.Line == scalar.End.Line
            && scalar.End.Column - scalar.Start.Column == scalar.Value.Length + (2 * quote);
        return Remember(scalar, new YamlValue
        {
            Kind = YamlValueKind.Scalar,
            Text = scalar.Value,
            IsPlain = scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty,
            TextOffset = isWrittenAsRead ? quote : null,
            Line = (int)scalar.Start.Line,
            Column = (int)scalar.Start.Column,
            ExpandedSize = 1,
        });
    }

    private YamlValue ReadSequence(SequenceStart start, int depth)
    {
        _parser.MoveNext();
        CheckTag(start, start.Tag);
        var items = new List<YamlValue>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadValue(depth + 1));
        }

        return Remember(start, new YamlValue
        {
            Kind = YamlValueKind.Sequence,
            Items = items,
            Line = (int)start.Start.Line,
            Column = (int)start.Start.Column,
            ExpandedSize = 1 + items.Sum(item => item.ExpandedSize),
        });
    }

    private YamlValue ReadMapping(MappingStart start, int depth)
    {
        _parser.MoveNext();
        CheckTag(start, start.Tag);
        var builder = new YamlMappingBuilder(_problems);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadValue(depth + 1);
            builder.Add(key, ReadValue(depth + 1));
        }

        var entries = builder.Build();
        return Remember(start, new YamlValue
        {
            Kind = YamlValueKind.Mapping,
            Entries = entries,
            Line = (int)start.Start.Line,
            Column = (int)start.Start.Column,
            ExpandedSize = 1 + entries.Sum(entry => 1 + entry.Value.ExpandedSize),
        });
    }

    private YamlValue Remember(NodeEvent node, YamlValue value)
    {
        if (!node.Anchor.IsEmpty)
        {
            _anchors[node.Anchor.Value] = value;
        }

        return value;
    }

    private void CheckTag(NodeEvent node, TagName tag)
    {
        if (!tag.IsEmpty && !(node is Scalar && (tag.IsNonSpecific || tag.Value == CoreTagPrefix + "str")))
        {
            _problems.Add(
                ConfigurationProblemCodes.Syntax,
                $"The tag \"{tag}\" is not understood here.",
                "remove the tag",
                (int)node.Start.Line,
                (int)node.Start.Column);
        }
    }
}
