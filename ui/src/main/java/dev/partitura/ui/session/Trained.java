package dev.partitura.ui.session;

import dev.partitura.engine.execute.TrainingHistory;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.training.TrainingState;

/// What a training has come to, to save or to go on from. Immutable.
///
/// @param network that was trained, with the weights it began with
public record Trained(Network network, TrainingState state, TrainingHistory history) {}
