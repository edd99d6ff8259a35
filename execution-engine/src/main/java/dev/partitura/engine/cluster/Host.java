package dev.partitura.engine.cluster;

/// A machine.
///
/// @param cores logical cores
/// @param memoryBytes physical memory
/// @param processor model name of the processor; empty when unknown
public record Host(String name, int cores, long memoryBytes, String processor) {}
