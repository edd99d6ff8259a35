package dev.partitura.engine.task.partition;

import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.CollectiveKind;
import java.util.Set;

/// What the shards of a part send each other so that ops find a value in the form in which they
/// read it. Immutable.
///
/// @param value name in the whole network
/// @param readers ops of the network as drawn for which it is done; none where only the outputs of
///   the network want it
/// @param bytes that go from shard to shard, all together, for one micro-batch of a replica
public record ValueExchange(String value, CollectiveKind kind, Set<OpId> readers, long bytes) {
  public ValueExchange {
    readers = Set.copyOf(readers);
  }
}
