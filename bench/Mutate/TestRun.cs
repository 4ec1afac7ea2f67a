using System.Collections;
using System.Reflection;
using System.Runtime.Loader;

namespace AgentSandbox.Bench.Mutate;

/// <summary>
/// Runs the facts and theories of an assembly until the first that fails, in a load context of its own; what the assembly needs is
/// loaded once. The tests are plain ones: no fixtures, no life times, no collections.
/// </summary>
internal static class TestRun
{
    private static string? s_lastKiller;

    /// <summary>Answers, for each path of an assembly on the standard input, with "passed COUNT" or "failed TEST".</summary>
    public static void Serve(string built)
    {
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            Path.Combine(built, name.Name + ".dll") is var path && File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
        while (Console.In.ReadLine() is { } path)
        {
            var context = new AssemblyLoadContext(null, isCollectible: true);
            using var image = new MemoryStream(File.ReadAllBytes(path));
            Console.Out.WriteLine(Of(context.LoadFromStream(image)));
            context.Unload();
        }
    }

    private static string Of(Assembly assembly)
    {
        var tests = assembly.GetExportedTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance).Where(IsTest))
            .OrderBy(test => Name(test) != s_lastKiller);
        var count = 0;
        foreach (var test in tests)
        {
            try
            {
                foreach (var arguments in Rows(test))
                {
                    count++;
                    var instance = Activator.CreateInstance(test.DeclaringType!); // A method of a class has one.
                    if (test.Invoke(instance, Filled(test, arguments)) is Task task)
                    {
                        task.GetAwaiter().GetResult();
                    }
                }
            }
            catch (Exception e)
            {
                s_lastKiller = Name(test);
                var first = (e is TargetInvocationException { InnerException: { } inner } ? inner : e).Message.ReplaceLineEndings(" ");
                return $"failed {s_lastKiller}: {first}";
            }
        }

        return $"passed {count}";
    }

    private static string Name(MethodInfo test) => $"{test.DeclaringType!.Name}.{test.Name}"; // A method of a class has one.

    private static bool IsTest(MethodInfo method) => method.GetCustomAttributes(true).Any(attribute => Is(attribute, "Xunit.FactAttribute"));

    private static bool Is(object attribute, string name)
    {
        for (var type = attribute.GetType(); type is not null; type = type.BaseType)
        {
            if (type.FullName == name)
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<object?[]> Rows(MethodInfo test)
    {
        var data = test.GetCustomAttributes(true).Where(attribute => Is(attribute, "Xunit.Sdk.DataAttribute")).ToList();
        return data.Count == 0 ? [[]] : data.SelectMany(attribute => ((IEnumerable)attribute.GetType().GetMethod("GetData", [typeof(MethodInfo)])!.Invoke(attribute, [test])!).Cast<object?[]>()); // xunit's contract.
    }

    private static object?[] Filled(MethodInfo test, object?[] given) =>
        [.. test.GetParameters().Select((parameter, i) => i < given.Length ? given[i] : parameter.DefaultValue)];
}
