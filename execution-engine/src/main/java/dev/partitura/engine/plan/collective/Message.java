package dev.partitura.engine.plan.collective;

/// Part of a value that one member of a collective sends to another.
///
/// @param chunk which of the equal chunks of the value
/// @param adds whether the receiver adds it to its own; else it takes the place of that
public record Message(int from, int to, int chunk, boolean adds) {}
