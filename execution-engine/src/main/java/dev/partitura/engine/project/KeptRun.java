package dev.partitura.engine.project;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.cluster.Cluster;

/// A run as it is kept with a project: what was asked for, and all that came of it.
///
/// @param number 1 for the first of the project
/// @param strategy what its plan is called, such as `pipeline`
/// @param batch samples of one iteration as asked for; 0 left them to the plan
/// @param repeats measured iterations that were asked for
/// @param analyses their provenance has a plan and a measurement
public record KeptRun(
    int number, String strategy, Cluster cluster, int batch, int repeats, Analyses analyses) {}
