package dev.partitura.engine.task;

import dev.partitura.engine.plan.schedule.Phase;

/// What the tasks of all micro-batches share that do the same for a replica.
///
/// @param stage stage of the plan whose action it belongs to; for a transfer the one that reads it
/// @param subject step of the program that a compute task runs; slot of the value that a transfer
///   or a reduction takes
/// @param queue number of the queue that does it; for a transfer the receiver's
/// @param source number of the device that a transfer copies from; else the own one
/// @param bytes that a transfer moves; 0 for others and where only the run tells
public record TaskTemplate(
    TaskKind kind,
    Phase phase,
    int stage,
    int subject,
    int queue,
    int source,
    int replica,
    long bytes) {}
