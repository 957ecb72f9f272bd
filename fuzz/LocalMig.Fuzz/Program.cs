using LocalMig.Fuzz.Engine;
using LocalMig.Fuzz.Verbs;

// Before anything else: instrumented code counts its edges in the map, also while statics are made.
_ = TraceMap.OfProcess;
return FuzzCommand.Run(args);
