package dev.partitura.engine.planner.shop;

/// When each operation or task begins and where it runs.
///
/// @param start of each, in the order of the input, in its unit
/// @param device machine or processor of each
/// @param makespan end of the last
/// @param lowerBound no schedule ends earlier
/// @param method how it was found
public record Timetable(
    double[] start, int[] device, double makespan, double lowerBound, String method) {}
