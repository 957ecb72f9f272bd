using LocalMig.Tool;

return ToolCommand.Run(args, ToolConsole.OfProcess());
