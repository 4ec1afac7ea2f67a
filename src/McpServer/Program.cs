using AgentSandbox.McpServer.CommandLine;

return await CommandLineProgram.RunAsync(args);
