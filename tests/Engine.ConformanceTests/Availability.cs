using System.Reflection;
using Xunit.Abstractions;

namespace AgentSandbox.Engine.ConformanceTests;

internal static class Availability
{
    public static string? ReasonOf(ITestMethod test)
    {
        var type = test.TestClass.Class.ToRuntimeType();
        return typeof(ISystemAvailability).IsAssignableFrom(type)
            ? (string?)Member(type, "get_Reason").Invoke(null, null) ?? (string?)Member(type, "ReasonOf").Invoke(null, [test.Method.Name])
            : null;
    }

    private static MethodInfo Member(Type type, string name) =>
        type.GetMethod(name, BindingFlags.Public | BindingFlags.Static) ?? throw new InvalidOperationException($"{type} has no public {name}.");
}
