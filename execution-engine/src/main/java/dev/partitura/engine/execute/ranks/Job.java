package dev.partitura.engine.execute.ranks;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.PlanFile;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.engine.training.optimizer.Optimizers;
import dev.partitura.engine.training.optimizer.StandardOptimizer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// All that a rank needs to lay out what the leader has laid out.
///
/// @param network words by which each rank finds it, see [RanksExecutor]
/// @param optimizer name of it where it is a training step
/// @param digest of the leader's layout
record Job(
    String network,
    Cluster cluster,
    Plan plan,
    @Nullable String optimizer,
    double learningRate,
    int batch,
    Map<String, TensorType> feeds,
    String digest) {
  /// @param words by which a network is found
  static Job of(Lowered lowered, Function<Network, String> words) {
    var asked = lowered.asked();
    var optimizer = asked.optimizer() instanceof StandardOptimizer standard ? standard : null;
    return new Job(
        words.apply(asked.network()),
        lowered.cluster(),
        lowered.plan(),
        optimizer == null ? null : Optimizers.name(optimizer),
        optimizer == null ? 0 : optimizer.learningRate(),
        asked.batch(),
        new TreeMap<>(asked.feeds()),
        LayoutDigest.of(lowered));
  }

  /// @param networks finds them by their words
  Lowered lower(Lowering lowering, Function<String, Network> networks) {
    var found = networks.apply(network);
    return optimizer == null
        ? lowering.lower(found, cluster, plan, batch, feeds, null)
        : lowering
            .lowerStep(
                found, cluster, plan, Optimizers.of(optimizer, learningRate), batch, feeds, null)
            .lowered();
  }

  void write(DataOutputStream out) throws IOException {
    Wire.text(out, network);
    ClusterWire.write(out, cluster);
    Wire.text(out, PlanFile.write(plan));
    Wire.text(out, optimizer == null ? "" : optimizer);
    out.writeDouble(learningRate);
    out.writeInt(batch);
    out.writeInt(feeds.size());
    for (var feed : feeds.entrySet()) {
      Wire.text(out, feed.getKey());
      Wire.type(out, feed.getValue());
    }
    Wire.text(out, digest);
  }

  static Job read(DataInputStream in) throws IOException {
    var network = Wire.text(in);
    var cluster = ClusterWire.read(in);
    var plan = PlanFile.read(Wire.text(in), "plan");
    var optimizer = Wire.text(in);
    double rate = in.readDouble();
    int batch = in.readInt();
    var feeds = new TreeMap<String, TensorType>();
    for (int count = in.readInt(); count > 0; count--) {
      feeds.put(Wire.text(in), Wire.type(in));
    }
    return new Job(
        network,
        cluster,
        plan,
        optimizer.isEmpty() ? null : optimizer,
        rate,
        batch,
        feeds,
        Wire.text(in));
  }
}
