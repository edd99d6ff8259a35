package dev.partitura.engine.planner.network;

import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cost.CostModel;
import dev.partitura.engine.cost.KernelCost;
import dev.partitura.engine.operator.CollectiveKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What stages and replicas of a plan take to send each other values, as the cost model prices
/// them: of each kind of message a line through two of its sizes. Used by one thread.
final class MessageTimes {
  private static final long MANY_BYTES = 1L << 30;

  private final NetworkRequest request;
  private final CostModel cost;
  private final Map<List<Integer>, Line> sums = new HashMap<>();
  private final Map<Integer, Line> transfers = new HashMap<>();

  MessageTimes(NetworkRequest request) {
    this.request = request;
    cost = new KernelCost(request.cluster(), request.precision());
  }

  /// Time of a message by its bytes.
  record Line(double nanos, double nanosPerByte) {
    double of(double bytes) {
      return nanos + nanosPerByte * bytes;
    }
  }

  /// Of what goes from stage to stage.
  Line transfer(Degrees degrees) {
    return transfers.computeIfAbsent(degrees.tensor(), this::transfer);
  }

  private Line transfer(int tensor) {
    var devices = request.cluster().devices();
    var from = devices.getFirst();
    var to = devices.get(Math.min(devices.size() - 1, tensor));
    double nothing = cost.transferNanos(0, from, to);
    return new Line(nothing, (cost.transferNanos(MANY_BYTES, from, to) - nothing) / MANY_BYTES);
  }

  /// Of gradients that replicas sum.
  Line sums(Degrees degrees) {
    return sums.computeIfAbsent(
        List.of(degrees.data(), degrees.tensor(), degrees.pipeline()),
        _ -> {
          var members = new ArrayList<Device>();
          for (int replica = 0; replica < degrees.data(); replica++) {
            members.add(
                request.cluster().devices().get(replica * degrees.pipeline() * degrees.tensor()));
          }
          double nothing = cost.collectiveNanos(CollectiveKind.ALL_REDUCE, 0, members);
          double much = cost.collectiveNanos(CollectiveKind.ALL_REDUCE, MANY_BYTES, members);
          return new Line(nothing, (much - nothing) / MANY_BYTES);
        });
  }
}
