package dev.partitura.engine.planner.network;

/// What a plan is thought to take, before it is run in thought. Immutable.
///
/// @param nanos of an iteration
/// @param peakBytes of the device that takes most
/// @param fullest device of the pipeline that takes most memory
/// @param ends begins of the stages among the ops in dependency order, and the end of the last
@SuppressWarnings("ArrayRecordComponent")
public record Estimate(Degrees degrees, double nanos, double peakBytes, int fullest, int[] ends) {}
