namespace AgentSandbox.Bench.Compare;

/// <summary>A change of known class to one endpoint's answer.</summary>
/// <param name="Name">What it does, and where.</param>
/// <param name="Rule">The entry of the published list, or the file of Shop that a patch would touch.</param>
/// <param name="Label">Its class.</param>
/// <param name="Endpoint">Which answer it is made to.</param>
/// <param name="Apply">Makes it.</param>
internal sealed record Case(string Name, string Rule, Label Label, string Endpoint, Action<Answer> Apply);
