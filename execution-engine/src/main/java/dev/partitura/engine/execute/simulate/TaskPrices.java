package dev.partitura.engine.execute.simulate;

/// What tasks take, by the number of their template; all times in nanoseconds. The arrays are not
/// copied.
///
/// @param queueNanos for which a task has its queue to itself
/// @param delayNanos after a task may begin until its queue hears of it: the way of a message that
///   keeps nobody busy
/// @param wire by which a task comes, or -1; tasks on one wire have it one after another
/// @param wires how many there are
/// @param hostNanos that a host takes to hand a task out; it goes on to the next task of the queue
///   without waiting for this one, but waits itself for what comes by a wire, as Megatron-LM does.
///   0 where nothing hands it out
public record TaskPrices(
    long[] queueNanos, long[] delayNanos, int[] wire, int wires, long[] hostNanos) {}
