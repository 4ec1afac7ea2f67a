using AgentSandbox.Orchestration.Configuration.Yaml;

namespace AgentSandbox.Orchestration.Configuration.Reading;

/// <summary>Gathers problems; bounded, because a file of rubbish would otherwise be answered with megabytes.</summary>
internal sealed class ProblemList(DocumentKind kind)
{
    private const int Maximum = 100;

    private readonly List<ConfigurationProblem> _problems = [];

    public ProblemList()
        : this(DocumentKind.Configuration)
    {
    }

    public DocumentKind Kind => kind;

    public int Count { get; private set; }

    public bool IsFull => Count >= Maximum;

    public bool Has(string path) => _problems.Any(problem => problem.Path == path);

    public void Add(string code, string message, string fix, YamlValue at, string path = "", int offset = 0)
        => Add(code, message, fix, at.Line, offset == 0 ? at.Column : at.ColumnAt(offset), path);

    public void Add(string code, string message, string fix, int line, int column, string path = "")
    {
        Count++;
        if (_problems.Count < Maximum)
        {
            _problems.Add(new ConfigurationProblem
            {
                Code = kind.CodeFor(code),
                Message = message,
                Fix = fix,
                Line = line,
                Column = column,
                Path = path,
            });
        }
    }

    public IReadOnlyList<ConfigurationProblem> InOrder()
        => [.. _problems.Distinct().OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)];
}
