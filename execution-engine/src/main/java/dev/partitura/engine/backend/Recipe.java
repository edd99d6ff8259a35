package dev.partitura.engine.backend;

/// How a step is to be computed: what a backend decides beforehand, without native code and without
/// reading weights, and makes a [Kernel] of when the program is loaded. What it holds is the
/// backend's own. Immutable; any thread.
public interface Recipe {}
