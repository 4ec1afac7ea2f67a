using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;

namespace AgentSandbox.Bench.Mutate;

/// <summary>
/// Compiles copies of the mutated sources and of their tests into one assembly, beside the library as it was built: what stands in
/// the assembly is taken instead of what is in the library. Only the changed file is parsed again, so that a mutant costs milliseconds.
/// </summary>
internal sealed class Compiler
{
    // The library shows its internals to this name.
    private const string Name = "AgentSandbox.Orchestration.UnitTests";

    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Xunit;
        global using FluentAssertions;
        """;

    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.Latest);

    private readonly Dictionary<string, SyntaxTree> _trees;
    private readonly CSharpCompilation _compilation;

    /// <param name="files">Sources and tests.</param>
    /// <param name="built">The folder of the built unit tests, with everything that they need.</param>
    public Compiler(IEnumerable<string> files, string built)
    {
        _trees = files.Distinct(StringComparer.Ordinal).ToDictionary(file => file, file => Parse(File.ReadAllText(file), file), StringComparer.Ordinal);
        _compilation = CSharpCompilation.Create(
            Name,
            [Parse(Usings, "Usings.cs"), .. _trees.Values],
            References(built),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, generalDiagnosticOption: ReportDiagnostic.Suppress));
    }

    /// <summary>Writes the assembly with one file's text replaced; says what does not compile.</summary>
    public string? Emit(string target, string? file = null, string? text = null)
    {
        var changed = file is null ? _compilation : _compilation.ReplaceSyntaxTree(_trees[file], Parse(text!, file)); // Given together.
        CSharpGeneratorDriver.Create([.. Generators()], parseOptions: s_parse).RunGeneratorsAndUpdateCompilation(changed, out var whole, out _);
        using var stream = File.Create(target);
        var result = whole.Emit(stream, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.Embedded));
        return result.Success ? null : string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(5));
    }

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, s_parse, path, System.Text.Encoding.UTF8);

    private static IEnumerable<MetadataReference> References(string built)
    {
        var framework = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator) // Every .NET program has it.
            .Where(path => path.Contains("Microsoft.NETCore.App", StringComparison.Ordinal) || path.Contains("Microsoft.AspNetCore.App", StringComparison.Ordinal));
        return Directory.EnumerateFiles(built, "*.dll").Where(path => Path.GetFileNameWithoutExtension(path) != Name)
            .Concat(framework)
            .DistinctBy(Path.GetFileName)
            .Select(path => MetadataReference.CreateFromFile(path));
    }

    /// <summary>The generator of regular expressions, as the SDK has it.</summary>
    private static IEnumerable<ISourceGenerator> Generators()
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!; // …/shared/Microsoft.NETCore.App/10.0.x
        var packs = Path.GetFullPath(Path.Combine(runtime, "../../../packs/Microsoft.NETCore.App.Ref"));
        var found = Directory.EnumerateFiles(packs, "System.Text.RegularExpressions.Generator.dll", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last();
        return new AnalyzerFileReference(found, new Loader()).GetGenerators(LanguageNames.CSharp);
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public System.Reflection.Assembly LoadFromPath(string fullPath) => System.Reflection.Assembly.LoadFrom(fullPath);
    }
}
