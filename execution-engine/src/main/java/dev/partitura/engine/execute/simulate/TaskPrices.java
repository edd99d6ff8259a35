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
///   without waiting for this one, but waits itself for what comes by a wire, as Megatron-LM does,
///   and takes for that what stands at the message. 0 where nothing hands it out
/// @param hostBeginNanos by queue what a host takes before it hands the first task out
public record TaskPrices(
    long[] queueNanos,
    long[] delayNanos,
    int[] wire,
    int wires,
    long[] hostNanos,
    long[] hostBeginNanos) {}
