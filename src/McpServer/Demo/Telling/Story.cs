using AgentSandbox.McpServer.CommandLine.Terminal;
using Spectre.Console;

namespace AgentSandbox.McpServer.Demo.Telling;

/// <summary>Tells the story: what happens, that it was proven, and how long it took.</summary>
internal sealed class Story(ITerminal terminal, TimeProvider time, bool silent)
{
    private const int MaxQuoted = 10;
    private const string Indent = "   ";
    private readonly IAnsiConsole _console = TerminalConsole.ForOutput(terminal);
    private readonly List<DemoStep> _steps = [];
    private readonly long _begin = time.GetTimestamp();
    private int _chapter;

    public IReadOnlyList<DemoStep> Steps => _steps;

    public TimeSpan Elapsed => time.GetElapsedTime(_begin);

    public void Title(string title, string subtitle)
    {
        Line($"[bold cyan]{Markup.Escape(title)}[/]");
        Line($"[grey]{Markup.Escape(subtitle)}[/]");
    }

    public void Chapter(string title)
    {
        Line("");
        Line($"[bold]{++_chapter}. {Markup.Escape(title)}[/]");
    }

    public void Say(string text) => Line($"   {Markup.Escape(text)}");

    /// <summary>A text to copy: the terminal may wrap it, but no line break gets into it.</summary>
    public void Verbatim(string text)
    {
        if (!silent)
        {
            terminal.Output.WriteLine(text);
        }
    }

    /// <summary>Shows what somebody else said, cut to what a person reads.</summary>
    public void Quote(IEnumerable<string> lines, int most = MaxQuoted)
    {
        foreach (var line in lines.Take(most))
        {
            Line($"   [grey]│ {Markup.Escape(line)}[/]");
        }
    }

    /// <summary>Changed lines of source.</summary>
    public void Diff(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var colour = line[0] == '+' ? "green" : "red";
            Line($"   [{colour}]{Markup.Escape(line)}[/]");
        }
    }

    /// <summary>Markup as it is.</summary>
    public void Draw(string markup) => Line($"   {markup}");

    /// <summary>Does the work of a claim; the claim is told as proven only when the work did not fail.</summary>
    public async Task<T> ProveAsync<T>(string claim, Func<Action<string>, Task<T>> work, Func<T, string>? detail = null)
    {
        var start = time.GetTimestamp();
        try
        {
            var value = await ShowAsync(claim, work);
            var seconds = time.GetElapsedTime(start).TotalSeconds;
            _steps.Add(new DemoStep(claim, true, Math.Round(seconds, 2)));
            var more = detail is null ? "" : $": [bold]{Markup.Escape(detail(value))}[/]";
            Line($"   [green]✔[/] {Markup.Escape(claim)}{more} [grey]({Seconds(seconds)})[/]");
            return value;
        }
        catch (DemoFailure failure)
        {
            _steps.Add(new DemoStep(claim, false, Math.Round(time.GetElapsedTime(start).TotalSeconds, 2), failure.Expected, failure.Observed));
            throw;
        }
    }

    public Task ProveAsync(string claim, Func<Action<string>, Task> work) => ProveAsync(claim, async progress =>
    {
        await work(progress);
        return true;
    });

    /// <summary>A claim that needs no waiting.</summary>
    public void Prove(string claim, bool holds, string expected, string observed, IReadOnlyList<string>? evidence = null)
    {
        _steps.Add(new DemoStep(claim, holds, 0, holds ? null : expected, holds ? null : observed));
        if (!holds)
        {
            throw new DemoFailure(claim, expected, observed, evidence);
        }

        Line($"   [green]✔[/] {Markup.Escape(claim)}");
    }

    public void Fail(DemoFailure failure)
    {
        Line($"   [red]✖[/] {Markup.Escape(failure.Claim)}");
        Line($"     expected: {Markup.Escape(failure.Expected)}");
        Line($"     observed: {Markup.Escape(failure.Observed)}");
        Quote(failure.Evidence, 30);
    }

    private async Task<T> ShowAsync<T>(string claim, Func<Action<string>, Task<T>> work)
    {
        if (silent)
        {
            return await work(_ => { });
        }

        if (terminal.OutputIsTerminal)
        {
            return await _console.Status().StartAsync(
                Markup.Escape(claim), context => work(text => context.Status(Markup.Escape(Cut(text)))));
        }

        var last = "";
        return await work(text =>
        {
            if (text != last)
            {
                last = text;
                Line($"   … {Markup.Escape(text)}");
            }
        });
    }

    private void Line(string markup)
    {
        if (silent)
        {
            return;
        }

        if (terminal.OutputIsTerminal && markup.StartsWith(Indent, StringComparison.Ordinal))
        {
            // So that a wrapped line stays under its beginning.
            _console.Write(new Padder(new Markup(markup[Indent.Length..]), new Padding(Indent.Length, 0, 0, 0)));
        }
        else
        {
            _console.MarkupLine(markup);
        }
    }

    // A moving line that wraps jumps up and down.
    private string Cut(string text)
    {
        var most = Math.Max(20, terminal.Width - 8);
        return text.Length <= most ? text : text[..most] + "…";
    }

    private static string Seconds(double seconds) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{seconds:0.0} s");
}
