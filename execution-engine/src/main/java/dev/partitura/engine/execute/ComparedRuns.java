package dev.partitura.engine.execute;

/// A run, the run of the same samples unsplit on one device, and how their outputs compare.
public record ComparedRuns(RunResult run, RunResult unsplit, Agreement agreement) {}
