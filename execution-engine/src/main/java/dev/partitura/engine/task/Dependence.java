package dev.partitura.engine.task;

import dev.partitura.engine.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/// One reason for which a task waits for another.
///
/// @param device number of the device whose memory both touch, or whose order it is
/// @param value name of the value that the later task reads or writes; empty where it waits for no
///   value in particular
/// @param earlierValue name of the value that lies, or lay, in these bytes for the earlier task
/// @param type of `value`; null where only the run tells
/// @param bytes that both touch; of the whole frame where a micro-batch takes that over; 0 where
///   only the run tells, and for an order
public record Dependence(
    EdgeKind kind,
    DependenceCause cause,
    int device,
    String value,
    String earlierValue,
    @Nullable TensorType type,
    long bytes) {}
