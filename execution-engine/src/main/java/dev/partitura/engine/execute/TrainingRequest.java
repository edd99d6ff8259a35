package dev.partitura.engine.execute;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.training.data.Dataset;
import dev.partitura.engine.training.optimizer.StandardOptimizer;

/// What to train, on what and how.
///
/// @param data as the network's first input takes it
/// @param batch samples of one step over all replicas and micro-batches
public record TrainingRequest(
    Network network,
    Cluster cluster,
    Plan plan,
    Dataset data,
    StandardOptimizer optimizer,
    int batch) {}
