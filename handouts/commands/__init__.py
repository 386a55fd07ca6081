"""The commands, one to a module: each turns its options into one call. Nothing heavy is imported at the top."""
