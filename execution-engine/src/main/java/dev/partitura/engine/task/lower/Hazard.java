package dev.partitura.engine.task.lower;

import dev.partitura.engine.task.DependenceCause;
import dev.partitura.engine.task.EdgeKind;

/// Bytes that two nodes of a template both touch, so that the later one waits.
///
/// @param device whose memory it is
/// @param slot that the later node touches; -1 where it is the whole frame
/// @param earlierSlot that the earlier node touches
/// @param bytes that both touch; 0 where only the run tells
record Hazard(
    EdgeKind kind, DependenceCause cause, int device, int slot, int earlierSlot, long bytes) {}
