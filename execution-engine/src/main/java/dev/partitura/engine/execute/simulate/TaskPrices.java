package dev.partitura.engine.execute.simulate;

/// What tasks take, by the number of their template; all times in nanoseconds. The arrays are not
/// copied.
///
/// @param queueNanos for which a task has its queue to itself
/// @param delayNanos after a task may begin until its queue hears of it: the way of a message that
///   keeps nobody busy
/// @param wire by which a task comes, or -1; tasks on one wire have it one after another
/// @param wires how many there are
public record TaskPrices(long[] queueNanos, long[] delayNanos, int[] wire, int wires) {}
