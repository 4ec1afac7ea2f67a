using System.Text;
using System.Xml;

namespace AgentSandbox.Orchestration.Plans.Steps.Commands;

/// <summary>Reads JUnit XML as the common test runners write it, one element at a time.</summary>
/// <remarks>The tests themselves are counted: the sums that a file claims in its attributes differ from runner to runner.</remarks>
internal sealed class JUnitReader
{
    private const int MaxFileBytes = 16 * 1024 * 1024;
    private const int MaxText = 500;
    private const int MaxFailed = 50;

    private static readonly XmlReaderSettings s_settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaxFileBytes,
        MaxCharactersFromEntities = 1024,

        // Messages of terminals have escape characters, which XML does not know.
        CheckCharacters = false,
        CloseInput = true,
    };

    private readonly List<FailedTest> _failed = [];
    private readonly StringBuilder _text = new();
    private int _tests;
    private int _failures;
    private int _errors;
    private int _skipped;
    private int _depth = -1;
    private string _name = "";
    private string _outcome = "";
    private bool _hasMessage;

    private JUnitReader()
    {
    }

    /// <summary>Reads a file; null with the reason when it cannot be read.</summary>
    public static TestResults? Read(FoundFile file, out string problem)
    {
        problem = file.Bytes switch
        {
            // A pipe has no size, and opening it would wait for ever.
            0 => "it is empty",
            > MaxFileBytes => $"it is larger than {MaxFileBytes} bytes",
            _ => "",
        };
        if (problem.Length > 0)
        {
            return null;
        }

        try
        {
            using var reader = XmlReader.Create(new FileStream(file.FullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), s_settings);
            var results = new JUnitReader();
            return results.Read(reader, out problem);
        }
        catch (Exception e) when (e is XmlException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            problem = e.Message;
            return null;
        }
    }

    private TestResults? Read(XmlReader reader, out string problem)
    {
        problem = "";
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when reader.Depth == 0 && reader.LocalName is not ("testsuites" or "testsuite"):
                    problem = $"its root is '{(reader.LocalName.Length <= 100 ? reader.LocalName : "…")}', not 'testsuites' or 'testsuite'";
                    return null;
                case XmlNodeType.Element:
                    Element(reader);
                    break;
                case XmlNodeType.EndElement when reader.Depth == _depth:
                    EndTest();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA when _outcome.Length > 0 && !_hasMessage && reader.Depth == _depth + 2 && _text.Length < MaxText:
                    _text.Append(Cut(reader.Value.Trim()));
                    break;
            }
        }

        return new TestResults(_tests, _failures, _errors, _skipped, _failed);
    }

    private void Element(XmlReader reader)
    {
        if (_depth < 0 && reader.LocalName == "testcase")
        {
            var (suite, name) = (reader.GetAttribute("classname"), reader.GetAttribute("name") ?? "a test without name");
            _name = Cut(string.IsNullOrEmpty(suite) || name.StartsWith(suite, StringComparison.Ordinal) ? name : $"{suite}.{name}");
            _depth = reader.Depth;
            if (reader.IsEmptyElement)
            {
                EndTest();
            }
        }
        else if (_depth >= 0 && reader.Depth == _depth + 1 && reader.LocalName is "failure" or "error" or "skipped" && _outcome is "" or "skipped")
        {
            _outcome = reader.LocalName;
            _text.Clear();
            var message = reader.GetAttribute("message");
            _hasMessage = !string.IsNullOrWhiteSpace(message);
            _text.Append(Cut(message?.Trim() ?? ""));
        }
        else if (reader.Depth == _depth + 1)
        {
            // What follows is the test's output, not what failed.
            _hasMessage = true;
        }
    }

    private void EndTest()
    {
        _tests++;
        _ = _outcome switch
        {
            "failure" => _failures++,
            "error" => _errors++,
            "skipped" => _skipped++,
            _ => 0,
        };
        if (_outcome is "failure" or "error" && _failed.Count < MaxFailed)
        {
            _failed.Add(new FailedTest(_name, Cut(_text.ToString())));
        }

        (_depth, _outcome, _hasMessage) = (-1, "", false);
        _text.Clear();
    }

    private static string Cut(string text) => text.Length <= MaxText ? text : text[..MaxText] + "…";
}
