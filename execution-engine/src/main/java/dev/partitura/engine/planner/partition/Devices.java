package dev.partitura.engine.planner.partition;

/// What a graph may be split over.
///
/// @param accelerators with a memory of `bytes` each; they pay for what they send and receive
/// @param cpus that pay for neither, with memory for all
/// @param bytes of an accelerator's memory
public record Devices(int accelerators, int cpus, double bytes) {}
