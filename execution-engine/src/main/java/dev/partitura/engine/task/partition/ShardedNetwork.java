package dev.partitura.engine.task.partition;

import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.operator.Sharding;
import java.util.List;
import java.util.Map;

/// A network whose ops are split among shards, as a network of the ops of all shards, each of the
/// kinds of action of its place, with the ops that exchange values between them. Immutable.
///
/// @param network inputs and outputs as before, but for what is kept
/// @param kept by input that is kept what part of which value it is
/// @param shardings of the values of the whole network, as their ops leave them; those that are not
///   split are not here
/// @param exchanges what shards send each other of them
public record ShardedNetwork(
    LoweredNetwork network,
    Map<String, KeptPart> kept,
    Map<String, Sharding> shardings,
    List<ValueExchange> exchanges) {
  public ShardedNetwork {
    kept = Map.copyOf(kept);
    shardings = Map.copyOf(shardings);
    exchanges = List.copyOf(exchanges);
  }
}
