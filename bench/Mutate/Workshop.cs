using System.Diagnostics;
using System.Text;

namespace AgentSandbox.Bench.Mutate;

/// <summary>
/// A small project of its own that holds copies of the mutated sources and of their tests, beside the library as it was built:
/// what stands in the project is taken instead of what is in the library, so that a mutant builds in seconds.
/// </summary>
internal sealed class Workshop(string repository, string folder)
{
    private const string Name = "AgentSandbox.Orchestration.UnitTests";

    public string Sources => Path.Combine(folder, "src");

    public void Prepare(IEnumerable<string> sources, IEnumerable<string> tests)
    {
        foreach (var (from, to) in sources.Select(path => (path, "src")).Concat(tests.Select(path => (path, "tests"))))
        {
            foreach (var file in Files(Path.Combine(repository, from)))
            {
                var target = Path.Combine(folder, to, Path.GetRelativePath(repository, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!); // A file has a folder.
                File.Copy(file, target, overwrite: true);
            }
        }

        File.Copy(Path.Combine(repository, "Directory.Packages.props"), Path.Combine(folder, "Directory.Packages.props"), overwrite: true);
        File.WriteAllText(Path.Combine(folder, $"{Name}.csproj"), Project());
    }

    public bool Build(out string output, params string[] options) => Run(["build", "--nologo", "-v", "q", "-clp:ErrorsOnly", .. options], TimeSpan.FromMinutes(10), out output) == 0;

    /// <summary>True when every test passes; a hang counts as noticed.</summary>
    public bool Test(TimeSpan limit, out string output) => Run(["test", "--no-build", "--nologo", "-v", "q"], limit, out output) == 0;

    private static IEnumerable<string> Files(string path) => File.Exists(path) ? [path] : Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories);

    private string Project() => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <AssemblyName>{Name}</AssemblyName>
            <RootNamespace>{Name}</RootNamespace>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <InvariantGlobalization>true</InvariantGlobalization>
            <IsTestProject>true</IsTestProject>
            <RunAnalyzers>false</RunAnalyzers>
            <NoWarn>$(NoWarn);CS0436;CS0162;CS1718;CS8600;CS8602;CS8603;CS8604;CS8629;CS0219;CS0168;CS8524;CS8509</NoWarn>
          </PropertyGroup>
          <ItemGroup>
            <FrameworkReference Include="Microsoft.AspNetCore.App" />
            <PackageReference Include="Microsoft.NET.Test.Sdk" />
            <PackageReference Include="xunit" />
            <PackageReference Include="xunit.runner.visualstudio" />
            <PackageReference Include="FluentAssertions" />
            <PackageReference Include="Newtonsoft.Json" />
            <PackageReference Include="NJsonSchema" />
            <PackageReference Include="YamlDotNet" />
            <Reference Include="{Path.Combine(repository, "artifacts/bin/Orchestration/debug/AgentSandbox.Orchestration.dll")}" />
            <Reference Include="{Path.Combine(repository, "artifacts/bin/Orchestration/debug/AgentSandbox.Router.dll")}" />
            <Using Include="Xunit" />
            <Using Include="FluentAssertions" />
          </ItemGroup>
        </Project>
        """;

    private int Run(string[] arguments, TimeSpan limit, out string output)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!; // Without a shell there is always a new process.
        var text = new StringBuilder();
        process.OutputDataReceived += (_, line) => { lock (text) { text.AppendLine(line.Data); } };
        process.ErrorDataReceived += (_, line) => { lock (text) { text.AppendLine(line.Data); } };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var ended = process.WaitForExit(limit);
        if (!ended)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        lock (text)
        {
            output = text.ToString();
        }

        return ended ? process.ExitCode : -1;
    }
}
