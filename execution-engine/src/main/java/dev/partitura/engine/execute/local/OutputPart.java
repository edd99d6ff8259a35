package dev.partitura.engine.execute.local;

/// The output of one micro-batch.
///
/// @param slot of the program
public record OutputPart(int slot, int replica, int microBatch) {}
